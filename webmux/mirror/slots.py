"""Limits how many captures run at the same time, and counts them."""

from __future__ import annotations

from gevent.lock import BoundedSemaphore


class CaptureSlots:
    """Use `with slots:` around a capture; it waits while `most` captures run. `total` counts all so far."""

    def __init__(self, most: int) -> None:
        self.total = 0
        self._free = BoundedSemaphore(most)

    def __enter__(self) -> None:
        self._free.acquire()
        self.total += 1

    def __exit__(self, *error: object) -> None:
        self._free.release()
