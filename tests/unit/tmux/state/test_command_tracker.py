"""Commands that are reported as ended: those that ran long in the foreground, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webmux.model import Window
from webmux.tmux.state.command_tracker import CONFIRM_S, CommandTracker, Finished

WINDOW = Window("@0", "$0", 0, "build", active=True, panes=1, pane_id="%0", command="bash")


def after(*steps: tuple[float, Window | None], tracker: CommandTracker | None = None) -> list[Finished]:
    """The commands that are reported if the window is in these states at these times."""
    tracker = tracker or CommandTracker(10.0, confirm_s=())
    told = []
    for at, window in steps:
        told += tracker.take("1-1", [window] if window is not None else [], at)
    return told


def running(command: str, pane_id: str = "%0") -> Window:
    return replace(WINDOW, command=command, pane_id=pane_id)


def test_a_long_command_is_reported_once_with_its_time() -> None:
    told = after((0, WINDOW), (5, running("make")), (10, running("make")), (17, WINDOW), (18, WINDOW))
    assert [Finished("@0", "$0", "build", "make", 12)] == told


@pytest.mark.parametrize(
    "steps",
    [
        [(0, WINDOW), (5, running("make")), (14.9, WINDOW)],
        [(0, running("vim")), (100, running("vim"))],
        [(0, running("vim")), (100, None)],
        [(0, running("bash")), (100, running("zsh")), (200, running("fish"))],
        [(0, running("vim")), (100, running("sh", "%1")), (200, running("vim"))],
        [(0, running("sh", "%1")), (1, running("vim")), (2, running("sh", "%1"))],
    ],
    ids=["too short", "goes on", "window gone", "shells only", "another pane", "to another pane and back"],
)
def test_other_changes_are_not_the_end_of_a_long_command(steps: list[tuple[float, Window | None]]) -> None:
    assert [] == after(*steps)


def test_commands_without_a_pause_count_as_one() -> None:
    told = after((0, running("make")), (8, running("test")), (12, WINDOW))
    assert [("test", 12)] == [(end.command, end.seconds) for end in told]


def test_done_stays_until_the_window_is_viewed() -> None:
    tracker = CommandTracker(10.0, confirm_s=())
    after((0, running("make")), (12, WINDOW), (13, running("ls")), (14, WINDOW), tracker=tracker)
    assert [True] == [window.done for window in tracker.marked([WINDOW])]
    tracker.see({"@1"})
    assert [True] == [window.done for window in tracker.marked([WINDOW])]
    tracker.see({"@0"})
    assert [False] == [window.done for window in tracker.marked([WINDOW])]


def test_a_closed_window_loses_its_mark() -> None:
    tracker = CommandTracker(10.0, confirm_s=())
    after((0, running("make")), (12, WINDOW), (13, None), tracker=tracker)
    assert [False] == [window.done for window in tracker.marked([WINDOW])]


def test_a_new_server_resets_the_tracker() -> None:
    """Its ids are the same and mean other windows."""
    tracker = CommandTracker(10.0, confirm_s=())
    after((0, running("make")), (12, WINDOW), (13, running("make")), tracker=tracker)
    assert [] == tracker.take("2-2", [WINDOW], 100)
    assert [False] == [window.done for window in tracker.marked([WINDOW])]


def test_a_window_of_two_sessions_is_reported_for_the_first() -> None:
    tracker = CommandTracker(10.0, confirm_s=())
    both = [WINDOW, replace(WINDOW, session_id="$1")]
    tracker.take("1-1", [replace(window, command="make") for window in both], 0)
    assert ["$0"] == [end.session_id for end in tracker.take("1-1", both, 20)]


def test_a_loop_has_not_ended_between_two_of_its_commands() -> None:
    """`while sleep 1; do date; done`: the shell is in the foreground for a moment, again and again."""
    tracker, told, at = CommandTracker(10.0), [], 0.0
    for _ in range(40):
        told += tracker.take("1-1", [running("sleep")], at)
        told += tracker.take("1-1", [WINDOW], at + 1)
        again_s = tracker.again_in_s(at + 1)
        assert again_s == pytest.approx(CONFIRM_S[0])
        told += tracker.take("1-1", [WINDOW], at + 1 + again_s)
        told += tracker.take("1-1", [WINDOW], at + 1.4 + again_s, lambda window: False)
        assert tracker.again_in_s(at + 2) is None
        at += 2
    assert ([], [False]) == (told, [window.done for window in tracker.marked([WINDOW])])


def test_a_command_has_ended_after_enough_checks() -> None:
    tracker = CommandTracker(10.0)
    told = after((0, running("make")), (12, WINDOW), (12.1, WINDOW), (12.2, WINDOW), tracker=tracker)
    assert [] == told, "looks without time between them are one look"
    at = 12.0
    for wait_s in CONFIRM_S:
        assert [] == told
        again_s = tracker.again_in_s(at)
        assert again_s == pytest.approx(wait_s)
        at += wait_s + 0.001
        told = after((at, WINDOW), tracker=tracker)
    assert [("make", 12.0)] == [(end.command, end.seconds) for end in told]
    assert tracker.again_in_s(at) is None


def test_done_windows_stay_done_after_our_restart() -> None:
    tracker = CommandTracker(10.0)
    after((0, replace(WINDOW, done=True)), tracker=tracker)
    assert {"@0"} == tracker.done
    tracker.see({"@0"})
    after((1, replace(WINDOW, done=True)), tracker=tracker)
    assert set() == tracker.done
