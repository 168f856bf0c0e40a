"""The events that viewers of a session get when tmux changed."""

from __future__ import annotations

from dataclasses import replace

from webmux.events import Event, WindowSwitched
from webmux.model import Session, Size, TmuxState, Window
from webmux.tmux.state.state_events import ELSEWHERE_MAX, elsewhere_event, rung, viewer_events, waiting

ONE = Session("$0", "one", 1, 1, 0, 1, Size(80, 24))
WINDOWS = (
    Window("@0", "$0", 0, "sh", active=True, panes=1),
    Window("@1", "$0", 1, "vim", active=False, panes=1),
    Window("@2", "$1", 0, "other", active=True, panes=1),
)
STATE = TmuxState("1-1", (ONE,), WINDOWS, "ok")


def names(before: TmuxState, now: TmuxState) -> list[str]:
    return [name for name, _ in viewer_events(before, now, "$0")]


def test_without_a_change_there_are_no_events() -> None:
    assert [] == viewer_events(STATE, STATE, "$0")


def test_a_new_name_is_sent() -> None:
    now = replace(STATE, sessions=(replace(ONE, name="two"),))
    assert [("sessions", Event("sessions", {"session": {"id": "$0", "name": "two"}}))] == viewer_events(
        STATE, now, "$0"
    )


def test_a_new_folder_is_announced_without_its_path() -> None:
    """Guests get it as well, but not those of one window, which may be another."""
    now = replace(STATE, sessions=(replace(ONE, path="/secret"),))
    assert [("folder", Event("folder", {}))] == viewer_events(STATE, now, "$0")
    assert [] == viewer_events(STATE, now, "$0", "@0")


def test_all_of_a_session_is_sent_when_the_model_gets_it() -> None:
    """Its first viewers may have read an earlier name and folder before tmux answered."""
    expected = ["sessions", "windows", "folder", "window"]
    assert [expected, expected] == [names(TmuxState(), STATE), names(TmuxState("1-1", health="ok"), STATE)]


def test_a_new_current_window_is_sent_with_the_list() -> None:
    windows = (replace(WINDOWS[0], active=False), replace(WINDOWS[1], active=True), WINDOWS[2])
    now = replace(STATE, windows=windows)
    told = dict(viewer_events(STATE, now, "$0"))
    assert WindowSwitched("@1") == told["window"]
    assert isinstance(told["windows"], Event)
    assert [False, True] == [window["active"] for window in told["windows"].fields["windows"]]


def test_a_bell_is_sent_as_windows() -> None:
    now = replace(STATE, windows=(WINDOWS[0], replace(WINDOWS[1], bell=True), WINDOWS[2]))
    assert ["windows"] == names(STATE, now)


def test_changes_of_other_sessions_are_not_sent() -> None:
    assert [] == names(STATE, replace(STATE, windows=(*WINDOWS[:2], replace(WINDOWS[2], name="x"))))


def test_a_stop_and_a_return_of_tmux_are_sent_once_each() -> None:
    slow = replace(STATE, health="slow")
    assert ["health"] == names(STATE, slow)
    assert ["health"] == names(slow, STATE)
    assert [] == names(STATE, TmuxState())


def test_other_sessions_that_need_attention_are_a_separate_event() -> None:
    other = replace(ONE, id="$1", name="other")
    before = replace(STATE, sessions=(ONE, other))
    rang = replace(before, windows=(*WINDOWS[:2], replace(WINDOWS[2], bell=True)))
    told = {"id": "$1", "name": "other", "alerts": {"bell": 1, "activity": 0, "silence": 0, "done": 0}}
    assert [[], [told]] == [waiting(before), waiting(rang)]
    assert Event("elsewhere", {"sessions": [told]}) == elsewhere_event([told], "$0")
    assert Event("elsewhere", {"sessions": []}) == elsewhere_event([told], "$1")


def test_only_the_first_of_many_sessions_are_named() -> None:
    sessions = tuple(replace(ONE, id=f"${number}") for number in range(50))
    windows = tuple(replace(WINDOWS[0], session_id=session.id, done=True) for session in sessions)
    event = elsewhere_event(waiting(replace(STATE, sessions=sessions, windows=windows)), "$0")
    assert ELSEWHERE_MAX == len(event.fields["sessions"])


def test_a_window_rang_if_tmux_flagged_it_since() -> None:
    ringing = replace(STATE, windows=(WINDOWS[0], replace(WINDOWS[1], bell=True), WINDOWS[2]))
    assert ["@1"] == [window.id for window in rung(STATE, ringing)]
    assert [] == rung(ringing, ringing) == rung(ringing, STATE) == rung(TmuxState(), ringing)
