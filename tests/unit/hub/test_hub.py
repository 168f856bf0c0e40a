"""The hub with a fake source: order, snapshots, and that no subscriber delays another."""

from __future__ import annotations

import gevent
import pytest

from tests.fakes import FakeSource
from tests.support import eventually
from webmux.errors import Forbidden, SourceClosed
from webmux.events import Attached, Event, Exited, Output, Resized, Snapshot
from webmux.hub import linger
from webmux.hub.hub import Hub, clean_title
from webmux.hub.limits import HubLimits
from webmux.model import Size

SIZE = Size(80, 24)


class Viewer:
    """A subscriber that records its events; it acknowledges on request."""

    def __init__(self, hub: Hub, *, size: Size = SIZE, may_type: bool = True, resume_at=None, **how) -> None:
        self.heard: list = []
        self.subscriber = hub.join(self._wake, size, may_type=may_type, resume_at=resume_at, **how)

    def _wake(self) -> None:
        pass

    def pump(self, *, ack: bool = True) -> Viewer:
        while events := self.subscriber.take():
            self.heard += events
            offsets = [e.end for e in events if isinstance(e, Output)]
            if ack and offsets:
                self.subscriber.ack(offsets[-1])
        return self

    def output(self) -> bytes:
        """What its terminal was sent since the last snapshot."""
        got = b""
        for event in self.heard:
            if isinstance(event, Snapshot):
                got = b""
            elif isinstance(event, Output):
                got += event.data
        return got

    def of(self, kind) -> list:
        return [event for event in self.heard if isinstance(event, kind)]


@pytest.fixture
def source():
    return FakeSource(SIZE)


@pytest.fixture
def hub(source):
    hub = Hub(source, HubLimits(queue_max_frames=8))
    yield hub
    hub.close()
    eventually(lambda: hub.closed)


def settle() -> None:
    """Let the reader run until it waits."""
    for _ in range(50):
        gevent.sleep(0)


def test_attached_comes_first_then_an_empty_snapshot(hub):
    """A fresh hub has nothing to repaint."""
    viewer = Viewer(hub).pump()
    assert [type(event) for event in viewer.heard[:3]] == [Attached, Resized, Snapshot]
    assert viewer.heard[0].fields["offset"] == 0


def test_all_viewers_get_the_same_frame_objects(hub, source):
    """Encoded once and shared, without copies."""
    viewers = [Viewer(hub) for _ in range(3)]
    source.feed(b"hello")
    settle()
    frames = [viewer.pump().of(Output)[0] for viewer in viewers]
    assert b"hello" == frames[0].data
    assert all(frame is frames[0] for frame in frames)


def test_a_late_joiner_gets_modes_and_a_repaint(hub, source):
    """Its snapshot carries the modes; the screen follows as the repaint's output."""
    Viewer(hub).pump()
    source.feed(b"\x1b[?1049h\x1b[?1000hold text")
    settle()
    late = Viewer(hub)
    eventually(lambda: source.repaints == 1)
    source.feed(b"the screen again")
    settle()
    late.pump()
    [snapshot] = late.of(Snapshot)
    assert b"\x1b[?1000h" in snapshot.data
    assert snapshot.offset == len(b"\x1b[?1049h\x1b[?1000hold text")
    assert late.output() == b"the screen again"


def test_joiners_at_the_same_time_share_one_repaint(hub, source):
    """Ten people open the page at once: tmux draws once."""
    Viewer(hub).pump()
    source.feed(b"x")
    settle()
    viewers = [Viewer(hub) for _ in range(10)]
    eventually(lambda: all(viewer.pump().of(Snapshot) for viewer in viewers))
    assert source.repaints == 1


def test_a_viewer_that_stops_acknowledging_does_not_delay_others(hub, source):
    """It loses frames, not correctness: later it is repainted, once it acknowledges."""
    fast, slow = Viewer(hub).pump(), Viewer(hub).pump()
    for _ in range(80):
        source.feed(b"y" * 8192)
        settle()
        fast.pump()
        slow.pump(ack=False)
    eventually(lambda: len(fast.pump().output()) == 80 * 8192)
    assert slow.subscriber.stale
    assert source.repaints == 0
    slow.subscriber.ack(slow.of(Output)[-1].end)
    slow.pump()
    eventually(lambda: slow.pump().of(Snapshot)[1:])
    source.feed(b"screen")
    settle()
    assert slow.pump().output() == b"screen"
    assert slow.subscriber.skipped_frames > 0
    seen = sum(len(one.data) for one in slow.of(Output)) - len(b"screen")
    told = [event for event in slow.of(Event) if event.name == "skipped"]
    assert [Event("skipped", {"bytes": 80 * 8192 - seen})] == told
    assert not any(event.name == "skipped" for event in fast.of(Event))


def test_the_source_is_not_read_while_nobody_has_credit(hub, source):
    """tmux then skips frames itself."""
    viewer = Viewer(hub).pump()
    source.feed(*[b"z" * 65536] * 10)
    settle()
    viewer.pump(ack=False)
    settle()
    assert source.reads <= 4
    viewer.subscriber.ack(viewer.of(Output)[-1].end)
    eventually(lambda: viewer.pump() and len(viewer.output()) == 10 * 65536)


def test_output_in_flight_never_exceeds_the_window(hub, source):
    """The promise of the protocol, also if a frame is larger than the remaining credit."""
    viewer = Viewer(hub).pump()
    source.feed(*[b"z" * 50_000] * 5)
    settle()
    viewer.pump(ack=False)
    window = viewer.subscriber.window
    assert window.window_bytes - 4096 <= window.in_flight_bytes <= window.window_bytes


def test_resuming_continues_at_the_exact_byte(hub, source):
    """No byte lost, none twice, wherever the cut was."""
    first = Viewer(hub).pump()
    source.feed(b"abcdef")
    settle()
    first.subscriber.leave()
    source.feed(b"ghi")
    settle()
    again = Viewer(hub, resume_at=2).pump()
    assert again.heard[0].fields["resumed"] is True
    assert again.output() == b"cdefghi"


def test_an_evicted_offset_gets_a_snapshot(source):
    """Resume is an offer, not a promise."""
    hub = Hub(source, HubLimits(max_buffer_bytes=300))
    Viewer(hub).pump()
    source.feed(b"a" * 200, b"b" * 200)
    settle()
    late = Viewer(hub, resume_at=10)
    eventually(lambda: late.pump().of(Snapshot))
    assert late.heard[0].fields["resumed"] is False
    hub.close()
    eventually(lambda: hub.closed)


def test_a_resize_is_sent_to_all_in_order(hub, source):
    """Bytes drawn for the old size come before it, those for the new one after."""
    owner, other = Viewer(hub).pump(), Viewer(hub).pump()
    source.feed(b"old")
    settle()
    hub.sizing.ask(owner.subscriber, Size(90, 25))
    source.feed(b"new")
    settle()
    tail = [e if isinstance(e, Resized) else e.data for e in other.pump().heard[-3:]]
    assert tail == [b"old", Resized(Size(90, 25)), b"new"]


def test_viewers_cannot_type_and_only_the_owner_reports_focus(hub, source):
    """Focus reports of several browsers would contradict each other."""
    owner, other = Viewer(hub), Viewer(hub)
    watcher = Viewer(hub, may_type=False)
    with pytest.raises(Forbidden):
        watcher.subscriber.write(b"x")
    other.subscriber.write(b"\x1b[I")
    owner.subscriber.write(b"\x1b[O")
    other.subscriber.write(b"y")
    assert source.typed == b"\x1b[Oy"


def test_a_query_is_answered_once_for_all_viewers(hub, source):
    """The second answer would be typed into the pane."""
    viewers = [Viewer(hub) for _ in range(3)]
    source.feed(b"\x1b[>c")
    settle()
    assert source.typed == b"\x1b[>0;276;0c"
    assert all(viewer.pump().output() == b"" for viewer in viewers)


def test_the_end_follows_the_last_output(hub, source):
    """Every subscriber gets all output of a program that ended."""
    viewer = Viewer(hub).pump()
    source.feed(b"last words")
    source.end("session_ended")
    eventually(lambda: hub.closed)
    viewer.pump()
    assert viewer.output() == b"last words"
    assert viewer.heard[-1] == Exited("session_ended")
    with pytest.raises(SourceClosed):
        Viewer(hub)


def test_the_last_subscriber_of_an_ended_hub_frees_its_output(hub, source):
    """Late readers get all of it; then nothing waits for the collector."""
    viewer = Viewer(hub)
    source.feed(b"last words")
    source.end("session_ended")
    eventually(lambda: hub.closed)
    assert viewer.pump().output() == b"last words"
    assert hub.ring.cost_bytes > 0
    viewer.subscriber.leave()
    assert hub.ring.cost_bytes == 0


def test_a_hub_that_ends_without_subscribers_frees_its_output(hub, source):
    source.feed(b"output")
    eventually(lambda: hub.ring.cost_bytes > 0)
    source.end("session_ended")
    eventually(lambda: hub.closed)
    assert hub.ring.cost_bytes == 0


def test_a_hub_outlives_its_last_subscriber_for_a_while(source, monkeypatch):
    """A reloaded page finds the same hub; later the attach client ends."""
    monkeypatch.setattr(linger, "LINGER_S", 0.02)
    closed = []
    hub = Hub(source, HubLimits(), on_closed=closed.append)
    viewer = Viewer(hub)
    gevent.sleep(0.05)
    assert not closed
    viewer.subscriber.leave()
    eventually(lambda: closed == [hub])


def test_presence_is_sent_when_viewers_join_and_leave(source):
    """The hub that is asked counts its viewers and operators."""
    told = []
    hub = Hub(source, HubLimits(), on_presence=lambda: told.append((hub.viewers(), hub.typists())))
    typist, watcher = Viewer(hub), Viewer(hub, may_type=False)
    typist.subscriber.leave()
    watcher.subscriber.leave()
    assert told == [(1, 1), (2, 1), (1, 0), (0, 0)]
    hub.close()
    eventually(lambda: hub.closed)


def test_a_copy_goes_to_the_typist_and_not_into_the_stream(hub, source):
    first, second = Viewer(hub), Viewer(hub)
    second.subscriber.write(b"x")
    source.feed(b"a\x1b]52;c;aGVsbG8=\x07b")
    settle()
    assert [[], [{"text": "hello"}]] == [
        [event.fields for event in viewer.pump().of(Event) if event.name == "clipboard"]
        for viewer in (first, second)
    ]
    assert first.output() == second.output() == b"ab"


def test_titles_are_cleaned(hub, source):
    """Bidirectional overrides and control characters never reach a page's title."""
    viewer = Viewer(hub).pump()
    source.feed("\x1b]2;a\u202eb\u0085c\x07".encode())
    settle()
    assert Event("title", {"title": "abc"}) in viewer.pump().heard
    assert len(clean_title("x" * 10_000)) == 256


def test_a_key_in_a_flood_causes_a_redraw(hub, source):
    """tmux draws a flood ten times a second; a key does not wait for that. At rest nothing is asked."""
    viewer = Viewer(hub)
    viewer.subscriber.write(b"a")
    gevent.idle()
    assert source.redraws == 0
    source.feed(*[b"x" * 9000] * 100)
    eventually(lambda: viewer.pump() and hub.counts.frames > 3)
    for _ in range(5):
        viewer.subscriber.write(b"b")
    eventually(lambda: viewer.pump() and source.redraws >= 1)
    assert source.redraws < 5
    eventually(lambda: viewer.pump() and not hub._redraw.running)
