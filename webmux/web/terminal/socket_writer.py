"""Sends the events of one subscriber: at once if its socket is idle, else in a greenlet of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.errors import SourceClosed, SubscriberClosed
from webmux.events import Exited
from webmux.hub.viewer import Viewer
from webmux.logs import get_logger
from webmux.web.engine.transport import WebSocket
from webmux.wire import codec
from webmux.wire.codec import Frame

log = get_logger(__name__)


class SocketWriter:
    """The only sender of a subscriber's events. `wake` may be called before `start`."""

    def __init__(
        self,
        ws: WebSocket,
        before_exit: Callable[[], None] = lambda: None,
        encode: Callable[..., Frame] = codec.encode,
        close_codes: Mapping[str, int] | None = None,
    ) -> None:
        """`before_exit` is called before Exit is sent, for a last record; it must not raise.

        `close_codes` has the reasons of Exit after which another code follows than 4410.
        """
        self._ws = ws
        self._before_exit = before_exit
        self._encode_event = encode
        self._close_codes = close_codes or {}
        self._ready = Flag()
        self.is_idle = False
        """Whether the greenlet waits, so that others can send."""
        self._subscriber: Viewer | None = None
        self._greenlet: gevent.Greenlet[..., Any] | None = None

    def start(self, subscriber: Viewer) -> None:
        """Start to send."""
        self._subscriber = subscriber
        subscriber.flush = self.flush
        self._greenlet = gevent.spawn(self._write_all, subscriber)
        self._greenlet.name = f"writer {subscriber.hub.id}"

    def wake(self) -> None:
        """There may be something to send. Never switches."""
        self._ready.set()

    def flush(self) -> None:
        """Send new output in the calling greenlet, as far as the kernel takes it. Never switches.

        So an echo needs no other greenlet. If the writer is sending, it sends this output too, in order.
        """
        if not self.is_idle or self._subscriber is None or self._ready.is_set():
            self._ready.set()
            return
        try:
            events = self._subscriber.take()
        except SubscriberClosed:
            self._ready.set()
            return
        if events and not self._ws.send_nowait(self._encode(events)):
            self._ready.set()

    def stop(self) -> None:
        """Wait until the greenlet has ended; the subscriber has left before."""
        self._ready.set()
        if self._greenlet is not None:
            self._greenlet.join()

    def _write_all(self, subscriber: Viewer) -> None:
        try:
            while True:
                events = subscriber.take()
                if not events:
                    self._wait()
                    continue
                if isinstance(events[-1], Exited):
                    self._before_exit()
                self._ws.send(self._encode(events))
                if isinstance(events[-1], Exited):
                    reason = events[-1].reason
                    self._ws.close(self._close_codes.get(reason, SourceClosed.close_code), reason)
                    return
        except SubscriberClosed:
            pass
        except Exception:
            log.exception("writer crashed", hub=subscriber.hub.id)
            self._ws.close(1011, "internal error")

    def _wait(self) -> None:
        """Wait to be woken, then write what `flush` could not write."""
        self._ready.clear()
        self.is_idle = True
        try:
            self._ready.wait()
        finally:
            self.is_idle = False
        self._ws.send(())

    def _encode(self, events: list[Any]) -> list[Frame]:
        return [self._encode_event(event, deflate=self._ws.deflate) for event in events]
