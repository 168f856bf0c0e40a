"""Strings that a program begins and does not end: tmux forgets them after five seconds (input.c).

From then on it draws what follows, and a viewer, who waits for the end of the string, does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gevent

from webmux.panes.floods.tracker import PaneTracker
from webmux.supervise import Nursery

FORGOTTEN_S = 5.5
"""After the beginning; we may see that later than tmux."""


class ForgottenStrings:
    """Those of one pane. Its greenlet exists only while a string is unfinished."""

    def __init__(self, tracker: PaneTracker, nursery: Nursery, on_forgotten: Callable[[], None]) -> None:
        """`on_forgotten` must not switch."""
        self._tracker = tracker
        self._nursery = nursery
        self._on_forgotten = on_forgotten
        self._number = 0
        self._due = 0.0
        self._waiting: gevent.Greenlet[..., Any] | None = None

    def close(self) -> None:
        """The hub ends."""
        if self._waiting is not None:
            self._waiting.kill(block=False)

    def check(self) -> None:
        """The tracker has new output. Does not switch."""
        if not self._tracker.in_string or self._tracker.strings == self._number:
            return
        self._number = self._tracker.strings
        self._due = time.monotonic() + FORGOTTEN_S
        if self._waiting is None:
            self._waiting = self._nursery.spawn("string", self._wait)

    def _wait(self) -> None:
        while self._is_open and (wait_s := self._due - time.monotonic()) > 0:
            gevent.sleep(wait_s)
        self._waiting = None
        if self._is_open:
            self._tracker.cut()
            self._on_forgotten()

    @property
    def _is_open(self) -> bool:
        return self._tracker.in_string and self._tracker.strings == self._number
