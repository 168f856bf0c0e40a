"""Records and JSON messages: lying lengths, impossible sizes, ids of others, and bytes that must arrive."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.battery.raw import UPGRADE, ask, send_json
from tests.client import Closed, RawSocket, TerminalClient
from tests.people import seen_by
from tests.server import Server
from tests.support import eventually
from tests.tmux import tmux_is
from webmux.wire import records
from webmux.wire.opcodes import Opcode

KIB = 1024
UNKNOWN = 0x7E
PASTE_BYTES = 10 * KIB * KIB
ALL_C0 = bytes(code for code in range(1, 32) if code != 0x1B)
"""Without Escape: tmux waits for what may follow it."""


@pytest.fixture
def client(target: Server) -> Iterator[TerminalClient]:
    """A second connection to the session of another client."""
    second = TerminalClient(target, "steady")
    second.wait(b"$ ")
    yield second
    second.close()


@pytest.fixture
def simple(target: Server) -> Iterator[RawSocket]:
    """A client of `/ws`."""
    socket = RawSocket(target.host, target.port, "/ws", target.bearer)
    yield socket
    socket.close()


def codes(client: TerminalClient) -> list[str]:
    return [error["code"] for error in client.of(Opcode.ERROR)]


def ack(offset: int) -> bytes:
    return records.record(Opcode.ACK, struct.pack("<Q", offset))


BROKEN = [
    ("P1 no type", b""),
    ("P1 cut header", b"\x03\x01\x00"),
    ("P1 lying length", b"\x03\xff\x00\x00\x00x"),
    ("P5 never sent", ack(2**40)),
    ("P5 2^53+1", ack(2**53 + 1)),
    ("P5 -1", ack(2**64 - 1)),
    ("P5 short", records.record(Opcode.ACK, b"\x01")),
    ("P7 short", records.record(Opcode.RESIZE, b"\x01")),
    ("P7 long", records.record(Opcode.RESIZE, bytes(5))),
    ("P9 ping of 126 bytes", records.record(Opcode.PING, b"x" * 126)),
]


@pytest.mark.parametrize("message", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_broken_records(message: bytes, client: TerminalClient) -> None:
    client.socket.send(message)
    assert 4400 == client.until_closed().code


def test_p1_unknown_types(client: TerminalClient) -> None:
    """Four get an error each, one with 1 KB among them; the fifth closes."""
    for payload in (b"", b"x", b"x" * KIB, b""):
        client.send(UNKNOWN, payload)
    client.wait(lambda c: ["unknown_type"] * 4 == codes(c))
    client.send(UNKNOWN)
    assert 4400 == client.until_closed().code


NO_MESSAGES = ["", "{", "[]", '{"type":5}', '{"type":"input","data":5}', "[" * 5000]


@pytest.mark.parametrize("text", NO_MESSAGES, ids=[f"P1 {text[:20]}" for text in NO_MESSAGES])
def test_messages_without_records(text: str, simple: RawSocket) -> None:
    """An error, and the socket stays open: one bad message must not end a terminal."""
    simple.send(text)
    assert "error" == json.loads(simple.receive())["type"]
    simple.send('{"type":"ping"}')
    assert "pong" == json.loads(simple.receive())["type"]


@pytest.mark.parametrize(
    "opcode", [code for code in Opcode if code in range(0x10, 0x1B) and code != Opcode.ACK] + [Opcode.REPLY]
)
def test_p1_record_types_of_the_server(opcode: Opcode, client: TerminalClient) -> None:
    """From a client they are unknown."""
    client.send(opcode, b"{}")
    client.wait(lambda c: ["unknown_type"] == codes(c))


def test_p2_text_on_the_record_socket(client: TerminalClient) -> None:
    client.socket.send("hello")
    assert 1003 == client.until_closed().code


def test_p2_records_on_the_json_socket(simple: RawSocket) -> None:
    simple.send(b"hello")
    with pytest.raises(Closed) as closed:
        simple.receive()
    assert 1003 == closed.value.code


@pytest.mark.parametrize(
    ("cols", "rows"), [(0, 0), (0, 24), (80, 0), (1, 24), (501, 24), (80, 201), (20_000, 20_000)]
)
def test_p7_impossible_sizes(cols: int, rows: int, target: Server, client: TerminalClient) -> None:
    """An error; tmux is not called."""
    client.resize(cols, rows)
    client.wait(lambda c: ["bad_size"] == codes(c))
    assert "80x24" in target.terminals("#{client_width}x#{client_height}")


WRONG_SIZES = ["0", "-1", "1.5", "", "null", "1000000000", "501", "0x50", "٨٠", "1e2", "+80", "9" * 900]


@pytest.mark.parametrize("size", WRONG_SIZES)
def test_p7_in_a_query(size: str, target: Server) -> None:
    """An HTTP answer: nothing is upgraded."""
    escaped = "".join(f"%{byte:02x}" for byte in size.encode())
    path = f"/ws/optimized?session=steady&cols={escaped}"
    answer = ask(target, f"GET {path} HTTP/1.1", "Host: {host}", *UPGRADE)
    is_number = size.isascii() and size.isdigit() and len(size) < 20
    assert (400, "bad_size" if is_number else "bad_field") == answer.told


@pytest.mark.parametrize("size", [0, -1, 1.5, "80", None, 10**9, True, [80], {}])
def test_p7_in_a_message(size: object, simple: RawSocket) -> None:
    for message in (
        {"type": "attach-session", "sessionName": "steady", "cols": size, "rows": 24},
        {"type": "resize", "cols": 80, "rows": size},
    ):
        simple.send(json.dumps(message))
        told = json.loads(simple.receive())
        assert "error" == told["type"]
        assert told["message"].startswith(("cols: ", "rows: "))


def test_p8_a_thousand_resizes(target: Server) -> None:
    """The last one wins."""
    target.tmux("new-session", "-d", "-s", "sized", "-x", "80", "-y", "24", "sleep 60")
    client = TerminalClient(target, "sized", own=1)
    try:
        for number in range(1000):
            client.resize(40 + number % 100, 10 + number % 50)
        client.resize(77, 33)
        client.wait(lambda c: c.size == (77, 33))
        eventually(lambda: "77x33" in target.terminals("#{client_width}x#{client_height}"))
    finally:
        client.close()
        target.tmux("kill-session", "-t", "=sized")


def test_p9_input_over_64_kib(client: TerminalClient) -> None:
    client.send(Opcode.INPUT, b"x" * (64 * KIB + 1))
    assert 1009 == client.until_closed().code


@contextmanager
def receiver(server: Server, command: str, **query: object) -> Iterator[TerminalClient]:
    """A program that reads bytes unchanged, and a client of it."""
    server.tmux("new-session", "-d", "-s", "bytes", f"stty raw -echo; echo ready; {command}; sleep 60")
    server.tmux("set-option", "-t", "=bytes:", "prefix", "None")  # 3.7 knows it also in what comes at once
    client = TerminalClient(server, "bytes", **query)
    try:
        client.wait(b"ready")
        yield client
    finally:
        client.close()
        server.tmux("kill-session", "-t", "=bytes")


@pytest.mark.timeout_s(60)  # tmux reads ten megabytes as keys
def test_p10_a_paste_of_ten_megabytes(target: Server) -> None:
    """In messages of 32 KiB; the program reads what was sent."""
    text = ("0123456789 grüße 日本 " * 500_000).encode()[:PASTE_BYTES]
    with receiver(target, f"head -c {PASTE_BYTES} | sha256sum") as client:
        for start in range(0, len(text), 32 * KIB):
            client.type(text[start : start + 32 * KIB])
            client.pump(0)
        client.wait(hashlib.sha256(text).hexdigest().encode(), timeout_s=50)


# What tmux takes from a client that is attached: it drops C1 and what is no UTF-8, and that is tmux's to say.
C1_ARRIVES = not tmux_is(3, 3) or tmux_is(3, 4)
REST_ARRIVES = tmux_is(3, 6) and not tmux_is(3, 7)
"""Of bytes that are no UTF-8, tmux 3.6 drops the first alone."""

ODD_BYTES = [
    ("NUL", b"\0", b"\0"),
    ("C0", ALL_C0, ALL_C0),
    ("ESC", b"\x1b", b"\x1b"),
    ("DEL", b"\x7f", b"\x7f"),
    ("C1 in UTF-8", b"\xc2\x9b", b"\xc2\x9b" if C1_ARRIVES else b""),
    ("lone 0x9b", b"\x9b", b""),
    ("invalid UTF-8", b"\xff\xfe\xc3", b"\xfe\xc3" if REST_ARRIVES else b""),
    ("surrogate", b"\xed\xa0\x80", b"\xa0\x80" if REST_ARRIVES else b""),
    ("overlong", b"\xc0\xaf", b"\xaf" if REST_ARRIVES else b""),
]


@pytest.mark.parametrize("view", ["terminal", "mirror"])
@pytest.mark.parametrize(
    ("data", "arriving"), [row[1:] for row in ODD_BYTES], ids=[f"P11 {row[0]}" for row in ODD_BYTES]
)
def test_odd_input(data: bytes, arriving: bytes, view: str, target: Server) -> None:
    """Byte for byte, in a mirror all of them; a letter on each side shows that nothing else is swallowed."""
    expected = b"a" + (data if view == "mirror" else arriving) + b"z"
    command = f"head -c {len(expected)} | od -An -v -tx1 | tr -d ' \\n'"
    with receiver(target, command, view=view) as client:
        client.type(b"a" + data + b"z")
        client.wait(expected.hex().encode())


@pytest.fixture
def guest(target: Server) -> Iterator[TerminalClient]:
    """A guest with a link to view the session."""
    session_id = target.tmux("display-message", "-p", "-t", "=steady:", "#{session_id}")
    made = send_json(target, "POST", "/api/shares", json.dumps({"session_id": session_id}).encode())
    share = json.loads(made.body)
    path, _, secret = share["path"].partition("#")
    body = json.dumps({"secret": secret}).encode()
    entered = send_json(target, "POST", path, body, f"Origin: {target.url}", bearer=False)
    cookie = entered.headers["set-cookie"].partition(";")[0]
    client = TerminalClient(
        seen_by(target, Cookie=cookie, Origin=target.url), "", view="mirror", share=share["id"]
    )
    client.wait(b"$ ")
    yield client
    client.close()
    ended = ask(target, f"DELETE /api/shares/{share['id']} HTTP/1.1", "Host: {host}", f"Origin: {target.url}")
    assert 204 == ended.status


def test_p13_commands_of_a_guest(target: Server, guest: TerminalClient) -> None:
    """Each record that changes something is refused, and the terminal stays unchanged."""
    guest.type("touch x\r")
    guest.send(Opcode.INPUT, b"\x1b[200~touch y\x1b[201~\r")
    guest.send(Opcode.WINDOW_SWITCH, b"0")
    guest.command("take-size")
    guest.command("kill-session")
    guest.resize(20, 5)
    guest.wait(lambda c: ["forbidden"] * 3 == codes(c))
    guest.wait(lambda c: [reply["error"]["code"] for reply in c.of(Opcode.REPLY)][:1] == ["forbidden"])
    guest.wait(lambda c: [reply["error"]["code"] for reply in c.of(Opcode.REPLY)][1:] == ["unknown_command"])
    assert "touch" not in target.tmux("capture-pane", "-p", "-t", "=steady:")
