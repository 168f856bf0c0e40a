"""Many viewers in one process, as cheap as can be, so that the server is what is measured.

`python -m bench.load MODE COUNT HOST PORT TOKEN SESSION MARKER`: connects, prints `ready`, waits for a
line on standard input, then reads until every viewer has seen the marker and prints one JSON line.
MODE is `optimized`, `panes`, `mirror` or `json`; SESSION may be several with commas between. Stops by itself
after 300 s.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import socket
import struct
import sys
import time
from urllib.parse import urlencode

OUTPUT, SNAPSHOT, ATTACHED, ACK = 0x01, 0x12, 0x10, 0x11
PANE_OUTPUT, PANE_SNAPSHOT, PANE_ACK = 0x16, 0x17, 0x1A
PANE_SNAPSHOT_HEAD = struct.Struct("<IQHHBBH")
PING, PONG = 0x9, 0xA
DEADLINE_S = 300.0
ACK_BYTES = 32 * 1024
ACK_S = 0.04
"""Less than the 50 ms that the contract gives."""
MASK = b"\0\0\0\0"
"""A zero mask is legal and costs the client nothing."""


def client_frame(first_byte: int, payload: bytes) -> bytes:
    """A masked client frame of at most 64 KiB."""
    if len(payload) < 126:
        return bytes((first_byte, 0x80 | len(payload))) + MASK + payload
    return struct.pack("!BBH", first_byte, 0xFE, len(payload)) + MASK + payload


def upgrade(host: str, port: int, token: str, path: str, protocol: str = "") -> socket.socket:
    """A connection that has asked for a WebSocket, perhaps of a subprotocol; the answer is yet to come."""
    sock = socket.create_connection((host, port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {token}\r\n"
    )
    if protocol:
        head += f"Sec-WebSocket-Protocol: {protocol}\r\n"
    sock.sendall(f"{head}\r\n".encode())
    return sock


class Viewer:
    """One connection; remembers the tail of its output, to find the marker across frames."""

    def __init__(self, sock: socket.socket, marker: bytes = b"") -> None:
        self.sock = sock
        self.marker = marker
        self.received = 0
        self.messages = 0
        self.snapshots = 0
        self.done_at = 0.0
        self._tail = b""
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = sock.recv(4096)
            if not more:
                raise SystemExit(f"refused: {answer!r}")
            answer += more
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise SystemExit(f"refused: {answer!r}")
        self._buffer = answer.split(b"\r\n\r\n", 1)[1]

    def read(self) -> None:
        """Take what the socket has, once."""
        data = self.sock.recv(64 * 1024)
        if not data:
            raise SystemExit("the server closed a viewer")
        buffer = self._buffer + data
        at = 0
        while (message := _message(buffer, at)) is not None:
            opcode = buffer[at] & 0x0F
            start, at = message
            if opcode == PING:
                self.sock.sendall(client_frame(0x80 | PONG, buffer[start:at]))
                continue
            self.messages += 1
            self.take(buffer[start:at])
        self._buffer = buffer[at:]
        self.after_read()

    def see(self, data: bytes) -> None:
        """Look for the marker, also across frames."""
        self.received += len(data)
        if not self.marker:
            return
        if not self.done_at and self.marker in self._tail + data:
            self.done_at = time.monotonic()
        self._tail = (self._tail + data)[-len(self.marker) :]

    def take(self, message: bytes) -> None:
        raise NotImplementedError

    def after_read(self) -> None:
        """Acknowledge, where the protocol does and enough has come."""

    def look_at_clock(self) -> None:
        """Acknowledge what has waited long enough, where the protocol does."""

    def acknowledge(self) -> None:
        """Acknowledge all that was drawn, where the protocol does."""


class Optimized(Viewer):
    """Records and acknowledgements, as rare as the contract allows."""

    offset = 0
    acked = 0
    acked_at = 0.0

    def take(self, message: bytes) -> None:
        at = 0
        while at < len(message):
            kind, length = struct.unpack_from("<BI", message, at)
            payload = message[at + 5 : at + 5 + length]
            at += 5 + length
            if kind == OUTPUT:
                self.offset += length
                self.see(payload)
            elif kind == SNAPSHOT:
                self.snapshots += 1
                [self.offset] = struct.unpack_from("<Q", payload)
                self.see(payload[8:])
            elif kind == ATTACHED:
                self.offset = json.loads(payload)["offset"]

    def after_read(self) -> None:
        if self.offset - self.acked >= ACK_BYTES or time.monotonic() - self.acked_at >= ACK_S:
            self.acknowledge()

    def look_at_clock(self) -> None:
        if self.offset != self.acked and time.monotonic() - self.acked_at >= ACK_S:
            self.acknowledge()

    def acknowledge(self) -> None:
        """Say how far this terminal is."""
        if self.offset != self.acked:
            self.acked = self.offset
            self.acked_at = time.monotonic()
            record = struct.pack("<BIQ", ACK, 8, self.offset)
            self.sock.sendall(client_frame(0x82, record))


class Panes(Viewer):
    """Native panes: acknowledges a snapshot at once, and output as rarely as the contract allows."""

    acked_at = 0.0
    due_bytes = 0
    has_snapshot = False

    def __init__(self, sock: socket.socket, marker: bytes = b"") -> None:
        self.offsets: dict[int, int] = {}
        self.due: dict[int, int] = {}
        self.frames = 0
        super().__init__(sock, marker)

    def take(self, message: bytes) -> None:
        at = 0
        while at < len(message):
            kind, length = struct.unpack_from("<BI", message, at)
            payload = message[at + 5 : at + 5 + length]
            at += 5 + length
            if kind == PANE_OUTPUT:
                [pane] = struct.unpack_from("<I", payload)
                self.offsets[pane] = self.due[pane] = self.offsets.get(pane, 0) + length - 4
                self.due_bytes += length
                self.see(payload[4:])
            elif kind == PANE_SNAPSHOT:
                pane, offset, _, _, how, _, _ = PANE_SNAPSHOT_HEAD.unpack_from(payload)
                self.offsets[pane] = self.due[pane] = offset
                self.has_snapshot = True
                self.snapshots += 1
                self.frames += how == 2
                self.see(payload[PANE_SNAPSHOT_HEAD.size :])

    def after_read(self) -> None:
        is_much = self.has_snapshot or self.due_bytes >= ACK_BYTES
        if self.due and (is_much or time.monotonic() - self.acked_at >= ACK_S):
            self.acknowledge()

    def look_at_clock(self) -> None:
        if self.due and time.monotonic() - self.acked_at >= ACK_S:
            self.acknowledge()

    def acknowledge(self) -> None:
        """Say how far the terminal of each pane is."""
        if not self.due:
            return
        offsets = b"".join(struct.pack("<IQ", pane, offset) for pane, offset in self.due.items())
        self.due.clear()
        self.due_bytes = 0
        self.has_snapshot = False
        self.acked_at = time.monotonic()
        record = struct.pack("<BI", PANE_ACK, len(offsets)) + offsets
        self.sock.sendall(client_frame(0x82, record))


class Json(Viewer):
    """Text messages."""

    def take(self, message: bytes) -> None:
        fields = json.loads(message)
        if fields["type"] == "output":
            self.see(fields["data"].encode())


def _message(buffer: bytes, at: int) -> tuple[int, int] | None:
    """Start and end of the payload of the frame at `at`, if it is whole."""
    if len(buffer) - at < 2:
        return None
    length, start = buffer[at + 1], at + 2
    if length == 126:
        if len(buffer) - at < 4:
            return None
        [length] = struct.unpack_from("!H", buffer, start)
        start += 2
    elif length == 127:
        if len(buffer) - at < 10:
            return None
        [length] = struct.unpack_from("!Q", buffer, start)
        start += 8
    return (start, start + length) if len(buffer) >= start + length else None


VIEWS: dict[str, dict[str, object]] = {
    "optimized": {},
    "mirror": {"view": "mirror", "watch": 1},
    "panes": {"view": "panes"},
}


def connect(mode: str, host: str, port: int, token: str, session: str, marker: bytes) -> Viewer:
    """One attached viewer."""
    if mode in VIEWS:
        query = urlencode({"session": session, "cols": 120, "rows": 40, **VIEWS[mode]})
        kind = Panes if mode == "panes" else Optimized
        return kind(upgrade(host, port, token, f"/ws/optimized?{query}"), marker)
    viewer = Json(upgrade(host, port, token, "/ws"), marker)
    wish = {"type": "attach-session", "sessionName": session, "cols": 120, "rows": 40}
    viewer.sock.sendall(client_frame(0x81, json.dumps(wish).encode()))
    return viewer


def pump(viewers: list[Viewer], until_s: float, done: bool) -> None:
    """Read from everybody until `until_s`, or until all have seen the marker."""
    with selectors.EpollSelector() as selector:
        for viewer in viewers:
            selector.register(viewer.sock, selectors.EVENT_READ, viewer)
        while time.monotonic() < until_s and not (done and all(v.done_at for v in viewers)):
            for key, _ in selector.select(ACK_S):
                key.data.read()
            for viewer in viewers:
                viewer.look_at_clock()


def main() -> None:
    mode, count, host, port, token, session, marker = sys.argv[1:]
    viewers = []
    sessions = session.split(",")
    for i in range(int(count)):
        viewers.append(connect(mode, host, int(port), token, sessions[i % len(sessions)], marker.encode()))
        pump(viewers, time.monotonic() + 0.02, done=False)
    pump(viewers, time.monotonic() + 1.0, done=False)
    print("ready", flush=True)
    idle = selectors.EpollSelector()
    idle.register(sys.stdin, selectors.EVENT_READ)
    for viewer in viewers:
        idle.register(viewer.sock, selectors.EVENT_READ, viewer)
    go = False
    while not go:
        for key, _ in idle.select():
            if key.data is None:
                go = True
            else:
                key.data.read()
    if sys.stdin.readline().strip() != "go":
        return
    start = time.monotonic()
    before = sum(v.received for v in viewers)
    messages = sum(v.messages for v in viewers)
    pump(viewers, start + DEADLINE_S, done=True)
    times = [v.done_at - start if v.done_at else None for v in viewers]
    print(
        json.dumps(
            {
                "seconds": None if None in times else max(t for t in times if t is not None),
                "bytes": sum(v.received for v in viewers) - before,
                "messages": sum(v.messages for v in viewers) - messages,
                "snapshots": sum(v.snapshots for v in viewers),
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
