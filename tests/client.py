"""A WebMux client in Python: does what a browser does, without a browser. Tests and benches use it."""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import struct
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Opcode as FrameOpcode
from websockets.protocol import CLIENT, Protocol, State

from webmux.wire import records
from webmux.wire.opcodes import Opcode

RECV_BYTES = 256 * 1024


class Refused(Exception):
    """The server answered the upgrade with an HTTP status."""

    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        super().__init__(f"{status}: {body[:300]!r}")
        self.status = status
        self.head = head
        self.body = body


class Closed(Exception):
    """The server closed the WebSocket; `code` is 1006 if the server sent none."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class RawSocket:
    """One WebSocket: messages in, messages out, no protocol of ours."""

    def __init__(
        self,
        host: str,
        port: int,
        path: str,
        headers: dict[str, str],
        timeout_s: float = 10.0,
        receive_buffer_bytes: int | None = None,
        deflate: bool = False,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.sock = socket.socket()
        self.sock.settimeout(timeout_s)
        if receive_buffer_bytes is not None:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
        self.sock.connect((host, port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            self.sock = context.wrap_socket(self.sock, server_hostname=host)
        self.protocol = Protocol(CLIENT, max_size=None)
        self._messages: list[bytes | str] = []
        key = base64.b64encode(os.urandom(16)).decode()
        fields = {
            "Host": f"{host}:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            **({"Sec-WebSocket-Extensions": "permessage-deflate"} if deflate else {}),
            **headers,
        }
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        self.sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._open()

    def _open(self) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.sock.recv(4096)
            if not more:
                raise Refused(0, data, b"")
            data += more
        head, rest = data.split(b"\r\n\r\n", 1)
        status = int(head.split(b" ", 2)[1])
        if status != 101:
            while not rest.count(b"{") == rest.count(b"}") > 0 and (more := self.sock.recv(4096)):
                rest += more
            self.close()
            raise Refused(status, head, rest)
        self.deflates = b"permessage-deflate" in head
        if self.deflates:
            self.protocol.extensions = [PerMessageDeflate(True, True, 15, 15)]
        self._feed(rest)

    def send(self, message: bytes | str) -> None:
        """Send one whole message; nothing if the server has closed already."""
        if self.protocol.state is not State.OPEN:
            return
        if isinstance(message, str):
            self.protocol.send_text(message.encode())
        else:
            self.protocol.send_binary(message)
        self._flush()

    def receive(self) -> bytes | str:
        """The next message.

        Raises:
            Closed: the server ended the connection.
            TimeoutError: nothing came in time.
        """
        while not self._messages:
            if self.protocol.close_rcvd is not None:
                raise Closed(self.protocol.close_rcvd.code, self.protocol.close_rcvd.reason)
            try:
                data = self.sock.recv(RECV_BYTES)
            except ConnectionResetError:
                data = b""
            if not data:
                raise Closed(1006, "")
            self._feed(data)
        return self._messages.pop(0)

    def close(self) -> None:
        """Cut the connection without a word."""
        self.sock.close()

    def _feed(self, data: bytes) -> None:
        if data:
            self.protocol.receive_data(data)
        for frame in self.protocol.events_received():
            if frame.opcode is FrameOpcode.BINARY:
                self._messages.append(bytes(frame.data))
            elif frame.opcode is FrameOpcode.TEXT:
                self._messages.append(bytes(frame.data).decode())
        self._flush()

    def _flush(self) -> None:
        for data in self.protocol.data_to_send():
            try:
                self.sock.sendall(data)
            except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
                return  # what the server sent before it closed can still be read


def shows(screen: bytes | bytearray, text: bytes) -> bool:
    """Whether these bytes were drawn. tmux 3.7 redraws without the blanks at the end of a row."""
    return text in screen or (text.endswith(b" ") and text.rstrip(b" ") + b"\x1b[" in screen)


def wait_all(clients: Sequence[TerminalClient], found: Any, timeout_s: float = 10.0) -> None:
    """As `wait`, for each client; all are read meanwhile, so that the server closes none as idle."""
    check = found if callable(found) else (lambda client: shows(client.screen, found))
    deadline = time.monotonic() + timeout_s
    waiting = [client for client in clients if not check(client)]
    while waiting:
        assert time.monotonic() < deadline, f"not seen by {len(waiting)}: {found!r}"
        told = [client for client in clients if client.pump(0.01)]
        waiting = [client for client in waiting if client not in told or not check(client)]


class TerminalClient:
    """A subscriber of `/ws/optimized` that acknowledges what it reads.

    `screen` holds every terminal byte since the last Snapshot: fed to a reference terminal it
    gives what a browser would show.
    """

    def __init__(self, server: Any, session: str, *, ack: bool = True, **query: Any) -> None:
        raw = {key: query.pop(key) for key in ("receive_buffer_bytes", "deflate") if key in query}
        path = "/ws/optimized?" + urlencode({"session": session, "cols": 80, "rows": 24, **query})
        self.socket = RawSocket(
            server.host, server.port, server.base_path + path, server.bearer, context=server.context, **raw
        )
        self.acks = ack
        self.screen = bytearray()
        self.offset = 0
        self.attached: dict[str, Any] = {}
        self.size = (0, 0)
        self.events: list[dict[str, Any]] = []
        self.others: list[tuple[int, bytes]] = []
        self.snapshots = 0
        self.output_bytes = 0

    # -- out -------------------------------------------------------------------------------

    def send(self, opcode: int, payload: bytes = b"") -> None:
        self.socket.send(struct.pack("<BI", opcode, len(payload)) + payload)

    def type(self, text: bytes | str) -> None:
        self.send(Opcode.INPUT, text.encode() if isinstance(text, str) else text)

    def resize(self, cols: int, rows: int) -> None:
        self.send(Opcode.RESIZE, struct.pack("<HH", cols, rows))

    def command(self, name: str, /, **args: Any) -> None:
        self.send(Opcode.COMMAND, json.dumps({"id": 1, "name": name, "args": args}).encode())

    def ask(self, name: str, /, **args: Any) -> dict[str, Any]:
        """Send a command and wait for its Reply; other records before it are dropped."""
        self.command(name, **args)
        self.wait(lambda client: any(client.of(Opcode.REPLY)))
        reply: dict[str, Any] = list(self.of(Opcode.REPLY))[-1]
        self.others.clear()
        return reply

    def ack(self) -> None:
        self.send(Opcode.ACK, struct.pack("<Q", self.offset))

    # -- in --------------------------------------------------------------------------------

    def pump(self, timeout_s: float = 0.05) -> bool:
        """Take one message if one arrives in time; False if none does."""
        self.socket.sock.settimeout(timeout_s)
        try:
            message = self.socket.receive()
        except (TimeoutError, BlockingIOError):
            return False
        finally:
            self.socket.sock.settimeout(10)
        assert isinstance(message, bytes)
        before = self.offset
        for opcode, payload in records.split(message):
            self._take(opcode, payload)
        if self.acks and self.offset != before:
            self.ack()
        return True

    def wait(self, found: Any, timeout_s: float = 10.0) -> None:
        """Read until `found(self)` is true, or until these bytes are on the screen.

        Raises:
            AssertionError: not in time.
        """
        check = found if callable(found) else (lambda client: shows(client.screen, found))
        deadline = time.monotonic() + timeout_s
        while not check(self):
            assert time.monotonic() < deadline, f"not seen: {found!r} in {bytes(self.screen[-500:])!r}"
            self.pump()

    def settle(self, quiet_s: float = 0.3) -> None:
        """Read until no message arrives for `quiet_s`."""
        while self.pump(quiet_s):
            pass

    def until_closed(self, timeout_s: float = 10.0) -> Closed:
        """Read on until the server closes; how it did."""
        deadline = time.monotonic() + timeout_s
        try:
            while time.monotonic() < deadline:
                self.pump(0.2)
        except Closed as closed:
            return closed
        raise AssertionError("the server did not close the connection")

    def of(self, opcode: int) -> Iterator[dict[str, Any]]:
        """The JSON of every record of a type that is stored separately."""
        return (json.loads(payload) for kind, payload in self.others if kind == opcode)

    def close(self) -> None:
        self.socket.close()

    def _take(self, opcode: int, payload: memoryview) -> None:
        match opcode:
            case Opcode.OUTPUT:
                self.screen += payload
                self.offset += len(payload)
                self.output_bytes += len(payload)
            case Opcode.SNAPSHOT:
                self.offset = struct.unpack("<Q", payload[:8])[0]
                self.screen[:] = payload[8:]
                self.snapshots += 1
            case Opcode.ATTACHED:
                self.attached = json.loads(bytes(payload))
                self.offset = self.attached["offset"]
                self.size = (self.attached["size"]["cols"], self.attached["size"]["rows"])
            case Opcode.RESIZE:
                self.size = struct.unpack("<HH", payload)
            case Opcode.EVENT:
                self.events.append(json.loads(bytes(payload)))
            case _:
                self.others.append((opcode, bytes(payload)))


class Recorder(TerminalClient):
    """Keeps every Output byte; `bytes` starts at `first_offset`. A gap in the offsets is an error."""

    def __init__(self, server: Any, session: str, **query: Any) -> None:
        self.first_offset = -1
        self.bytes = bytearray()
        super().__init__(server, session, **query)

    def _take(self, opcode: int, payload: memoryview) -> None:
        if opcode == Opcode.OUTPUT:
            if self.first_offset < 0:
                self.first_offset = self.offset
            assert self.first_offset + len(self.bytes) == self.offset, "a gap in the output"
            self.bytes += payload
        super()._take(opcode, payload)
