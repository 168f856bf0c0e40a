"""Fences at every byte of characters and copies: each viewer ends with what the program printed."""

from __future__ import annotations

import gevent
import pytest
from gevent.event import Event

from tests.pane_readers import Reader
from tests.screens import drawn_all
from tests.support import eventually
from webmux.model import Size
from webmux.panes.pane_hub import PaneHub
from webmux.panes.snapshots import fence, forgotten_strings
from webmux.panes.snapshots.compose import DrawnRows
from webmux.panes.snapshots.pane_healer import HEADS_MISSED_MAX
from webmux.panes.snapshots.screen_capture import PENDING_MAX_BYTES
from webmux.tmux.control.parser import Reply

COLS = 40
TEXT = "ß日a😀語"


class FakeTmux:
    """A pane of one row whose program prints `data`; a capture shows the characters that are complete.

    Replies come when the greenlet of a line runs, so that output can come before them. While the pane is
    paused, what it prints is lost to us.
    """

    version = "3.7"

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.printed = 0
        self.is_paused = False
        self.sink = None
        self.before_reply = lambda: None
        self.asked: list[str] = []

    def tap(self, pane, sink, paused) -> None:
        self.sink = sink

    def untap(self, pane) -> None:
        self.sink = None

    def print(self, count: int) -> None:
        part = self.data[self.printed : self.printed + count]
        self.printed += len(part)
        if self.sink is not None and part and not self.is_paused:
            self.sink(part)

    def fire(self, *commands, done=None) -> None:
        gevent.spawn(self._answer, commands, done)

    def _answer(self, commands, done) -> None:
        replies = [Reply(True, True, self._reply(command)) for command in commands]
        self.before_reply()
        if done is not None:
            done(replies)

    def _reply(self, command) -> tuple[bytes, ...]:
        self.asked.append(" ".join(command))
        shown, _, pending = self.data[: self.printed].partition(b"\x1b")
        pending, end, rest = pending.partition(b"\x07")
        if end:
            shown, pending = shown + rest, b""
        elif pending or self.data[: self.printed].endswith(b"\x1b"):
            pending = b"\\033" + pending
        text = shown.decode("utf-8", "ignore")
        width = sum(1 if char < "⺀" else 2 for char in text)
        if command[0] == "display-message":
            return (b"1-1 $0 @0 %%5 0 0 2000 %d 3 %d 0 00 0 0 0 2 10001000000 b s k t8 u" % (COLS, width),)
        if command[0] == "refresh-client":
            self.is_paused = command[-1].endswith("pause")
            return ()
        if "-a" in command:
            return ()
        return (pending,) if command[1].startswith("-pP") else (text.encode(), b"", b"")


class History:
    """The rows above the screen. The first question is answered when `released` is set."""

    def __init__(self, *, waits: bool = False) -> None:
        self.released = Event()
        self._waits = waits

    def above(self, capture, count) -> DrawnRows:
        if self._waits:
            self._waits = False
            self.released.wait()
        return DrawnRows()

    def row(self, capture, y) -> None:
        return None


@pytest.fixture
def hub_of():
    hubs = []

    def make(tmux: FakeTmux, history: History | None = None) -> PaneHub:
        hubs.append(PaneHub(tmux, 5, Size(COLS, 3), history or History()))
        return hubs[-1]

    yield make
    for hub in hubs:
        hub.close("closed")


def settled(hub: PaneHub, *readers: Reader) -> None:
    """Wait until no snapshot is due."""
    eventually(lambda: not (hub.waiting or hub._for_all or hub._serving), every_s=0.001)
    assert all(reader.snapshots for reader in readers)


def first_rows(readers: list[Reader]) -> list[str]:
    return [screen["lines"][0] for screen in drawn_all([r.received for r in readers], COLS, 3, scrollback=10)]


@pytest.mark.timeout_s(60)  # some hundred snapshots
def test_no_character_is_lost_wherever_a_fence_and_the_output_are_cut(hub_of):
    """The hub begins anywhere; viewers join after each piece of one or two bytes."""
    data = TEXT.encode()
    readers = []
    for start in range(len(data)):
        for piece in (1, 2):
            tmux = FakeTmux(data)
            tmux.print(start)
            hub = hub_of(tmux)
            while tmux.printed < len(data):
                readers.append(Reader(hub))
                settled(hub, readers[-1])
                tmux.print(piece)
            settled(hub)
    assert {TEXT} == set(first_rows(readers))


def test_no_character_is_lost_when_a_pane_is_paused_for_a_fence(hub_of):
    data = TEXT.encode()
    readers = []
    for cut in range(len(data)):
        for piece in (1, 2):
            tmux = FakeTmux(data)
            hub = hub_of(tmux)
            readers.append(Reader(hub))
            settled(hub, readers[-1])
            tmux.print(max(0, cut - 1))
            hub.refresh(cut=True)
            settled(hub)
            while tmux.printed < len(data):
                tmux.print(piece)
                settled(hub)
    assert {TEXT} == set(first_rows(readers))


def test_a_known_colour_hides_no_half_of_a_character(hub_of):
    tmux = FakeTmux("語".encode())
    hub = hub_of(tmux)
    tmux.print(1)
    hub._healer._pen = hub.end_offset, b""
    tmux.print(1)
    reader = Reader(hub)
    settled(hub, reader)
    tmux.print(1)
    assert ["語"] == first_rows([reader])


def test_a_program_that_prints_no_utf8_is_not_captured_for_ever(hub_of, monkeypatch):
    """It prints all the time, and every byte looks like the middle of a character."""
    monkeypatch.setattr(fence, "QUIET_MAX_S", 0.0)
    tmux = FakeTmux(b"\x80" * 10_000)
    hub = hub_of(tmux)
    tmux.before_reply = lambda: tmux.print(4)
    reader = Reader(hub)
    settled(hub, reader)
    assert HEADS_MISSED_MAX <= len(reader.snapshots) <= HEADS_MISSED_MAX + 2


def test_a_snapshot_never_follows_a_newer_one(hub_of):
    """Its history came late, while the pane was captured again. The viewer would lose a character."""
    data = TEXT.encode()
    tmux = FakeTmux(data)
    history = History(waits=True)
    hub = hub_of(tmux, history)
    tmux.print(4)  # within a character
    fenced = hub.fences.take(cut=True)
    reader = Reader(hub)
    released = gevent.spawn(hub.send_all, fenced)
    gevent.sleep(0)
    tmux.print(1)
    eventually(lambda: reader.snapshots)
    history.released.set()
    released.join()
    tmux.print(len(data))
    settled(hub)
    assert [TEXT] == first_rows([reader])


def test_viewers_are_drawn_again_when_tmux_forgets_a_string(hub_of, monkeypatch):
    """tmux draws what follows, and viewers who joined within it would wait for its end."""
    monkeypatch.setattr(forgotten_strings, "FORGOTTEN_S", 0.05)
    tmux = FakeTmux(b"one\x1bPtwo")
    tmux.print(6)
    hub = hub_of(tmux)
    reader = Reader(hub)
    eventually(lambda: len(reader.snapshots) > 1)


@pytest.mark.parametrize(("begin", "sent"), [(b"\x1bP", b"\x1b_"), (b"\x1b]1337;", b"\x1b]")])
def test_a_very_long_string_is_not_asked_for(hub_of, begin, sent):
    tmux = FakeTmux(b"one" + begin + b"x" * PENDING_MAX_BYTES)
    hub = hub_of(tmux)
    tmux.print(len(tmux.data))
    reader = Reader(hub)
    settled(hub, reader)
    assert not [command for command in tmux.asked if command.startswith("capture-pane -pPC")]
    assert reader.snapshots[0].data.endswith(sent)
    hub.refresh(cut=True)  # now it may have ended
    settled(hub)
    assert [command for command in tmux.asked if command.startswith("capture-pane -pPC")]
    assert reader.snapshots[1].data.endswith(begin + b"x" * (PENDING_MAX_BYTES - len(begin)))


def test_a_viewer_who_joins_within_a_copy_sees_what_follows(hub_of):
    """Viewers never get copies of programs, so neither may a snapshot begin one."""
    data = b"one\x1b]52;c;Y29weQ==\x07two"
    readers = []
    for piece in (1, 2):
        tmux = FakeTmux(data)
        hub = hub_of(tmux)
        readers.append(Reader(hub))
        settled(hub)
        while tmux.printed < len(data):
            tmux.print(piece)
            readers.append(Reader(hub))
            settled(hub)
    assert {"onetwo"} == set(first_rows(readers))
