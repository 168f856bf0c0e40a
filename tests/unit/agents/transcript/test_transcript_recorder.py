"""When panes are captured, and what happens when they end. No tmux."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from tests.support import eventually
from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.agents.transcript import transcript_recorder
from webmux.agents.transcript.merger import BELOW_MAX_BYTES
from webmux.agents.transcript.store import ROW_MAX_BYTES
from webmux.agents.transcript.transcript_recorder import BUSY_S, TOGETHER_MAX, Transcript, TranscriptRecorder
from webmux.errors import TmuxCommandFailed, TmuxError
from webmux.mirror.slots import CaptureSlots
from webmux.signals import Signal


class FakeTmux:
    """Some panes with a screen each: a link, and what their agents do."""

    version = "3.6b"

    def __init__(self) -> None:
        self.screens: dict[str, list[bytes]] = {}
        self.alternate = b"1"
        self.asked = 0
        self.captured = 0
        self.sizes: list[int] = []
        self.epoch = "1-2"
        self.agents: tuple[AgentInPane, ...] = ()
        self.changed: Signal[[]] = Signal()
        self.drawn: Signal[[Any]] = Signal()

    def connection(self, timeout_s: float) -> None:
        """There is one."""

    def run_each(self, groups: Any, timeout_s: float | None = None) -> list[bytes | TmuxError]:
        self.sizes.append(len(groups))
        return [self.answer(group) for group in groups]

    def answer(self, group: Any) -> bytes | TmuxError:
        self.asked += 1
        pane_id = group[0][3]
        if pane_id not in self.screens:
            return TmuxCommandFailed(group[0], f"can't find pane: {pane_id}")
        rows = self.screens[pane_id] if len(group) > 1 else []
        self.captured += len(group) > 1
        return b"".join(line + b"\n" for line in [self.alternate + b" 40 4", *rows])

    def work_in(self, *pane_ids: str) -> None:
        state = AgentState("working", 1)
        self.agents = tuple(AgentInPane("$0", "@0", pane_id, 7, state) for pane_id in pane_ids)
        self.changed.send()


@pytest.fixture
def tmux() -> FakeTmux:
    return FakeTmux()


@pytest.fixture
def recorder(tmux: FakeTmux) -> Iterator[TranscriptRecorder]:
    link, agents = cast(Any, tmux), cast(Any, tmux)
    one = TranscriptRecorder(link, CaptureSlots(4), agents, tmux.drawn)
    yield one
    one.stop()


def scroll(tmux: FakeTmux, pane_id: str, first: int) -> None:
    tmux.screens[pane_id] = [b"row %d of it" % number for number in range(first, first + 4)]


def stored(recorder: TranscriptRecorder, pane_id: str) -> Callable[[], list[bytes | None]]:
    def lines() -> list[bytes | None]:
        found = recorder.of("1-2", pane_id)
        return [] if found is None else found.store.lines(0, 99)

    return lines


def test_what_an_agent_scrolls_is_stored(tmux: FakeTmux, recorder: TranscriptRecorder) -> None:
    scroll(tmux, "%1", 0)
    tmux.work_in("%1")
    eventually(lambda: tmux.asked)
    scroll(tmux, "%1", 2)
    assert [b"row 0 of it", b"row 1 of it"] == eventually(stored(recorder, "%1"))
    assert recorder.of("another server", "%1") is None
    recorder.forget("%1")
    assert [] == stored(recorder, "%1")()


def test_the_last_screen_is_stored_when_the_agent_leaves_it(
    tmux: FakeTmux, recorder: TranscriptRecorder
) -> None:
    scroll(tmux, "%1", 0)
    tmux.work_in("%1")
    eventually(lambda: tmux.asked)
    tmux.alternate = b"0"
    assert 4 == len(eventually(stored(recorder, "%1")))


def test_a_transcript_ends_with_its_pane(tmux: FakeTmux, recorder: TranscriptRecorder) -> None:
    scroll(tmux, "%1", 0)
    tmux.work_in("%1")
    eventually(lambda: tmux.asked)
    scroll(tmux, "%1", 1)
    eventually(stored(recorder, "%1"))
    tmux.work_in()
    assert stored(recorder, "%1")()
    del tmux.screens["%1"]
    tmux.drawn.send(None)
    eventually(lambda: not stored(recorder, "%1")())


def test_another_tmux_server_has_no_transcripts(tmux: FakeTmux, recorder: TranscriptRecorder) -> None:
    scroll(tmux, "%1", 0)
    tmux.work_in("%1")
    eventually(lambda: tmux.asked)
    scroll(tmux, "%1", 1)
    eventually(stored(recorder, "%1"))
    tmux.epoch = "9-9"
    tmux.work_in()
    assert (None, None) == (recorder.of("1-2", "%1"), recorder.of("9-9", "%1"))


def test_all_transcripts_together_are_bounded(
    tmux: FakeTmux, recorder: TranscriptRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcript_recorder, "TOTAL_BYTES_MAX", 200)
    scroll(tmux, "%1", 0)
    tmux.work_in("%1")
    eventually(lambda: tmux.asked)
    tmux.alternate = b"0"  # four rows are stored at once, and two of them fit
    assert [b"row 2 of it", b"row 3 of it"] == eventually(stored(recorder, "%1"))


def test_the_main_screen_is_not_captured_until_the_alternate_screen_is_shown(
    tmux: FakeTmux, recorder: TranscriptRecorder
) -> None:
    tmux.alternate = b"0"
    scroll(tmux, "%1", 0)
    tmux.work_in("%1")
    eventually(lambda: tmux.asked > 1)
    assert 1 == tmux.captured
    tmux.alternate = b"1"
    tmux.drawn.send(["@0"])
    eventually(lambda: tmux.captured > 1)
    scroll(tmux, "%1", 2)
    assert [b"row 0 of it", b"row 1 of it"] == eventually(stored(recorder, "%1"))


def test_panes_that_are_due_at_about_the_same_time_stay_together(
    tmux: FakeTmux, recorder: TranscriptRecorder
) -> None:
    panes = [f"%{number}" for number in range(TOGETHER_MAX)]
    for pane_id in panes:
        scroll(tmux, pane_id, 0)
    tmux.work_in(*panes)
    eventually(lambda: [1 for size in tmux.sizes if size == TOGETHER_MAX])
    assert max(tmux.sizes) == TOGETHER_MAX


def test_the_state_of_one_agent_captures_no_other(tmux: FakeTmux, recorder: TranscriptRecorder) -> None:
    one, other = Transcript("@0"), Transcript("@0")
    recorder._panes = {"%1": one, "%2": other}
    one.kind, other.kind = "waiting", "working"
    tmux.work_in("%1", "%2")
    assert (True, False) == (one.due_in(0.0) is not None, other.due_in(0.0) is not None)


def test_a_pane_without_output_is_not_captured() -> None:
    one = Transcript("@0")
    assert one.due_in(100.0) is None
    one.wake(100.0)
    assert 0 == one.due_in(100.0)
    one.take([b"row of it"], 40, 24, 100.0)
    assert 0 < cast(float, one.due_in(100.0)) < 1
    for tick in range(100):
        one.take([b"row of it"], 40, 24, 100.0 + tick / 10)
    assert one.due_in(100.0 + BUSY_S + 10) is None


def test_fast_output_is_captured_more_often() -> None:
    one = Transcript("@0")
    for tick in range(3):
        rows = [b"row %d of it" % number for number in range(tick * 10, tick * 10 + 24)]
        one.take(rows, 40, 24, 100.0 + tick / 2)
    assert 0 < cast(float, one.due_in(101.0)) < 0.35


def test_output_that_fills_the_screen_between_two_captures_is_captured_more_often() -> None:
    """Nothing overlaps, so nothing seems to scroll. A program that repaints the whole screen has a limit."""
    one, now_s, intervals = Transcript("@0"), 100.0, []
    for tick in range(6):
        one.take([b"row %d of it" % number for number in range(tick * 50, tick * 50 + 40)], 40, 40, now_s)
        intervals.append(round(cast(float, one.due_in(now_s)), 3))
        now_s += intervals[-1]
    assert [1.0, 0.5, 0.25, 0.25, 0.25, 0.25] == intervals


def test_wide_rows_are_shortened() -> None:
    """A program chooses how much it draws: what is kept has a bound, also when a user scrolls back."""
    transcript = Transcript("@0")
    cell = b"\x1b[38;2;%d;1;1m\x1b[48;2;2;2;2mx"
    for step in range(60):
        rows = [b"row%06d " % (10**6 - 5 * step + at) + cell % at * 400 for at in range(24)]
        transcript.take(rows, 410, 24, 0.1 * step)
    merger = transcript.merger
    assert max(len(row.styled) for row in merger.rows) <= ROW_MAX_BYTES
    assert sum(len(row.styled) for row in merger._below) <= BELOW_MAX_BYTES
