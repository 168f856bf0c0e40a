"""Restoring goes on after a failure, changes nothing that exists, and is done once at a time."""

from __future__ import annotations

from typing import Any, cast

import gevent
import pytest
from gevent.event import Event as Flag

from webmux.errors import NameTaken, QuotaReached, TmuxCommandFailed
from webmux.model import Session, SessionList, Size
from webmux.saved_sessions import restorer as restorer_module
from webmux.saved_sessions.builder import Built
from webmux.saved_sessions.restorer import RENAME, Order, Restorer, RestoreRunning, Result
from webmux.saved_sessions.saved_set import SavedSession, SavedWindow


class FakeTmux:
    """Sessions by name; the module's `build_session` adds to them."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.owners: dict[str, str | None] = {}
        self.gate: Flag | None = None

    def list_sessions(self) -> SessionList:
        return SessionList("1-2", tuple(self.session(name) for name in self.names))

    def session(self, name: str) -> Session:
        return Session(f"${name}", name, 1, 1, 0, 1, Size(80, 24))

    def build(self, tmux: Any, saved: SavedSession, **given: Any) -> Built:
        name, owner, on_windows = given["name"], given["owner"], given["on_windows"]
        if self.gate is not None:
            self.gate.wait(5)
        if saved.name == "broken":
            raise TmuxCommandFailed(("new-window",), "no")
        if saved.name == "raced":
            raise NameTaken("taken meanwhile")
        for at in range(len(saved.windows)):
            on_windows(at + 1)
        self.names.append(name)
        self.owners[name] = owner
        return Built(self.session(name), len(saved.windows), 1, ("window 0: x",) if name == "odd" else ())


@pytest.fixture
def tmux(monkeypatch: pytest.MonkeyPatch) -> FakeTmux:
    one = FakeTmux("here", "here 2")
    monkeypatch.setattr(restorer_module, "build_session", one.build)
    return one


def saved(*names: str) -> list[SavedSession]:
    return [SavedSession(name, (SavedWindow(),) * 3, f"${name}") for name in names]


def outcomes(results: tuple[Result, ...]) -> list[tuple[str, str, str | None]]:
    return [(result.name, result.outcome, result.session_id) for result in results]


def test_each_session_has_an_outcome_and_progress_is_reported(tmux: FakeTmux) -> None:
    one = Restorer(cast(Any, tmux))
    steps: list[tuple[int, int]] = []
    one.changed.add(
        lambda: steps.append((one.last.windows_done, len(one.last.results))) if one.last else None
    )
    told: list[str] = []
    order = Order(
        "x",
        saved("a", "broken", "here", "raced", "odd"),
        "ann",
        on_result=lambda result: told.append(result.name),
    )
    done = one.run(order)
    assert outcomes(done.results) == [
        ("a", "restored", "$a"),
        ("broken", "failed", None),
        ("here", "skipped", None),
        ("raced", "skipped", None),
        ("odd", "restored", "$odd"),
    ]
    assert done.results[-1].problems == ("window 0: x",)
    assert (done.running, done.windows, done.windows_done, done.sessions) == (False, 15, 15, 5)
    assert told == ["a", "broken", "here", "raced", "odd"]
    assert steps[:4] == [(1, 0), (2, 0), (3, 0), (3, 1)]
    assert steps == sorted(steps)
    assert done.fields()["sessions_done"] == 5


def test_a_name_that_is_taken_gets_a_number_or_the_given_name(tmux: FakeTmux) -> None:
    one = Restorer(cast(Any, tmux))
    done = one.run(Order("x", saved("here", "a"), "ann", {"$a": "b"}, RENAME))
    assert outcomes(done.results) == [("here 3", "restored", "$here 3"), ("b", "restored", "$b")]
    assert tmux.owners == {"here 3": "ann", "b": "ann"}, "a copy belongs to the user who made it"
    done = one.run(Order("x", saved("a"), "ann", {"$a": "here"}, RENAME))
    assert outcomes(done.results) == [("here", "skipped", None)]
    done = one.run(Order("x", saved("a"), "ann"))
    assert tmux.owners["a"] is None, "of the saved user"


def test_copies_count_against_the_limit_of_their_user(tmux: FakeTmux) -> None:
    def refuse(panes: int) -> None:
        assert panes == 3
        raise QuotaReached("you have 50 sessions already: end some")

    done = Restorer(cast(Any, tmux)).run(Order("x", saved("here", "a"), "ann", taken=RENAME, may_copy=refuse))
    assert [result.outcome for result in done.results] == ["failed", "restored"]
    assert done.results[0].problems == ("you have 50 sessions already: end some",)


def test_there_is_one_restore_at_a_time(tmux: FakeTmux) -> None:
    one = Restorer(cast(Any, tmux))
    tmux.gate = Flag()
    assert one.begin(Order("x", saved("a"), "ann")).running
    gevent.sleep(0)
    for again in (one.begin, one.run):
        with pytest.raises(RestoreRunning):
            again(Order("x", saved("b"), "bob"))
    tmux.gate.set()
    with gevent.Timeout(5):
        while one.last is None or one.last.running:
            gevent.sleep(0.001)
    one.stop()
    assert tmux.names == ["here", "here 2", "a"]
    one.stop()


def test_sessions_of_a_group_share_their_windows(tmux: FakeTmux, monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[tuple[str, str]] = []

    def join(tmux_: Any, one: SavedSession, with_id: str, *, name: str, owner: str | None) -> Session:
        joined.append((name, with_id))
        return tmux.session(name)

    monkeypatch.setattr(restorer_module, "join_group", join)
    group = [SavedSession(name, id=f"${name}", group="g") for name in ("a", "b")]
    Restorer(cast(Any, tmux)).run(Order("x", group, "ann"))
    assert joined == [("b", "$a")]
