"""What happened so far, in numbers that only grow."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Counts:
    """The totals of a hub, or of all there were."""

    output_bytes: int = 0
    frames: int = 0
    reads: int = 0
    repaints: int = 0
    snapshots: int = 0
    """Sent to subscribers that joined or had fallen behind."""
    skipped_frames: int = 0
    """Frames that subscribers never got because a snapshot replaced them."""
    acks: int = 0
    ack_seconds: float = 0.0
    """From output sent to its acknowledgement, for the frames that were timed, `acks` in number."""

    def add(self, other: Counts) -> None:
        """Add all of `other` to these."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
