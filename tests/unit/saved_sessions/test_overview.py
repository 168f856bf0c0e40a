"""Saved sessions as views use them: what is gone, what is restored, what is offered no more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support import eventually
from webmux.errors import BadField
from webmux.model import Session, Size, TmuxState, Window
from webmux.saved_sessions import offers, overview
from webmux.saved_sessions.history_choice import HistoryChoice
from webmux.saved_sessions.overview import SavedSessions
from webmux.saved_sessions.restorer import Order, Result
from webmux.saved_sessions.saved_set import SavedSession, SavedSet
from webmux.saved_sessions.set_files import SavedSetNotFound, SavedSets
from webmux.signals import Signal
from webmux.store.state_dir import StateDir, StateFile
from webmux.tmux.state.command_tracker import Finished

EPOCH = "1-1700000000"


class Place:
    """Two sessions of a tmux that has ended."""

    def __init__(self, directory: Path) -> None:
        self.state = TmuxState()
        self.changed: Signal[[TmuxState, TmuxState]] = Signal()
        self.drawn: Signal[[Collection[str] | None]] = Signal()
        self.command_ended: Signal[[Finished]] = Signal()
        self.socket_path = "/run/tmux"
        self.killed: Signal[[str]] = Signal()
        self.refreshed = 0
        self.link = SimpleNamespace(run_each=lambda groups: [b""])
        SavedSets(directory).save(
            SavedSet(100, EPOCH, (SavedSession("a", id="$0"), SavedSession("b", id="$1")))
        )
        self.saved = SavedSessions(directory, cast(Any, self), cast(Any, self), delay_s=0.01)
        self.orders: list[Order] = []
        cast(Any, self.saved.restorer).begin = self.orders.append
        self.now: SavedSet | OSError | None = None
        cast(Any, self.saved.saver).stored_now = self.stored_now

    def stored_now(self) -> SavedSet | None:
        if isinstance(self.now, OSError):
            raise self.now
        return self.now

    def refresh(self) -> None:
        self.refreshed += 1

    def shown(self) -> tuple[str | None, list[str]]:
        fields = self.saved.fields(self.state)
        return fields["offered"], [one["state"] for one in fields["sets"][0]["sessions"]]

    @property
    def set_id(self) -> str:
        return str(self.saved.fields(self.state)["sets"][0]["id"])

    def restore(self, **options: Any) -> Order:
        given = {"names": None, "may_copy": lambda panes: None, "on_result": lambda result: None}
        self.saved.restore(self.set_id, "ann", **{**given, **options})
        return self.orders[-1]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    one.saved.start()
    yield one
    one.saved.stop()
    one.saved.stop()


def test_all_that_is_gone_is_restored_or_a_choice(place: Place) -> None:
    assert place.shown() == (place.set_id, ["gone", "gone"])
    assert [session.name for session in place.restore().sessions] == ["a", "b"]
    order = place.restore(names={"$1": "c"}, taken="rename")
    assert ([session.name for session in order.sessions], order.names) == (["b"], {"$1": "c"})
    running = (Session("$9", "a", 1, 1, 0, 1, Size(80, 24)),)
    place.state = TmuxState("2-1700000000", running, (), "ok")
    assert [session.name for session in place.restore().sessions] == ["b"]
    assert [session.name for session in place.restore(taken="rename").sessions] == ["a", "b"]


def test_wrong_ids_are_refused(place: Place) -> None:
    with pytest.raises(BadField):
        place.restore(names={"$7": None})
    with pytest.raises(BadField):
        place.saved.dismiss(place.set_id, ["$7"])
    for call in (place.saved.dismiss, lambda set_id: place.saved.restore(set_id, "ann", **NOTHING)):
        with pytest.raises(SavedSetNotFound):
            call("000000000000")


NOTHING: dict[str, Any] = {"names": None, "may_copy": print, "on_result": print}


def test_what_was_restored_or_dismissed_is_not_offered_again(place: Place) -> None:
    changes: list[None] = []
    place.saved.changed.add(lambda: changes.append(None))
    order = place.restore()
    place.now = SavedSet(200, "2-1700000000", (SavedSession("a", id="$5"),))
    order.on_result(Result("$0", "a", "restored", "$5", epoch="2-1700000000"))
    order.on_result(Result("$1", "b", "failed"))
    assert place.shown() == (place.set_id, ["settled", "gone"])
    assert changes
    place.saved.dismiss(place.set_id)
    assert place.shown() == (None, ["settled", "settled"])


def test_what_was_restored_is_offered_until_it_is_saved(place: Place) -> None:
    order = place.restore()
    order.on_result(Result("$0", "a", "restored", "$0", epoch="2-1700000000"))
    assert place.shown() == (place.set_id, ["gone", "gone"]), "tmux ended again"
    order.on_result(Result("$0", "a", "restored", "$0", epoch="2-1700000000"))
    order.on_result(Result("$1", "b", "restored", "$1", epoch="2-1700000000"))
    place.now = OSError(28, "No space left on device")
    place.saved.restorer.changed.send()
    eventually(lambda: len(place.saved._nursery) == 0)
    assert place.shown() == (place.set_id, ["gone", "gone"])
    place.now = SavedSet(200, "2-1700000000", (SavedSession("b", id="$1"),))
    place.saved.saver.saved.send()
    eventually(lambda: place.shown() == (place.set_id, ["gone", "settled"]))


def test_the_last_session_that_a_user_ends_is_not_offered(place: Place) -> None:
    place.changed.send(TmuxState(), TmuxState(EPOCH, (), (), "ok"))
    place.changed.send(TmuxState(EPOCH, (), (), "ok"), TmuxState())
    place.killed.send("$1")
    eventually(lambda: place.shown() == (place.set_id, ["gone", "settled"]))
    place.saved.ended(EPOCH, "$0")
    eventually(lambda: place.shown() == (None, ["settled", "settled"]))


def test_shells_that_end_just_before_tmux_count_as_gone_with_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "SHUTDOWN_S", 0.01)
    both = tuple(Session(f"${at}", name, 1, 1, 0, 1, Size(80, 24), EPOCH) for at, name in enumerate("ab"))
    place.state = TmuxState(EPOCH, both, (), "ok")
    place.saved.ended_in_terminal(EPOCH, "$0")
    place.state = TmuxState()
    eventually(lambda: len(place.saved._nursery) == 0)
    assert place.shown() == (place.set_id, ["gone", "gone"])
    place.state = TmuxState(EPOCH, both, (), "ok")
    place.saved.ended_in_terminal(EPOCH, "$0")
    eventually(lambda: len(place.saved._nursery) == 0)
    place.state = TmuxState()
    eventually(lambda: place.shown() == (place.set_id, ["settled", "gone"]))
    place.state = TmuxState(EPOCH, both[1:], (), "ok")
    place.saved.ended_in_terminal(EPOCH, "$1")
    place.state = TmuxState()
    eventually(lambda: place.shown() == (None, ["settled", "settled"]))


def test_the_offer_of_a_pane_ends_after_another_command(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(offers, "drop", lambda tmux, pane_id: dropped.append(pane_id))
    windows = [Window(f"@{at}", "$0", at, "w", True, 1, pane_id=f"%{at}", offers=at == 1) for at in range(2)]
    place.state = TmuxState(EPOCH, (), tuple(windows), "ok")
    for at in range(3):
        place.command_ended.send(Finished(f"@{at}", "$0", "w", "make", 12.0))
    eventually(lambda: dropped == ["%1"] and place.refreshed)


def test_nobody_saves_histories_until_it_is_chosen(tmp_path: Path) -> None:
    """Pages are notified, and "off" deletes what is stored."""
    texts = tmp_path / "history"
    texts.mkdir()
    one = cast(Any, SimpleNamespace(version=lambda: "3.3a", socket_path="/run/tmux"))
    choice = HistoryChoice(StateFile(StateDir(tmp_path / "state"), "save-history"), option=False)
    saved = SavedSessions(tmp_path, one, one, histories=texts, choice=choice)
    sent: list[str] = []
    saved.changed.add(lambda: sent.append(saved.fields(TmuxState())["history"]))
    assert saved.fields(TmuxState())["history"] == "open"
    saved.choose_history(save=True)
    (texts / f"{'0' * 32}.txt").write_text("a secret")
    saved.choose_history(save=False)
    assert (sent, list(texts.iterdir())) == (["on", "off"], [])
