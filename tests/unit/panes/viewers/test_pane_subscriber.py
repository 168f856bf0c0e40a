"""Many panes over one socket: order, credit, and panes that fall behind, resume or end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.unit.panes.fake_hub import FakeHub, FakeSession, Page
from webmux.errors import BadRecord, SubscriberClosed
from webmux.events import Attached, Event, Exited
from webmux.hub.credit import WINDOW_START_BYTES
from webmux.panes.pane_events import FRAME, SCREEN, SKIPPED, LayoutChanged, PaneOutput, PaneSnapshot

KIB = 1024


@pytest.fixture
def hubs() -> list[FakeHub]:
    return [FakeHub(pane) for pane in range(4)]


@pytest.fixture
def page(hubs) -> Page:
    return Page(FakeSession(*hubs))


def sent(events, pane: int) -> int:
    return sum(len(e.output.data) for e in events if isinstance(e, PaneOutput) and e.pane == pane)


def shown(page: Page, focus: int, *others: int) -> None:
    page.subscriber.look({focus: "focus", **dict.fromkeys(others, "shown")}, 100)
    page.until_quiet()


def test_the_focused_pane_is_first_and_may_use_the_whole_window(page, hubs):
    shown(page, 0, 1, 2, 3)
    for hub in hubs[::-1]:
        hub.prints(b"x" * 64 * KIB)
    events = page.take()
    panes = [event.pane for event in events]
    assert panes == sorted(panes, key=lambda pane: pane != 0)
    assert sent(events, 0) == WINDOW_START_BYTES
    assert sum(sent(events, pane) for pane in (1, 2, 3)) == 0


def test_the_other_panes_share_half_of_the_window_and_take_turns(page, hubs):
    shown(page, 0, 1, 2, 3)
    for hub in hubs[1:]:
        for _ in range(20):
            hub.prints(b"y" * KIB)
    events = page.take()
    counts = sorted(sent(events, pane) for pane in (1, 2, 3))
    assert sum(counts) == WINDOW_START_BYTES // 2
    assert counts[-1] <= WINDOW_START_BYTES // 4
    assert counts[-1] - counts[0] <= KIB
    hubs[0].prints(b"z" * 64 * KIB)
    assert sent(page.take(), 0) == WINDOW_START_BYTES // 2


def test_a_pane_that_falls_behind_is_fenced_when_its_share_is_free(page, hubs):
    shown(page, 0, 1)
    hubs[1].prints(b"a" * 4 * KIB)
    page.take()
    for _ in range(40):
        hubs[1].prints(b"a" * 4 * KIB)
    assert page.subscriber.stale
    page.take()
    assert not hubs[1].waiting, "its share is in flight"
    page.ack()
    page.take()
    assert hubs[1].waiting
    page.until_quiet()
    assert page.drawn[1] == bytes(hubs[1].printed)
    snapshots = [event for event in page.heard if isinstance(event, PaneSnapshot) and event.pane == 1]
    assert [0, SKIPPED] == [event.flags for event in snapshots]
    assert page.subscriber.skipped_frames > 0


def test_a_slow_pane_that_fell_behind_gets_short_snapshots(page, hubs):
    """Output that the connection cannot carry soon is then skipped at once: a full-screen program goes on."""
    shown(page, 0)
    page.subscriber.window.goodput_bytes_s = 100 * KIB
    for _ in range(40):
        hubs[0].prints(b"a" * 4 * KIB)
    page.take()
    page.ack()
    page.take()
    assert [5 * KIB] == [reader.snapshot_bytes for reader in hubs[0].waiting]
    page.until_quiet()
    hubs[0].prints(b"b" * 4 * KIB)
    assert not page.subscriber.stale
    page.until_quiet()
    hubs[0].prints(b"b" * 6 * KIB)
    assert page.subscriber.stale
    page.until_quiet()
    assert page.drawn[0] == bytes(hubs[0].printed)


def test_a_screen_comes_in_order_with_the_output_before_it(page, hubs):
    """And only when nothing of the pane is in flight."""
    shown(page, 0)
    hubs[0].prints(b"before")
    for reader in hubs[0].readers:
        reader.on_snapshot(hubs[0].snapshot(SCREEN))
    hubs[0].prints(b"after")
    assert [b"before"] == [bytes(event.output.data) for event in page.take()]
    assert [] == page.take()
    page.ack()
    screen, after = page.take()
    assert (SCREEN, 6, b"after") == (screen.kind, screen.offset, bytes(after.output.data))


def test_a_snapshot_older_than_what_was_sent_goes_back(page, hubs):
    """It waits until its acknowledgement cannot be one of output; the output after it is sent again."""
    shown(page, 0)
    hubs[0].prints(b"abcd")
    older = hubs[0].snapshot()
    hubs[0].prints(b"ef")
    page.take()
    [reader] = hubs[0].readers
    reader.on_snapshot(older)
    assert [] == page.take()
    page.ack()
    snapshot, output = page.take()
    assert (4, 4, b"ef") == (snapshot.offset, output.output.offset, bytes(output.output.data))
    page.ack()
    assert 0 == page.subscriber.window.in_flight_bytes
    assert b"abcdef" == page.drawn[0]


def test_a_frame_replaces_what_was_not_sent(page, hubs):
    shown(page, 0)
    [reader] = hubs[0].readers
    assert reader.frame_acked()
    hubs[0].prints(b"f" * 8 * KIB)
    reader.on_snapshot(hubs[0].snapshot(FRAME))
    assert not reader.frame_acked()
    [frame] = page.take()
    assert FRAME == frame.kind
    assert not reader.frame_acked()
    page.ack()
    assert reader.frame_acked()
    reader.on_snapshot(hubs[0].snapshot(FRAME))
    assert [frame.offset] == [event.offset for event in page.take()]
    assert not reader.frame_acked(), "of two frames at one offset each has its acknowledgement"


def test_nothing_follows_after_a_pane_is_gone(page, hubs):
    """Its bytes in flight do not count any more, and a late acknowledgement is no error."""
    shown(page, 0, 1)
    hubs[1].prints(b"1" * KIB)
    page.take()
    hubs[1].prints(b"2" * KIB)
    hubs[1].ends()
    assert [] == page.take()
    assert 0 == page.subscriber.window.in_flight_bytes
    page.ack()
    assert {0: "focus"} == page.subscriber.shown()


def test_more_acknowledged_than_sent_is_refused(page, hubs):
    shown(page, 0)
    hubs[0].prints(b"abc")
    page.take()
    with pytest.raises(BadRecord):
        page.subscriber.acks([(0, 4)])
    with pytest.raises(BadRecord):
        page.subscriber.acks([(3, 0)])


def test_an_acknowledgement_wakes_the_writer_only_if_more_waits(page, hubs):
    """Of 50 viewers that acknowledge each picture of a flood, none has anything to send then."""
    shown(page, 0, 1)
    hubs[0].prints(b"x" * (WINDOW_START_BYTES + 1))
    page.take()
    page.is_woken = False
    page.ack()
    assert page.is_woken
    assert 1 == sent(page.take(), 0)
    page.is_woken = False
    page.ack()
    assert not page.is_woken


def test_a_pane_that_resumed_and_caught_up_can_fall_behind(hubs):
    hubs[0].prints(b"seen")
    page = Page(FakeSession(*hubs), resume={0: 4})
    page.at[0], page.drawn[0] = 4, b"seen"
    page.subscriber.look({0: "focus"}, 100)
    hubs[0].prints(b"more")
    page.take()
    for _ in range(40):
        hubs[0].prints(b"a" * 4 * KIB)
    assert page.subscriber.stale


def test_a_pane_resumes_at_its_next_byte_if_that_is_stored(hubs):
    for hub in hubs[:2]:
        hub.prints(b"seen")
        hub.prints(b"unseen")
    page = Page(FakeSession(*hubs), resume={0: 4, 1: 11})
    page.at[0], page.drawn[0] = 4, b"seen"
    page.subscriber.look({0: "focus", 1: "shown"}, 100)
    assert [0] == [event.pane for event in page.take()]
    page.until_quiet()
    assert (b"seenunseen", b"seenunseen") == (page.drawn[0], page.drawn[1])


def test_an_offset_for_a_pane_that_is_shown_already_is_ignored(page, hubs):
    """Later it would repeat what was sent since."""
    shown(page, 0, 1)
    page.subscriber.look({0: "focus", 1: "shown"}, 100, {1: 0})
    hubs[1].prints(b"more")
    page.until_quiet()
    page.subscriber.look({0: "focus"}, 100)
    page.subscriber.look({0: "focus", 1: "shown"}, 100, {2: 5})
    page.until_quiet()
    assert b"more" == page.drawn[1]
    snapshots = [event for event in page.heard if isinstance(event, PaneSnapshot) and event.pane == 1]
    assert 2 == len(snapshots)


def test_events_and_layouts_go_before_output(page, hubs):
    """Of two unsent layouts of a window only the newer one is sent; others are all sent."""
    page.subscriber.notify(Attached({}))
    page.subscriber.look({0: "focus"}, 100)
    hubs[0].fences()
    page.subscriber.send_layout(LayoutChanged("@1", b"1"))
    page.subscriber.send_layout(LayoutChanged("", b"2"))
    page.subscriber.send_layout(LayoutChanged("", b"3"))
    page.subscriber.send_layout(LayoutChanged("@1", b"4"))
    page.subscriber.notify(Event("bell", {}), "bell")
    attached, *layouts, bell, snapshot = page.take()
    assert isinstance(attached, Attached)
    assert [b"2", b"3", b"4"] == [layout.payload for layout in layouts]
    assert isinstance(bell, Event)
    assert isinstance(snapshot, PaneSnapshot)


def test_exit_follows_after_the_rest_of_the_output(page, hubs):
    shown(page, 0)
    hubs[0].prints(b"l" * (WINDOW_START_BYTES + 9))
    page.subscriber.on_ended(Exited("session_ended"))
    assert not any(isinstance(event, Exited) for event in page.take())
    page.ack()
    last = page.take()
    assert (9, Exited("session_ended")) == (sent(last, 0), last[-1])
    page.subscriber.leave()
    with pytest.raises(SubscriberClosed):
        page.subscriber.take()


class AnyOrder(RuleBasedStateMachine):
    """Whatever happens in whatever order: no gap, no byte twice, never more in flight than the window."""

    def __init__(self) -> None:
        super().__init__()
        self.hubs = [FakeHub(pane, capacity_bytes=48 * KIB) for pane in range(4)]
        self.page = Page(FakeSession(*self.hubs))
        self.alive = set(range(4))

    @rule(pane=st.integers(0, 3), size=st.sampled_from([1, 200, 5000, 40_000]))
    def prints(self, pane, size):
        if pane in self.alive and len(self.hubs[pane].printed) < 200 * KIB:
            self.hubs[pane].prints(bytes([65 + pane]) * size)

    @rule(data=st.data())
    def looks(self, data):
        panes = data.draw(st.lists(st.sampled_from(sorted(self.alive)), unique=True)) if self.alive else []
        self.page.subscriber.look({pane: "shown" if at else "focus" for at, pane in enumerate(panes)}, 10)

    @rule(pane=st.integers(0, 3))
    def fences(self, pane):
        self.hubs[pane].fences()

    @rule(pane=st.integers(0, 3))
    def all_get_a_snapshot(self, pane):
        self.hubs[pane].waiting.clear()
        for reader in list(self.hubs[pane].readers):
            reader.on_snapshot(self.hubs[pane].snapshot())

    @rule(pane=st.integers(0, 3), kind=st.sampled_from([SCREEN, FRAME]))
    def shows_a_screen(self, pane, kind):
        for reader in list(self.hubs[pane].readers):
            if reader.frame_acked() and not reader.is_stale:
                reader.on_snapshot(self.hubs[pane].snapshot(kind))

    @rule(count=st.one_of(st.none(), st.integers(1, 5)))
    def acks(self, count):
        self.page.ack(count)

    @rule()
    def takes(self):
        window, before = self.page.subscriber.window, self.page.subscriber.window.in_flight_bytes
        events = self.page.take()
        for event in events:
            if isinstance(event, PaneOutput):
                before += len(event.output.data)
                assert before <= window.window_bytes
            else:
                before += len(event.data)
        focus = [view.pane for view in self.page.subscriber._views.values() if view.focused]
        is_focused = [event.pane in focus for event in events]
        assert not any(later and not earlier for earlier, later in pairwise(is_focused))

    @precondition(lambda self: len(self.alive) > 2)
    @rule(pane=st.integers(0, 3))
    def ends(self, pane):
        self.alive.discard(pane)
        self.hubs[pane].ends()
        assert pane not in {event.pane for event in self.page.take()}

    @invariant()
    def in_flight_is_the_sum_of_all_panes(self):
        subscriber = self.page.subscriber
        of_panes = sum(view.ledger.in_flight_bytes for view in subscriber._views.values())
        assert subscriber.window.in_flight_bytes == of_panes

    def teardown(self):
        """When everything was acknowledged, each pane that is shown is drawn to its last byte."""
        self.page.until_quiet()
        for pane in self.page.subscriber.shown():
            assert self.page.drawn[pane] == bytes(self.hubs[pane].printed)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
