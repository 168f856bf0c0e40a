"""The events of `view=panes`: output and snapshots of single panes, and their layout."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from webmux.events import Output
from webmux.model import Size

FOCUS, SHOWN = "focus", "shown"
"""How a viewer shows a pane."""
FULL, SCREEN, FRAME = 0, 1, 2
"""Kinds of a snapshot: history and screen; the screen alone; the screen of a flood, and more follow."""
OLDER_ROWS, SKIPPED, ALTERNATE = 1, 2, 4
"""Flags of a snapshot: tmux stores older rows; bytes before it were not sent; the alternate screen is on."""


@dataclass(slots=True)
class PaneOutput:
    """Output of one pane. `output` is shared by all viewers, with its encoded header."""

    pane: int
    output: Output


@dataclass(slots=True)
class PaneSnapshot:
    """Bytes that draw a pane of this size. The output of the pane continues at `offset`.

    `messages` has what was encoded for one viewer, with and without compression, for the others.
    """

    pane: int
    offset: int
    size: Size
    kind: int
    flags: int
    data: bytes
    messages: dict[bool, tuple[bytes, bytes | memoryview]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _skipped: PaneSnapshot | None = field(default=None, init=False, compare=False, repr=False)

    def skipped(self) -> PaneSnapshot:
        """The same for a viewer who was not sent the bytes before it; one object for all of them."""
        if self.flags & SKIPPED:
            return self
        if self._skipped is None:
            self._skipped = replace(self, flags=self.flags | SKIPPED)
        return self._skipped


@dataclass(frozen=True, slots=True)
class LayoutChanged:
    """`payload` is the JSON of one Layout record, made by `layout_messages`.

    A later one about the same window replaces one that was not sent yet. `window_id` is `""` if it is about
    several windows, or about some that are gone; such a record is always sent.
    """

    window_id: str
    payload: bytes
