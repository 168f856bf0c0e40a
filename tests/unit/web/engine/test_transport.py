"""The WebSocket engine over a socket pair: hostile frames, partial sends, endings."""

from __future__ import annotations

import os
import struct
import time
from types import SimpleNamespace

import gevent
import pytest
from gevent import socket

from tests.frames import BINARY, CLOSE, CONT, PING, PONG, TEXT, Peer, claim, frame
from tests.support import eventually, no_switch
from webmux.errors import SubscriberClosed
from webmux.web.engine import throttle, transport
from webmux.web.engine.transport import PING_INTERVAL_S, STUCK_TIMEOUT_S, WebSocket
from webmux.wire import codec
from webmux.wire.frames import FRAGMENTS_MAX


@pytest.fixture
def pair(monkeypatch):
    """A server WebSocket with a greenlet that receives, and its peer."""
    monkeypatch.setattr(transport, "CLOSE_TIMEOUT_S", 0.1)
    made = []

    def make(glued: bytes = b"", handler=None):
        ours, theirs = socket.socketpair()
        unreader = SimpleNamespace(take_buffered=lambda: glued)
        environ = {
            "gunicorn.socket": ours,
            "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
            "wsgi.input": SimpleNamespace(reader=SimpleNamespace(unreader=unreader)),
        }
        ws = WebSocket(environ)
        received = []

        def serve():
            try:
                while True:
                    (handler or received.append)(ws.receive())
            except SubscriberClosed:
                pass
            finally:
                ws.finish()
                ours.close()

        greenlet = gevent.spawn(serve)
        peer = Peer(theirs)
        made.append((greenlet, theirs))
        return ws, peer, received, greenlet

    yield make
    for greenlet, theirs in made:
        theirs.close()
        greenlet.join(5)
        assert greenlet.dead


def test_the_reply_to_the_handshake_is_that_of_the_rfc(pair):
    """The sample key of RFC 6455 section 1.3."""
    _, peer, _, _ = pair()
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in peer.head
    assert b"Extensions" not in peer.head


def test_messages_arrive_whole_from_any_pieces(pair):
    """Fragments, a ping between them, and text cut inside a character."""
    _, peer, received, _ = pair()
    peer.sock.sendall(frame(BINARY, b"one") + frame(BINARY, b"tw", fin=False) + frame(PING, b"?"))
    peer.sock.sendall(frame(CONT, b"o"))
    peer.sock.sendall(frame(TEXT, "ü".encode()[:1], fin=False) + frame(CONT, "ü".encode()[1:]))
    eventually(lambda: received == [b"one", b"two", "ü"])
    assert peer.read_frame() == (PONG, b"?")


def test_frames_in_the_packet_of_the_handshake_are_not_lost(pair):
    """gunicorn's parser has read them already."""
    _, _, received, _ = pair(glued=frame(BINARY, b"early"))
    eventually(lambda: received == [b"early"])


HOSTILE = {
    "unmasked": (frame(BINARY, b"x", mask=False), 1002),
    "rsv1": (frame(BINARY, b"x", rsv=0x40), 1002),
    "rsv3": (frame(BINARY, b"x", rsv=0x10), 1002),
    "opcode 3": (frame(3, b"x"), 1002),
    "opcode 0xB": (frame(0xB, b"x"), 1002),
    "long ping": (frame(PING, b"x" * 126), 1002),
    "fragmented ping": (frame(PING, b"x", fin=False), 1002),
    "close of one byte": (frame(CLOSE, b"\x03"), 1002),
    "close 1005": (frame(CLOSE, struct.pack("!H", 1005)), 1002),
    "close with bad UTF-8": (frame(CLOSE, struct.pack("!H", 1000) + b"\xff"), 1007),
    "text of bad UTF-8": (frame(TEXT, b"\xff"), 1007),
    "text of a surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "continuation first": (frame(CONT, b"x"), 1002),
    "text inside a fragment": (frame(TEXT, b"x", fin=False) + frame(TEXT, b"y"), 1002),
    "too big": (frame(BINARY, b"x" * 65537), 1009),
    "claims 2^62": (claim(BINARY, 2**62), 1009),
    "claims 2^63": (claim(BINARY, 2**63), 1009),
    "empty fragments": (
        frame(BINARY, b"", fin=False) + frame(CONT, b"", fin=False) * FRAGMENTS_MAX,
        1009,
    ),
    "fragments over the limit": (
        frame(BINARY, b"x" * 40_000, fin=False) + frame(CONT, b"x" * 40_000),
        1009,
    ),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_frame_gets_its_close_code(pair, data, code):
    """And nothing of it reaches the handler."""
    _, peer, received, greenlet = pair()
    peer.sock.sendall(data)
    assert code == peer.close_code()
    greenlet.join(3)
    assert greenlet.dead
    assert not received


@pytest.mark.parametrize("code", [1000, 1012, 4000])
def test_a_close_is_echoed_and_later_data_is_ignored(pair, code):
    """RFC 6455 section 5.5.1."""
    _, peer, received, greenlet = pair()
    peer.sock.sendall(frame(CLOSE, struct.pack("!H", code)) + frame(BINARY, b"late"))
    assert code == peer.close_code()
    peer.sock.close()
    greenlet.join(3)
    assert greenlet.dead
    assert not received


@pytest.mark.parametrize("data", [b"", frame(BINARY, b"abc")[:5], os.urandom(200)])
def test_a_peer_that_vanishes_ends_the_connection(pair, data):
    """Between frames, inside one, or after nonsense."""
    _, peer, _, greenlet = pair()
    peer.sock.sendall(data)
    peer.sock.close()
    greenlet.join(3)
    assert greenlet.dead


def test_a_slow_reader_gets_every_frame_whole(pair):
    """Partial writes are continued, and two writers never mix: 400 frames of two sizes."""
    ws, peer, _, _ = pair()
    payloads = [bytes([i % 256]) * (40_000 + i) for i in range(200)]

    def write(part):
        for payload in part:
            ws.send([codec.binary(payload), codec.binary(payload[:100])])

    writers = [gevent.spawn(write, payloads[0::2]), gevent.spawn(write, payloads[1::2])]
    got = []
    while len(got) < 400:
        got.append(peer.read_frame()[1])
        gevent.sleep(0)
    gevent.joinall(writers)
    assert sorted(got) == sorted(payloads + [payload[:100] for payload in payloads])


def test_a_reply_overtakes_pending_output(pair):
    """A pong is sent between two frames, not after a megabyte."""
    ws, peer, _, _ = pair()
    writer = gevent.spawn(ws.send, [codec.binary(b"x" * 60_000)] * 100)
    gevent.sleep(0.01)
    peer.sock.sendall(frame(PING, b"now"))
    gevent.sleep(0.01)
    seen = 0
    while peer.read_frame() != (PONG, b"now"):
        seen += 1
    assert seen < 20  # what the kernel had taken, and a call that was waiting
    for _ in range(100 - seen):
        peer.read_frame()
    writer.join()


def test_many_small_messages_need_few_system_calls(pair):
    """A hundred messages take at most four calls."""
    ws, peer, _, _ = pair()
    ws.send([codec.binary(b"small")] * 100)
    assert [peer.read_frame()[1] for _ in range(100)] == [b"small"] * 100
    assert ws.sendmsg_calls <= 4


def test_closing_from_another_greenlet_ends_the_route(pair):
    """A revoked login: the client gets the code and the greenlet of the route ends."""
    ws, peer, _, greenlet = pair()
    ws.close(4401, "login ended")
    assert peer.close_code() == 4401
    greenlet.join(3)
    assert greenlet.dead
    with pytest.raises(SubscriberClosed):
        ws.send([codec.binary(b"x")])


def test_a_peer_that_ignores_our_close_is_dropped(pair):
    """It gets a second."""
    ws, _, _, greenlet = pair()
    ws.close(1000)
    greenlet.join(3)
    assert greenlet.dead


def test_a_silent_connection_gets_a_ping_and_is_then_closed(pair):
    """A cut cable says nothing; a living peer answers."""
    ws, peer, _, greenlet = pair()
    start = time.monotonic()
    ws.tick(start + PING_INTERVAL_S - 1)
    ws.tick(start + PING_INTERVAL_S + 1)
    ws.tick(start + PING_INTERVAL_S + 6)
    assert peer.read_frame() == (PING, b"")
    peer.sock.sendall(frame(PONG))
    gevent.sleep(0.01)
    ws.tick(time.monotonic() + PING_INTERVAL_S + 1)
    assert peer.read_frame() == (PING, b"")
    ws.tick(time.monotonic() + 2 * PING_INTERVAL_S + 1)
    assert peer.close_code() == 1011
    greenlet.join(3)
    assert greenlet.dead


def test_a_peer_that_never_reads_is_dropped(pair):
    """Its kernel accepts nothing more; a ping would never reach it."""
    ws, _, _, greenlet = pair()
    writer = gevent.spawn(ws.send, [codec.binary(b"x" * 60_000)] * 50)
    gevent.sleep(0.01)
    ws.tick(time.monotonic() + STUCK_TIMEOUT_S - 1)
    assert not writer.dead
    ws.tick(time.monotonic() + STUCK_TIMEOUT_S + 1)
    with pytest.raises(SubscriberClosed):
        writer.get()
    greenlet.join(3)
    assert greenlet.dead


def test_a_peer_that_acknowledges_nothing_is_closed(pair):
    """The caller decides when a client is stuck."""
    ws, peer, _, _ = pair()
    ws.is_stuck = lambda now: True
    ws.tick(time.monotonic())
    assert peer.close_code() == 1008


def test_a_flood_of_messages_is_cut_off(pair, monkeypatch):
    """More than the budget closes with 1008; memory never grows with it."""
    monkeypatch.setattr(throttle, "MESSAGES_BURST", 500)
    _, peer, _, _ = pair()
    flood = frame(PING) * 3000
    sender = gevent.spawn(lambda: peer.sock.sendall(flood))
    assert peer.close_code() == 1008
    sender.kill()


def test_a_peer_that_reads_nothing_cannot_block_its_own_input(pair):
    """Keys still arrive while a megabyte of output waits."""
    ws, peer, received, _ = pair()
    writer = gevent.spawn(ws.send, [codec.binary(b"x" * 60_000)] * 50)
    gevent.sleep(0.01)
    assert not writer.dead
    peer.sock.sendall(frame(BINARY, b"\x03"))
    eventually(lambda: received == [b"\x03"])
    ws.abort()
    with pytest.raises(SubscriberClosed):
        writer.get()


def test_bytes_that_the_kernel_accepts_are_sent_without_a_switch(pair):
    """An echo is sent in the greenlet that read it."""
    ws, peer, _, _ = pair()
    with no_switch():
        assert ws.send_nowait([codec.binary(b"echo")])
    assert peer.read_frame() == (BINARY, b"echo")


def test_bytes_that_the_kernel_does_not_accept_are_sent_first_and_whole(pair):
    """The rest of a cut frame, then frames sent after it, and an answer between two of them."""
    ws, peer, received, _ = pair()
    large = b"x" * 60_000
    with no_switch():
        assert not ws.send_nowait([codec.binary(large)] * 50)
        assert not ws.send_nowait([codec.binary(b"late")])
    peer.sock.sendall(frame(PING, b"?") + frame(BINARY, b"key"))
    eventually(lambda: received == [b"key"])  # the answer to the ping did not wait for the peer
    writer = gevent.spawn(ws.send, [codec.binary(b"last")])
    frames = [peer.read_frame() for _ in range(53)]
    writer.get(timeout=5)
    frames.remove((PONG, b"?"))
    assert frames == [(BINARY, large)] * 50 + [(BINARY, b"late"), (BINARY, b"last")]
