"""Counters that only grow."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Counts:
    """The totals of one hub, or of all hubs so far."""

    output_bytes: int = 0
    frames: int = 0
    reads: int = 0
    repaints: int = 0
    snapshots: int = 0
    """Sent to subscribers that joined or fell behind."""
    skipped_frames: int = 0
    """Frames that a snapshot replaced before they were sent to a subscriber."""
    acks: int = 0
    ack_seconds: float = 0.0
    """Sum of the times from sending output to its acknowledgement, for `acks` timed frames."""

    def add(self, other: Counts) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
