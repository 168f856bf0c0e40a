"""The stored output of one hub: many readers, no copy, no lock.

Invariants:
- Output frames are contiguous: each starts at the offset at which the one before ended.
- `start_offset <= end_offset`; the bytes between them can be read again.
- The stored cost is at most `capacity_bytes`, except that the newest frame always stays.
- A frame never changes once appended; readers share it.
- Each reader has its own cursor. The ring does not know its readers and evicts frames without asking them.
"""

from __future__ import annotations

from dataclasses import dataclass

from webmux.events import HubEvent, Output

FRAME_OVERHEAD_BYTES = 200
"""Cost of each frame in addition to its bytes, so that the number of tiny frames is bounded too."""


@dataclass(slots=True)
class Cursor:
    """The place of a reader: the frame it reads next, and how much of that it has read."""

    sequence: int
    position: int = 0


class Ring:
    """Frames by sequence number, addressed by byte offset, bounded in bytes."""

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._frames: dict[int, HubEvent] = {}
        self._first = 0
        self._next = 0
        self._cost = 0
        self.start_offset = 0
        self.end_offset = 0

    def __len__(self) -> int:
        return self._next - self._first

    @property
    def cost_bytes(self) -> int:
        """The cost of all stored frames, with overhead."""
        return self._cost

    def append(self, frame: HubEvent) -> None:
        """Add the newest frame and evict the oldest ones beyond the capacity. Amortised O(1)."""
        self._frames[self._next] = frame
        self._next += 1
        self._cost += _cost(frame)
        if isinstance(frame, Output):
            self.end_offset = frame.end
        self._evict_over()

    def cursor_at_end(self) -> Cursor:
        """A cursor behind all stored frames: it reads only new ones."""
        return Cursor(self._next)

    def cursor_at(self, offset: int) -> Cursor | None:
        """A cursor whose next byte is `offset`; None if that byte is not stored.

        Cost: O(log n).
        """
        if not self.start_offset <= offset <= self.end_offset:
            return None
        low, high = self._first, self._next
        while low < high:
            middle = (low + high) // 2
            if self._end_of(middle) <= offset:
                low = middle + 1
            else:
                high = middle
        frame = self._frames.get(low)
        if isinstance(frame, Output) and offset > frame.offset:
            return Cursor(low, offset - frame.offset)
        # Events at exactly this offset are read again: the reader may not have received them.
        while low > self._first and not isinstance(self._frames[low - 1], Output):
            low -= 1
        return Cursor(low)

    def overtaken(self, cursor: Cursor) -> bool:
        """Whether frames that this cursor has not read were evicted."""
        return cursor.sequence < self._first

    def waiting(self, cursor: Cursor) -> int:
        """How many frames this cursor has yet to read."""
        return self._next - max(cursor.sequence, self._first)

    def read(self, cursor: Cursor, limit_bytes: int) -> HubEvent | None:
        """The next frame, or its next `limit_bytes` bytes; moves the cursor.

        Returns:
            None if nothing is left, or if output is next and `limit_bytes` is below 1. A whole frame is the
            shared object itself; a part is a new Output over the same memory.
        """
        if cursor.sequence >= self._next:
            return None
        frame = self._frames[cursor.sequence]
        if not isinstance(frame, Output):
            cursor.sequence += 1
            return frame
        left = len(frame.data) - cursor.position
        if limit_bytes < 1:
            return None
        if cursor.position == 0 and left <= limit_bytes:
            cursor.sequence += 1
            return frame
        taken = min(left, limit_bytes)
        start = cursor.position
        part = Output(frame.offset + start, memoryview(frame.data)[start : start + taken])
        if taken == left:
            cursor.sequence += 1
            cursor.position = 0
        else:
            cursor.position += taken
        return part

    def fits(self, cursor: Cursor, limit_bytes: int) -> bool:
        """Whether the rest of the next frame has at most `limit_bytes`."""
        frame = self._frames.get(cursor.sequence)
        return not isinstance(frame, Output) or len(frame.data) - cursor.position <= limit_bytes

    def tail(self, limit_bytes: int) -> bytes:
        """The newest stored output, at least `limit_bytes` if that much is stored. O(frames read)."""
        parts: list[bytes | memoryview] = []
        size = 0
        for sequence in range(self._next - 1, self._first - 1, -1):
            frame = self._frames[sequence]
            if isinstance(frame, Output):
                parts.append(frame.data)
                size += len(frame.data)
            if size >= limit_bytes:
                break
        return b"".join(reversed(parts))

    def clear(self) -> None:
        """Drop all frames; every cursor is then at the end.

        The owner of a ring is part of reference cycles, so without this the memory would stay until garbage
        collection.
        """
        self._frames.clear()
        self._first = self._next
        self._cost = 0
        self.start_offset = self.end_offset

    def skip(self) -> None:
        """Output is missing here: every cursor is overtaken, and no earlier offset can be resumed."""
        self.clear()
        self._next += 1
        self._first = self._next
        self.end_offset += 1
        self.start_offset = self.end_offset

    def _evict_over(self) -> None:
        while self._cost > self._capacity and self._first < self._next - 1:
            self._evict()

    def _evict(self) -> None:
        frame = self._frames.pop(self._first)
        self._first += 1
        self._cost -= _cost(frame)
        if isinstance(frame, Output):
            self.start_offset = frame.end

    def _end_of(self, sequence: int) -> int:
        while sequence >= self._first:
            frame = self._frames[sequence]
            if isinstance(frame, Output):
                return frame.end
            sequence -= 1
        return self.start_offset


def _cost(frame: HubEvent) -> int:
    return FRAME_OVERHEAD_BYTES + (len(frame.data) if isinstance(frame, Output) else 0)
