"""The WebSocket engine under flask-sock's routes, and the only code that writes to a socket.

flask-sock's own engine (simple-websocket) sends with `socket.send`, which under gevent may write a part
of a frame and not report it. It reads without yielding to other greenlets, buffers without limit, has a
compressor for each connection, and writes a handler's exception to the stream as an HTTP 500. These
cannot all be fixed from outside, so the engine is ours: `wire.frames` reads, and one writer at a time
sends whole frames.
See docs/decisions/0002-websocket-engine.md.
"""

from __future__ import annotations

import base64
import hashlib
import math
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Any

import gevent
import gevent.socket
from gevent.lock import BoundedSemaphore

from webmux.errors import SubscriberClosed
from webmux.logs import get_logger
from webmux.web.engine.throttle import MessageBudget
from webmux.wire import codec, deflate
from webmux.wire.codec import Buffer, Frame
from webmux.wire.frames import Control, FrameReader, FrameType, Message, parse_close

log = get_logger(__name__)

RECV_BYTES = 64 * 1024
PING_INTERVAL_S = 20.0
"""Silence before a ping, and again before the peer counts as lost."""
STUCK_TIMEOUT_S = 25.0
"""A peer that takes no byte, or acknowledges nothing, for this time is lost."""
_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)  # macOS has no such option
CLOSE_TIMEOUT_S = 1.0
URGENT_MAX = 64
FRAMES_PER_CALL = 32
TLS_RECORD_BYTES = 16 * 1024  # RFC 8446 section 5.1

MAY_DEFLATE = "webmux.may_deflate"
"""In the environ of an upgrade: whether this connection may be compressed."""

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3


class WebSocket:
    """One upgraded connection. flask-sock creates it for each request, after the handshake was checked.

    One greenlet, the route's, calls `receive`; any greenlet may call `send`, `send_urgent` and
    `close`. The route must have joined every other greenlet that uses the socket and then call
    `finish`: the server closes the descriptor afterwards.
    """

    mode = "gunicorn"  # makes flask-sock end the request without a response

    def __init__(self, environ: dict[str, Any], **options: Any) -> None:
        self._socket: socket.socket = environ["gunicorn.socket"]
        self.deflate = environ.get(MAY_DEFLATE, False) and deflate.acceptable(
            environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
        )
        """Whether permessage-deflate was agreed: messages may be compressed, in both directions."""
        self._reader = FrameReader(deflate=self.deflate)
        self._lock = BoundedSemaphore(1)
        self._urgent: deque[bytes | str] = deque()
        self._waiting: deque[list[Buffer]] = deque()
        self._cut = False  # the first waiting frame is partly sent
        self._newest: dict[str, bytes] = {}
        self._messages: deque[bytes | str] = deque()
        self._budget = MessageBudget()
        self._close_sent = False
        self._dead = False
        self._received_at = time.monotonic()
        self._pinged = False
        self._writing_since = math.inf
        self.is_stuck: Callable[[float], bool] = lambda now: False
        self._deadline = gevent.get_hub().loop.timer(CLOSE_TIMEOUT_S)
        self.sendmsg_calls = 0
        self.sent_bytes = 0
        self._send = (
            partial(_send_record, self._socket) if _is_secured(self._socket) else self._socket.sendmsg
        )
        # Writes only what the kernel takes at once; gevent's own `sendmsg` waits for the rest.
        self._send_ready = None if _is_secured(self._socket) else self._socket._sock.sendmsg
        self._tune()
        self._accept(environ)

    # -- receiving -------------------------------------------------------------------------

    def receive(self) -> bytes | str:
        """Wait for the next whole message, at most 64 KiB: bytes of a binary one, str of a text.

        Pings are answered meanwhile.

        Raises:
            SubscriberClosed: closed by either side, or lost.
        """
        while not self._messages:
            if self._dead or self._close_sent:
                raise SubscriberClosed("the connection is closed")
            self._feed(self._recv())
        return self._messages.popleft()

    def finish(self) -> None:
        """End the connection for good; the route calls this last, in the greenlet that receives.

        A peer that was sent a Close frame gets a second to read it: closing with unread bytes
        would reset the connection and destroy the frame on its way (RFC 6455 section 7.1.1).
        """
        self.close(1000)
        while not self._dead and self._recv():
            pass
        self.abort()
        self._deadline.close()
        with self._lock:
            pass  # nobody is writing any more

    def _recv(self) -> bytes:
        try:
            return self._socket.recv(RECV_BYTES)
        except OSError:
            return b""

    @property
    def received_at(self) -> float:
        """When the last data came from the peer, on the monotonic clock."""
        return self._received_at

    def tick(self, now: float) -> None:
        """Check the time limits; `OpenSockets` calls this every few seconds. Never switches.

        With one ticker for all, no read and no wait of a connection needs a timer of its own.
        """
        silent_s = now - self._received_at
        if now - self._writing_since > STUCK_TIMEOUT_S:
            self.abort()
        elif silent_s > 2 * PING_INTERVAL_S:
            gevent.spawn(self.close, 1011, "no answer to a ping")
        elif self.is_stuck(now):
            gevent.spawn(self.close, 1008, "output was not acknowledged")
        elif silent_s > PING_INTERVAL_S and not self._pinged:
            self._pinged = True
            gevent.spawn(self.send_urgent, codec.control(FrameType.PING))

    def _feed(self, data: bytes) -> None:
        if not data:
            self.abort()
            return
        self._received_at = time.monotonic()
        self._pinged = False
        if self._close_sent:
            return  # data after our Close frame is ignored
        messages, violation = self._reader.feed(data)
        for message in messages:
            if not isinstance(message, Control):
                self._messages.append(message)
            elif message.kind is FrameType.PING:
                self.send_urgent(codec.control(FrameType.PONG, message.payload))
            elif message.kind is FrameType.CLOSE:
                self.close(parse_close(message.payload)[0])
                return
        if violation is not None:
            self.close(violation.code, violation.reason)
        elif not self._budget.allows(len(messages), _cost(messages, data), self._received_at):
            self.close(1008, "too many messages")

    # -- sending ---------------------------------------------------------------------------

    def send(self, frames: Iterable[Frame]) -> None:
        """Write whole frames, in order, without copying them; by one `sendmsg` if the kernel takes them.

        Raises:
            SubscriberClosed: the connection is closed or was lost meanwhile.

        Switches: while another greenlet writes, and while the peer takes no bytes.
        """
        with self._lock:
            if self._close_sent or self._dead:
                raise SubscriberClosed("the connection is closed")
            self._write(frames)

    def send_nowait(self, frames: list[Frame]) -> bool:
        """Write whole frames as far as the kernel takes them now.

        Returns:
            False if a part still waits, which the next `send` writes first, `send(())` alone.
            The caller ensures that no other `send` is about to begin, or frames change places.

        Switches: never.
        """
        if self._close_sent or self._dead or not self._lock.acquire(blocking=False):
            return self._queue(frames)
        try:
            self._queue(frames)
            if self._send_ready is None or self._urgent:
                return False
            self._write_batch(self._send_ready)
        except BlockingIOError:
            pass
        except OSError:
            self.abort()
        finally:
            self._lock.release()
        return not self._waiting

    def _queue(self, frames: Iterable[Frame]) -> bool:
        self._waiting.extend(list(frame) for frame in frames)
        return False

    def send_urgent(self, data: bytes, newest: str = "") -> None:
        """Write an encoded frame at once, or between two frames of a write that has begun.

        Of waiting frames with the same name in `newest` only the last is written.

        Switches: only if nothing else is being written and the peer takes no bytes.
        """
        if newest in self._newest:
            self._newest[newest] = data
            return
        if newest:
            self._newest[newest] = data
        self._urgent.append(newest or data)
        if len(self._urgent) > URGENT_MAX:
            self.abort()
        elif not self._waiting and self._lock.acquire(blocking=False):
            try:
                self._write(())
            finally:
                self._lock.release()

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Send a Close frame and stop; safe to call again and from any greenlet.

        The peer gets at most a second to take it. `receive` and `send` then raise.
        """
        if self._close_sent or self._dead:
            return
        self.send_urgent(codec.close(code, reason))
        self._half_close()

    def abort(self) -> None:
        """Drop the connection without a Close frame. Never switches."""
        if not self._dead:
            self._dead = True
            try:
                self._shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # already gone

    def _half_close(self) -> None:
        """End writing after our Close frame; the peer has a second to close too."""
        if self._close_sent:
            return
        self._close_sent = True
        self._deadline.start(self.abort)
        with gevent.Timeout(CLOSE_TIMEOUT_S, False), self._lock:  # type: ignore[arg-type]  # documented
            try:
                self._write(())
                self._shutdown(socket.SHUT_WR)
            except (OSError, SubscriberClosed):
                self.abort()

    def _shutdown(self, how: int) -> None:
        # A TLS socket's own `shutdown` would drop its cipher while a greenlet reads.
        gevent.socket.socket.shutdown(self._socket, how)

    def _write(self, frames: Iterable[Frame]) -> None:
        """Write frames, and urgent ones between them; the caller has the lock."""
        self._queue(frames)
        try:
            while self._waiting or self._urgent:
                begun = [self._waiting.popleft()] if self._cut else []
                while self._urgent:
                    urgent = self._urgent.popleft()
                    begun.append([self._newest.pop(urgent) if isinstance(urgent, str) else urgent])
                self._waiting.extendleft(reversed(begun))
                self._writing_since = time.monotonic()
                self._write_batch(self._send)
        except OSError as error:
            self.abort()
            raise SubscriberClosed("the connection was lost") from error
        finally:
            self._writing_since = math.inf

    def _write_batch(self, send: Callable[[list[Buffer]], int]) -> None:
        self.sendmsg_calls += 1
        sent = send([buffer for frame in islice(self._waiting, FRAMES_PER_CALL) for buffer in frame])
        self.sent_bytes += sent
        self._cut = _drop_sent(self._waiting, sent)

    # -- opening ---------------------------------------------------------------------------

    def _tune(self) -> None:
        self._socket.settimeout(None)
        if self._socket.family in (socket.AF_INET, socket.AF_INET6):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if _USER_TIMEOUT is not None:
                self._socket.setsockopt(socket.IPPROTO_TCP, _USER_TIMEOUT, int(STUCK_TIMEOUT_S * 1000))

    def _accept(self, environ: dict[str, Any]) -> None:
        key = environ["HTTP_SEC_WEBSOCKET_KEY"].strip().encode()
        accept = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
        answer = (
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n"
        )
        if self.deflate:
            answer += f"Sec-WebSocket-Extensions: {deflate.AGREED}\r\n".encode()
        try:
            self._socket.sendall(answer + b"\r\n")
        except OSError:
            self.abort()
            return
        glued = _bytes_behind_request(environ)
        if glued:
            self._feed(glued)


def _cost(messages: list[Message], data: bytes) -> int:
    """The cost of a read: its bytes, or its uncompressed bytes if these are more."""
    return max(len(data), sum(len(m) for m in messages if not isinstance(m, Control)))


def _bytes_behind_request(environ: dict[str, Any]) -> bytes:
    """Frames a client sent together with its handshake: gunicorn's parser has read them already."""
    unreader = environ["wsgi.input"].reader.unreader
    data: bytes = unreader.take_buffered()
    return data


def _is_secured(connection: socket.socket) -> bool:
    return isinstance(connection, ssl.SSLSocket)


def _send_record(connection: socket.socket, buffers: Sequence[Buffer]) -> int:
    """As `sendmsg`, for a secured connection: at most one TLS record, as OpenSSL sends no more at once."""
    if len(buffers[0]) >= TLS_RECORD_BYTES:
        return connection.send(memoryview(buffers[0])[:TLS_RECORD_BYTES])
    room, small = TLS_RECORD_BYTES, []
    for buffer in buffers:
        small.append(memoryview(buffer)[:room])
        room -= len(small[-1])
        if not room:
            break
    return connection.send(b"".join(small))


def _drop_sent(waiting: deque[list[Buffer]], sent: int) -> bool:
    """Remove the first `sent` bytes; True if that ends inside a frame."""
    while sent:
        frame = waiting[0]
        while frame and sent >= len(frame[0]):
            sent -= len(frame.pop(0))
        if frame:
            frame[0] = memoryview(frame[0])[sent:]
            return True
        waiting.popleft()
    return False
