"""Records of single panes: cut, long, of other panes, of unknown kinds, and bytes that must arrive."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest

from tests.battery.conftest import Bystander
from tests.battery.slow import SlowPeers
from tests.battery.test_records import ODD_BYTES
from tests.pane_client import PaneClient
from tests.server import Server
from webmux.wire import records
from webmux.wire.opcodes import Opcode

KIB = 1024


@pytest.fixture(scope="module")
def bystander(battery: Server, slow_peers: SlowPeers) -> Iterator[Bystander]:
    """As in every file, after the first viewer loaded what panes need; the tmux client stays for a while."""
    working = Bystander(battery)
    client = PaneClient(battery, "steady")
    client.ready()
    working.begin()
    client.close()
    yield working
    working.close()


@pytest.fixture
def client(target: Server) -> Iterator[PaneClient]:
    viewer = PaneClient(target, "steady", input="B" * 22)
    viewer.ready()
    yield viewer
    viewer.close()


def codes(client: PaneClient) -> list[str]:
    return [error["code"] for error in client.of(Opcode.ERROR)]


def pane_record(opcode: Opcode, form: str, *fields: int, rest: bytes = b"") -> bytes:
    return records.record(opcode, struct.pack(form, *fields) + rest)


INPUT, ACK, NUMBERED = Opcode.PANE_INPUT, Opcode.PANE_ACK, Opcode.NUMBERED_INPUT
BROKEN = [
    ("empty input", records.record(INPUT)),
    ("cut input", records.record(INPUT, b"\0\0\0\0")),
    ("kind 4", pane_record(INPUT, "<IB", 0, 4, rest=b"x")),
    ("kind 255", pane_record(INPUT, "<IB", 0, 255, rest=b"x")),
    ("empty ack", records.record(ACK)),
    ("cut ack", records.record(ACK, bytes(11))),
    ("one and a half acks", records.record(ACK, bytes(18))),
    ("never sent", pane_record(ACK, "<IQ", 0, 2**63)),
    ("ack of another pane", pane_record(ACK, "<IQ", 2**32 - 1, 0)),
    ("the second is wrong", pane_record(ACK, "<IQIQ", 0, 0, 0, 2**64 - 1)),
    ("numbered without a pane", pane_record(NUMBERED, "<QB", 0, 2)),
    ("numbered of kind 255", pane_record(NUMBERED, "<QBIB", 0, 2, 0, 255, rest=b"x")),
    ("numbered with unknown flags", pane_record(NUMBERED, "<QB", 0, 0x82, rest=b"x")),
    ("numbered after a gap", pane_record(NUMBERED, "<QBIB", 9, 2, 0, 0, rest=b"x")),
    ("cut record", pane_record(INPUT, "<IB", 0, 0, rest=b"abc")[:-1]),
]


@pytest.mark.parametrize("message", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_broken_records_of_panes(message: bytes, client: PaneClient) -> None:
    client.socket.send(message)
    assert 4400 == client.until_closed().code


@pytest.mark.parametrize("name", [b"", b"C-b ; kill-server", b"C" * 60 * KIB, b"\xff", b"#{pane_id}"])
def test_what_is_no_name_of_a_key(name: bytes, client: PaneClient) -> None:
    client.type_to(client.focus, name, kind=2)
    assert 4400 == client.until_closed().code


def test_too_long_input(client: PaneClient) -> None:
    client.type_to(client.focus, b"x" * 64 * KIB)
    assert 1009 == client.until_closed().code


@pytest.mark.parametrize("pane", [2**32 - 1, 12345])
def test_input_of_another_pane(pane: int, client: PaneClient) -> None:
    """An error; what follows is typed."""
    client.type_to(pane, b"echo wrong\r")
    client.type_to(client.focus, b"echo ri''ght\r")
    client.wait_for(client.focus, b"right")
    client.wait(lambda c: ["pane_not_found"] == codes(c))
    assert not client.shows(client.focus, b"wrong")


@pytest.mark.parametrize("opcode", [Opcode.PANE_OUTPUT, Opcode.PANE_SNAPSHOT, Opcode.LAYOUT, Opcode.ACK])
def test_records_of_the_server_are_unknown(opcode: Opcode, client: PaneClient) -> None:
    client.send(opcode, b"{}")
    client.wait(lambda c: ["unknown_type"] == codes(c))


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"panes": []},
        {"panes": {"x": "focus"}},
        {"panes": {"-1": "focus"}},
        {"panes": {"٥": "focus"}},
        {"panes": {"9" * 11: "focus"}},
        {"panes": {"0": "hidden"}},
        {"panes": {"0": 5}},
        {"panes": {"0": "focus", "00": "focus"}},
        {"panes": {str(n): "shown" for n in range(65)}},
        {"panes": {"999": "shown"}},
        {"panes": {}, "scrollback": -1},
        {"panes": {}, "scrollback": True},
        {"panes": {}, "scrollback": 10**9},
        {"panes": {}, "resume": 5},
        {"panes": {}, "resume": {"0": "1"}},
    ],
)
def test_wrong_looks(args: dict[str, object], client: PaneClient) -> None:
    """Nothing changes."""
    before = client.focus
    error = client.ask("look", **args)["error"]["code"]
    assert error == ("pane_not_found" if args == {"panes": {"999": "shown"}} else "bad_field")
    client.type_to(before, b"echo st''ill\r")
    client.wait_for(before, b"still")


@pytest.mark.parametrize("data", [row[1] for row in ODD_BYTES], ids=[row[0] for row in ODD_BYTES])
def test_odd_input_of_panes(data: bytes, target: Server) -> None:
    """Each byte arrives; a letter on each side shows that nothing else is swallowed."""
    expected = b"a" + data + b"z"
    program = f"head -c {len(expected)} | od -An -v -tx1 | tr -d ' \\n'"
    target.tmux("new-session", "-d", "-s", "odd", f"stty raw -echo; echo ready; {program}; sleep 60")
    client = PaneClient(target, "odd")
    try:
        client.wait(b"ready")
        client.type_to(client.focus, expected)
        client.wait(expected.hex().encode())
    finally:
        client.close()
        target.tmux("kill-session", "-t", "=odd")
