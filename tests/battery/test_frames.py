"""WebSocket frames: the close code of each row, sent to a terminal that another client uses."""

from __future__ import annotations

import random
import socket
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import gevent
import pytest

from tests.battery.raw import upgraded
from tests.frames import BINARY, CLOSE, CONT, PING, PONG, TEXT, Peer, claim, frame
from tests.server import Server
from webmux.web.engine.throttle import MESSAGES_BURST
from webmux.wire import records
from webmux.wire.opcodes import Opcode

TERMINAL = "/ws/optimized?session=steady"
JSON = "/ws"
RST = struct.pack("ii", 1, 0)
RESERVED = {1: 0x40, 2: 0x20, 3: 0x10}


def close(code: int, reason: bytes = b"") -> bytes:
    return frame(CLOSE, struct.pack("!H", code) + reason)


def bomb() -> bytes:
    """200 MB of nothing, as a compressed message would carry it."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(packed.compress(bytes(1 << 20)) for _ in range(200)) + packed.flush()


def noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(200)


CLOSED = [
    ("W1 unmasked", frame(BINARY, b"x", mask=False), 1002),
    *((f"W2 RSV{bit}", frame(BINARY, b"x", rsv=value), 1002) for bit, value in RESERVED.items()),
    ("W3 opcode 3", frame(3, b"x"), 1002),
    ("W3 opcode 0xB", frame(0xB, b"x"), 1002),
    ("W4 ping of 126 bytes", frame(PING, b"x" * 126), 1002),
    ("W4 ping in pieces", frame(PING, b"x", fin=False), 1002),
    ("W5 close of 1 byte", frame(CLOSE, b"\x03"), 1002),
    ("W5 close 999", close(999), 1002),
    ("W5 close 1005", close(1005), 1002),
    ("W5 close 2999", close(2999), 1002),
    ("W6 close 1012", close(1012), 1012),
    ("W6 close 4000", close(4000, "tschüß".encode()), 4000),
    ("W6 close without a code", frame(CLOSE), 1005),
    ("W7 bad reason", close(1000, b"\xff"), 1007),
    ("W8 bad text", frame(TEXT, b"\xff"), 1007),
    ("W8 surrogate", frame(TEXT, b"\xed\xa0\x80"), 1007),
    ("W10 continuation first", frame(CONT, b"x"), 1002),
    ("W10 text in a fragment", frame(TEXT, b"x", fin=False) + frame(TEXT, b"y"), 1002),
    ("W11 claims 2^63", claim(BINARY, 2**63), 1009),
    ("W11 claims 2^62", claim(BINARY, 2**62), 1009),
    ("W11 claims 65537", claim(BINARY, 65_537), 1009),
    ("W13", frame(BINARY, fin=False) + frame(CONT, fin=False) * 10_000, 1009),
    ("W14", frame(BINARY, b"x", fin=False) + frame(CONT, b"x" * 60_000, fin=False) * 200, 1009),
    ("W15", frame(BINARY, records.record(Opcode.PING, b"x")) * 945_600, 1008),
    ("W16", frame(BINARY, bomb(), rsv=RESERVED[1]), 1002),
    ("W17", frame(PING) * MESSAGES_BURST * 3, 1008),
    ("W21", close(1000) + frame(BINARY, records.record(Opcode.INPUT, b"late\r")), 1000),
    ("W24 seed 1", noise(1), 1002),
    ("W24 seed 2", noise(2), 1002),
    ("W24 seed 3", noise(3), 1002),
]


@pytest.mark.parametrize(("data", "code"), [row[1:] for row in CLOSED], ids=[row[0] for row in CLOSED])
def test_bad_frames_close_the_socket(data: bytes, code: int, target: Server) -> None:
    """The close code of the row; input after the bad frame is never typed."""
    with upgraded(target, TERMINAL) as peer:
        # Beside the reading, as clients do: the server waits a second for who does not read its close frame.
        sending = gevent.spawn(_send, peer, data)
        assert code == peer.close_code()
        sending.kill()


def _send(peer: Peer, data: bytes) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):  # the server has seen enough
        peer.sock.sendall(data)


def answer_of(peer: Peer, opcode: int, start: bytes) -> bytes:
    """The next frame of this opcode whose payload begins with `start`."""
    while True:
        got, payload = peer.read_frame()
        if got == opcode and payload.startswith(start):
            return payload


def test_w9_text_cut_inside_a_character(target: Server) -> None:
    text = '{"type":"ping","of":"ü"}'.encode()
    cut = text.index("ü".encode()) + 1
    with upgraded(target, JSON) as peer:
        peer.sock.sendall(frame(TEXT, text[:cut], fin=False) + frame(PING, b"?") + frame(CONT, text[cut:]))
        assert (PONG, b"?") == peer.read_frame()
        assert b'{"type": "pong"}' == answer_of(peer, TEXT, b"{")


@pytest.mark.parametrize("form", ["!BBH", "!BBQ"], ids=["W12 16 bits", "W12 64 bits"])
def test_lengths_written_longer_than_needed(form: str, target: Server) -> None:
    """Accepted: they say nothing that could be read in two ways."""
    message = records.record(Opcode.PING, b"12")
    marker = 126 if form == "!BBH" else 127
    with upgraded(target, TERMINAL) as peer:
        peer.sock.sendall(struct.pack(form, 0x80 | BINARY, 0x80 | marker, len(message)) + bytes(4) + message)
        answer_of(peer, BINARY, records.record(Opcode.PONG, b"12"))


def test_w22_frames_in_the_packet_of_the_handshake(target: Server) -> None:
    glued = frame(BINARY, records.record(Opcode.PING, b"22"))
    with upgraded(target, TERMINAL, glued=glued) as peer:
        answer_of(peer, BINARY, records.record(Opcode.PONG, b"22"))


@pytest.mark.parametrize("data", [b"\xff" * 20, frame(BINARY)[:1]], ids=["W22 noise", "W22 half a header"])
def test_bad_frames_in_the_packet_of_the_handshake(data: bytes, target: Server) -> None:
    """A violation is found as soon as it is one; half a header waits for the rest."""
    rest = b"" if len(data) > 2 else b"\x00"
    with upgraded(target, TERMINAL, glued=data) as peer:
        peer.sock.sendall(rest)
        assert 1002 == peer.close_code()


def reset(peer: Peer) -> None:
    peer.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
    peer.sock.close()


def cut_inside_a_frame(peer: Peer) -> None:
    peer.sock.sendall(frame(BINARY, b"x" * 100)[:50])
    peer.sock.close()


def half_close(peer: Peer) -> None:
    peer.sock.shutdown(socket.SHUT_WR)
    with pytest.raises(EOFError):
        peer.close_code()


@pytest.mark.parametrize("go", [reset, cut_inside_a_frame, half_close], ids=lambda go: f"W20 {go.__name__}")
def test_w20_peers_that_vanish(go: Callable[[Peer], None], target: Server) -> None:
    """Twenty times; the last test of this file checks that their resources are freed."""
    for _ in range(20):
        with upgraded(target, TERMINAL) as peer:
            go(peer)


def test_w16_a_compression_bomb(start_server: Callable[..., Server]) -> None:
    """1009 as soon as it grows beyond a message."""
    server = start_server("--compression", "on")
    server.tmux("new-session", "-d", "-s", "steady", "sleep 60")
    with upgraded(server, TERMINAL, "Sec-WebSocket-Extensions: permessage-deflate") as peer:
        assert b"permessage-deflate" in peer.head
        packed = zlib.compressobj(9, zlib.DEFLATED, -15)
        small = packed.compress(bytes(20 << 20)) + packed.flush(zlib.Z_SYNC_FLUSH)
        assert len(small) < 64 * 1024
        peer.sock.sendall(frame(BINARY, small.removesuffix(b"\0\0\xff\xff"), rsv=RESERVED[1]))
        assert 1009 == peer.close_code()
