"""How many captures may be under way at once, and how many there were."""

from __future__ import annotations

from types import TracebackType

from gevent.lock import BoundedSemaphore


class CaptureSlots:
    """`with slots:` around a capture; waits while `most` are under way. `total` counts them all."""

    def __init__(self, most: int) -> None:
        self.total = 0
        self._free = BoundedSemaphore(most)

    def __enter__(self) -> None:
        self._free.acquire()
        self.total += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._free.release()
