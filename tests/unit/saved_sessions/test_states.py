"""What became of saved sessions, and which are offered."""

from __future__ import annotations

from webmux.model import Session, Size, TmuxState
from webmux.saved_sessions.saved_set import SavedSession, SavedSet, SavedWindow
from webmux.saved_sessions.set_files import StoredSet
from webmux.saved_sessions.states import offered, states_of

LIFE, NEXT = "1-1700000000", "2-1700000000"


def stored(set_id: str, names: str, epoch: str = LIFE, settled: tuple[str, ...] = ()) -> StoredSet:
    sessions = tuple(SavedSession(name, (SavedWindow(),) * 2, f"${name}") for name in names)
    return StoredSet(set_id, SavedSet(100, epoch, sessions, settled=settled))


def tmux(names: str, epoch: str) -> TmuxState:
    sessions = tuple(Session(f"${name}", name, 1, 1, 0, 1, Size(80, 24), epoch) for name in names)
    return TmuxState(epoch, sessions, (), "ok")


def shown(sets: list[StoredSet], state: TmuxState) -> tuple[str | None, list[str]]:
    found = states_of(sets, state)
    return offered(found), [" ".join(one.states.values()) for one in found]


def test_of_the_running_server_nothing_is_gone() -> None:
    assert shown([stored("x", "ab")], tmux("a", LIFE)) == (None, ["runs settled"])


def test_after_the_end_of_tmux_all_is_gone() -> None:
    assert shown([stored("x", "ab")], TmuxState()) == ("x", ["gone gone"])
    assert shown([stored("x", "ab")], tmux("b", NEXT)) == ("x", ["gone name_taken"])
    assert shown([stored("x", "b")], tmux("b", NEXT)) == (None, ["name_taken"])


def test_what_a_user_ended_dismissed_or_restored_is_not_offered() -> None:
    sets = [stored("new", "bc", settled=("$b",)), stored("old", "abc", settled=("$b",))]
    assert shown(sets, TmuxState()) == ("new", ["settled gone", "settled settled gone"])
    assert shown([stored("x", "a", settled=("$a",))], TmuxState()) == (None, ["settled"])


def test_the_newest_set_with_something_gone_is_offered() -> None:
    sets = [stored("now", "x", "3-1700000000"), stored("small", "b", NEXT), stored("large", "abc")]
    assert shown(sets, tmux("x", "3-1700000000"))[0] == "small"
    assert shown(sets, tmux("xb", "3-1700000000"))[0] == "large"


def test_the_fields_have_no_folders_and_commands() -> None:
    [one] = states_of([stored("x", "a")], TmuxState())
    assert one.fields() == {
        "id": "x",
        "saved_at": 100,
        "current": False,
        "gone": 1,
        "sessions": [{"id": "$a", "name": "a", "windows": 2, "panes": 2, "state": "gone"}],
    }


def test_sets_of_another_socket_are_not_of_this_tmux() -> None:
    other = StoredSet("y", SavedSet(100, LIFE, (SavedSession("a", id="$a"),), socket="/run/other"))
    assert [one.stored.id for one in states_of([other, stored("x", "b")], TmuxState(), "/run/tmux")] == ["x"]
    assert states_of([other], TmuxState(), "/run/other")[0].gone == 1
