"""The hub of one pane: who gets output, and who a snapshot. The link answers at once."""

from __future__ import annotations

import gevent
import pytest

from tests.pane_readers import Reader
from tests.support import eventually, no_switch
from webmux.model import Size
from webmux.panes.pane_events import FULL, OLDER_ROWS
from webmux.panes.pane_hub import PaneHub
from webmux.panes.snapshots import short_snapshots
from webmux.panes.snapshots.compose import DrawnRows
from webmux.tmux.control.parser import Reply

STATE = b"1-1 $0 @0 %5 0 40 2000 10 3 0 1 00 0 0 0 2 10001000000 b0 s k t8 u"


class FakeLink:
    version = "3.7"

    def __init__(self) -> None:
        self.sinks = {}
        self.paused = {}
        self.lines: list[str] = []

    def tap(self, pane, sink, paused) -> None:
        self.sinks[pane], self.paused[pane] = sink, paused

    def untap(self, pane) -> None:
        del self.sinks[pane]

    def fire(self, *commands, done=None) -> None:
        self.lines.append(" ".join(commands[0]))
        gevent.spawn(done, [Reply(True, True, self.answer(command)) for command in commands])

    def answer(self, command) -> tuple[bytes, ...]:
        if command[0] == "display-message":
            return (STATE,)
        return (b"text", b"", b"") if "-16" in command else (b"",)


class History:
    def above(self, capture, count) -> DrawnRows:
        return DrawnRows((b"row",) * min(count, 40), (False,) * min(count, 40))

    def row(self, capture, y) -> None:
        return None


@pytest.fixture
def link():
    return FakeLink()


@pytest.fixture
def hub(link):
    hub = PaneHub(link, 5, Size(10, 3), History())
    yield hub
    hub.close("closed")


def joined(hub, **options) -> Reader:
    reader = Reader(hub, **options)
    eventually(lambda: reader.snapshots)
    return reader


def test_a_reader_gets_a_snapshot_and_then_all_output(hub, link):
    reader = joined(hub)
    link.sinks[5](b"abc")
    assert (reader.snapshots[0].kind, reader.snapshots[0].offset, bytes(reader.output)) == (FULL, 0, b"abc")


def test_publishing_never_switches(hub, link):
    joined(hub)
    with no_switch():
        link.sinks[5](b"abc")


def test_each_reader_gets_as_much_history_as_it_asked_for(hub):
    few, many = Reader(hub, scrollback=2), Reader(hub, scrollback=100)
    eventually(lambda: few.snapshots and many.snapshots)
    assert [each.snapshots[0].data.count(b"row") for each in (few, many)] == [2, 40]
    assert [each.snapshots[0].flags for each in (few, many)] == [OLDER_ROWS, 0]


def test_a_reader_resumes_where_its_byte_is_stored(hub, link):
    link.sinks[5](b"abcdef")
    reader = joined(hub)
    assert hub.join(reader, scrollback=10, resume_at=3)
    assert not hub.join(reader, scrollback=10, resume_at=7)


def test_all_readers_start_again_when_tmux_paused_the_pane(hub, link):
    """It does that by itself if we read too late, and sends nothing until it is asked to continue."""
    readers = [joined(hub), joined(hub)]
    link.sinks[5](b"seen")
    link.paused[5]()
    eventually(lambda: all(len(reader.snapshots) == 2 for reader in readers))
    link.sinks[5](b"later")
    assert [bytes(reader.output) for reader in readers] == [b"seenlater"] * 2
    assert "refresh-client -A %5:pause" in link.lines
    assert hub.ring.cursor_at(4) is None


def test_one_snapshot_follows_many_sizes(hub):
    reader = joined(hub)
    for cols in (20, 30, 40):
        hub.resized(Size(cols, 3))
    assert (hub.size, len(reader.snapshots)) == (Size(40, 3), 1)
    eventually(lambda: len(reader.snapshots) > 1)
    eventually(lambda: not len(hub._nursery))
    hub.resized(Size(40, 3))
    assert (len(hub._nursery), len(reader.snapshots)) == (0, 2)


def test_readers_are_notified_of_the_end_once(hub, link):
    reader = joined(hub)
    hub.close("gone")
    hub.close("again")
    assert (reader.gone, hub.closed, hub.readers, link.sinks) == (True, "gone", {}, {})


def test_a_reader_that_left_gets_nothing(hub, link):
    reader = joined(hub)
    hub.leave(reader)
    link.sinks[5](b"abc")
    assert not reader.output


def test_rows_that_a_short_snapshot_left_out_follow_when_the_pane_is_calm(hub, link, monkeypatch):
    monkeypatch.setattr(short_snapshots, "CALM_S", 0.02)
    reader = Reader(hub)
    eventually(lambda: len(reader.snapshots) == 1)
    reader.snapshot_bytes = len(reader.snapshots[0].data) - 10
    hub.fence_for(reader)
    eventually(lambda: len(reader.snapshots) == 3)
    whole, short, later = reader.snapshots
    assert later == whole
    assert len(short.data) < len(whole.data)
    assert (short.flags, whole.flags) == (OLDER_ROWS, 0)


def test_a_reader_may_ask_for_less_while_its_snapshot_is_made(hub, link):
    reader = Reader(hub)

    class Slow(History):
        def above(self, capture, count) -> DrawnRows:
            reader.snapshot_bytes = 1
            return super().above(capture, count)

    hub.rows = Slow()
    eventually(lambda: len(reader.snapshots) == 1)
    assert reader.snapshots[0].flags == 0
