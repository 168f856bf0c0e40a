"""The time for which something outlives its last viewer, so that a page that reloads finds it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent

from webmux.supervise import Nursery

LINGER_S = 30.0


class Linger:
    """Calls `on_over` once `LINGER_S` after the last `start`, unless `stop` came before. Neither switches."""

    def __init__(self, nursery: Nursery, on_over: Callable[[], None]) -> None:
        self._nursery = nursery
        self._on_over = on_over
        self._waiting: gevent.Greenlet[..., Any] | None = None

    def start(self) -> None:
        """Wait from now on, whether or not it waits already."""
        self.stop()
        self._waiting = self._nursery.spawn("linger", self._wait)

    def stop(self) -> None:
        """Wait no longer."""
        if self._waiting is not None:
            self._waiting.kill(block=False)
            self._waiting = None

    def _wait(self) -> None:
        gevent.sleep(LINGER_S)
        self._waiting = None
        self._on_over()
