"""Input of single panes with a real tmux: exact in each program, also in a mode, synchronized, and pasted."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.panes.input.pane_keys import PaneKeys
from webmux.panes.pane_link import PaneLink
from webmux.tmux.server import Tmux
from webmux.wire.pane_records import KEY_NAME, PASTE, REPORT, TYPED

ALL_BYTES = bytes(range(256))


class Facts:
    """What the test says about every pane."""

    synchronized_panes = False
    focus = False
    extended = False

    def mode(self, pane: int) -> str:
        return ""

    def synchronized(self, pane: int) -> bool:
        return self.synchronized_panes

    def reports_focus(self, pane: int) -> bool:
        return self.focus

    def extended_keys(self, pane: int) -> bool:
        return self.extended


class Receipt:
    """Counts what was taken."""

    taken = 0
    not_typed = 0

    def taken_more(self, count: int) -> None:
        self.taken += count

    def refused(self, count: int) -> None:
        self.not_typed += count

    def lost(self) -> None:
        raise AssertionError("the connection was lost")


class Panes:
    """A session whose panes record every byte that they read, and the keys of them all."""

    def __init__(self, server: TmuxServer, tmux: Tmux, folder: Path) -> None:
        self.server = server
        self.facts = Facts()
        self._folder = folder
        session_id = server.new_session("s", command=self._recorder("first"))
        self.link = PaneLink(tmux, tmux.session(session_id))
        self.keys = PaneKeys(self.link, self.facts)
        self.link.notified.add(self.keys.on_notification)
        self.first = int(server.run("display-message", "-p", "-t", "s:", "#{pane_id}")[1:])
        self.ready("first")

    def _recorder(self, name: str, prints: str = "") -> str:
        path = self._folder / name
        shown = f"printf {shlex.quote(prints)}; " if prints else ""
        return f"stty raw -echo; {shown}: > {path}; exec cat > {path}"

    def split(self, name: str, prints: str = "") -> int:
        """A further pane, whose program prints this first."""
        pane = self.server.run(
            "split-window", "-P", "-F", "#{pane_id}", "-t", "s:", self._recorder(name, prints)
        )
        self.ready(name)
        return int(pane[1:])

    def ready(self, name: str) -> None:
        """Wait until the program of a pane reads."""
        eventually((self._folder / name).exists)

    def read(self, name: str) -> bytes:
        """What the program of a pane has read so far."""
        return (self._folder / name).read_bytes()

    def reads(self, name: str, expected: bytes) -> None:
        """Wait until it has read as much as this, and compare."""
        eventually(lambda: len(self.read(name)) >= len(expected))
        assert expected == self.read(name)


@pytest.fixture
def panes(tmux_server: TmuxServer, tmp_path: Path) -> Iterator[Panes]:
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    panes = Panes(tmux_server, tmux, tmp_path)
    yield panes
    panes.link.close()
    eventually(lambda: panes.link.ended)
    tmux.stop()


def test_every_byte_arrives_in_order_with_the_keys_around_it(panes: Panes) -> None:
    receipt = Receipt()
    expected = b""
    for kind, data in (
        (TYPED, b"a"),
        (TYPED, ALL_BYTES * 64),
        (KEY_NAME, b"b"),
        (PASTE, ALL_BYTES * 64),
        (TYPED, b"\r"),
        (PASTE, b"tail"),
    ):
        panes.keys.type(panes.first, kind, data, receipt)
        expected += data
    panes.reads("first", expected)
    eventually(lambda: receipt.taken == len(expected))


def test_a_paste_is_bracketed_only_if_the_program_asked(panes: Panes) -> None:
    asked = panes.split("asked", "\\033[?2004h")
    text = "two\rlines é".encode() + b"\x1b[A" + b"x" * 9000
    panes.keys.type(asked, PASTE, text)
    panes.keys.type(panes.first, PASTE, text)
    panes.reads("asked", b"\x1b[200~" + text + b"\x1b[201~")
    panes.reads("first", text)


def test_a_modified_key_reaches_a_program_with_extended_keys(panes: Panes) -> None:
    panes.server.run("set-option", "-s", "extended-keys", "on")
    pane = panes.split("extended", "\\033[>4;2m")
    panes.facts.extended = True
    panes.keys.type(pane, KEY_NAME, b"S-Enter")
    panes.keys.type(pane, KEY_NAME, b"C-Enter")
    panes.facts.extended = False
    for name in (b"S-Enter", b"C-S-x", b"C-;"):
        panes.keys.type(panes.first, KEY_NAME, name)
    panes.reads("first", b"\r\x18;")
    panes.keys.type(pane, TYPED, b"!")
    eventually(lambda: panes.read("extended").endswith(b"!"))
    assert panes.read("extended") in (b"\x1b[13;2u\x1b[13;5u!", b"\x1b[27;2;13~\x1b[27;5;13~!")


@pytest.mark.parametrize("mode", ["copy-mode", "clock-mode", "choose-tree"])
def test_the_first_key_leaves_a_mode_and_reaches_the_program(panes: Panes, mode: str) -> None:
    panes.keys.type(panes.first, TYPED, b"1")
    panes.reads("first", b"1")
    panes.server.run(mode, "-t", f"%{panes.first}")
    eventually(lambda: panes.first not in panes.keys._without_mode)
    panes.keys.type(panes.first, TYPED, b"q2")
    panes.keys.type(panes.first, PASTE, b"3")
    panes.reads("first", b"1q23")


def test_synchronized_panes_get_everything_once(panes: Panes) -> None:
    panes.split("second")
    panes.server.run("set-option", "-w", "-t", "s:", "synchronize-panes", "on")
    panes.facts.synchronized_panes = True
    text = "key é\r".encode() + ALL_BYTES * 40
    panes.keys.type(panes.first, TYPED, b"a")
    panes.keys.type(panes.first, PASTE, text)
    panes.keys.type(panes.first, TYPED, b"z")
    for name in ("first", "second"):
        panes.reads(name, b"a" + text + b"z")


def test_reports_reach_only_who_asked(panes: Panes) -> None:
    panes.keys.type(panes.first, REPORT, b"\x1b[I")
    panes.keys.type(panes.first, REPORT, b"\x1b[?1;2c")
    panes.facts.focus = True
    panes.keys.type(panes.first, REPORT, b"\x1b[O\x1b[I")
    panes.keys.type(panes.first, REPORT, b"\x1b[<0;3;4M")
    panes.keys.type(panes.first, TYPED, b"!")
    panes.reads("first", b"\x1b[O\x1b[I\x1b[<0;3;4M!")


def test_a_pane_that_is_gone_refuses_its_input(panes: Panes) -> None:
    receipt = Receipt()
    for kind, data in ((TYPED, b"a"), (PASTE, b"secret"), (TYPED, b"x" * 300)):
        panes.keys.type(99999, kind, data, receipt)
    eventually(lambda: receipt.not_typed == 307)
    panes.keys.type(panes.first, TYPED, b"!")
    panes.reads("first", b"!")
    assert "" == panes.server.run("list-buffers")
