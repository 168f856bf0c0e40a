"""What a hub of a pane expects of its viewers."""

from __future__ import annotations

from typing import Protocol

from webmux.panes.pane_events import PaneSnapshot


class PaneReader(Protocol):
    """A viewer of a pane, with its own place in the ring. Nothing here may switch.

    After `on_snapshot` it continues at the snapshot's offset. A snapshot of the screen alone follows the
    output before that offset; a reader that has lost its place takes it instead.
    """

    focused: bool
    shown: bool
    snapshot_bytes: int
    """A full snapshot leaves out rows of history to have no more, because the connection is slow; or 0."""

    def on_published(self) -> None:
        """The ring has new output."""

    def on_snapshot(self, snapshot: PaneSnapshot) -> None:
        """A snapshot for this reader."""

    def on_gone(self) -> None:
        """The pane has ended; nothing follows."""

    def frame_acked(self) -> bool:
        """Whether nothing of this pane is in flight to its client."""
