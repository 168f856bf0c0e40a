"""Sends the latest state to one connection, so that a slow one gets fewer messages and never old ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.errors import SubscriberClosed


class LatestPush:
    """Calls `send` in a greenlet after each `wake`; wakes during a call and its pause become one more call.

    `send` may wait for the connection. It sends whatever is latest then, or nothing.
    """

    def __init__(self, send: Callable[[], None], pause_s: float = 0.0) -> None:
        self._send = send
        self._pause_s = pause_s
        self._woken = False
        self._closed = Flag()
        self._greenlet: gevent.Greenlet[..., Any] | None = None

    def wake(self) -> None:
        """There is something to send. Never switches."""
        self._woken = True
        if (self._greenlet is None or self._greenlet.dead) and not self._closed.is_set():
            self._greenlet = gevent.spawn(self._send_all)

    def close(self) -> None:
        """Send nothing more, and wait for a call that has begun. Safe to call twice."""
        self._closed.set()
        gevent.joinall([self._greenlet] if self._greenlet is not None else [])

    def _send_all(self) -> None:
        try:
            while self._woken and not self._closed.is_set():
                self._woken = False
                self._send()
                self._closed.wait(self._pause_s)
        except SubscriberClosed:
            self._closed.set()
