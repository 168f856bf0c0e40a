"""The size of a session whose native viewers see it in the size that it has."""

from __future__ import annotations


class FixedSize:
    """What `Sizing` uses of a source; nobody resizes this one."""

    resizable = False

    def redraw(self) -> None:
        """Nothing to do."""
