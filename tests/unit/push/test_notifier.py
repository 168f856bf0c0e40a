"""Who is told: those who want it and do not see it, not too often."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.support import eventually
from webmux.errors import DatabaseFailed
from webmux.model import Session, Size, TmuxState, Window
from webmux.push import notifier
from webmux.push.notifier import Notifier
from webmux.push.payload import Happening
from webmux.tmux.finished import Finished

USER = 1
BELL = Happening("bell", "$0", "work", "@1", "vim")


class FakeWatch:
    def __init__(self) -> None:
        self.state = TmuxState(
            epoch="1-2",
            sessions=(Session("$0", "work", 1, 2, 0, 1, Size(80, 24), "1-2"),),
            windows=(Window("@0", "$0", 0, "sh", True, 1), Window("@1", "$0", 1, "vim", False, 1)),
            health="ok",
        )
        self.listeners: list = []
        self.done: list = []

    def add_listener(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def add_done_listener(self, listener):
        self.done.append(listener)
        return lambda: self.done.remove(listener)

    def ring(self, window_id: str, *, epoch: str = "1-2") -> None:
        before = self.state
        windows = tuple(replace(one, bell=one.bell or one.id == window_id) for one in before.windows)
        self.state = replace(before, windows=windows, epoch=epoch)
        for listener in self.listeners:
            listener(before, self.state)


class FakeSubscriptions:
    def __init__(self) -> None:
        self.mine = [SimpleNamespace(id=7, login_id="here"), SimpleNamespace(id=8, login_id="there")]
        self.dropped: list[int] = []
        self.changed = lambda: None

    def on_change(self, listener):
        self.changed = listener

    def user_ids(self):
        return {USER} if self.mine else set()

    def of(self, user_id):
        return self.mine if user_id == USER else []

    def drop(self, gone):
        self.dropped += [one.id for one in gone]


class FakeSender:
    def __init__(self) -> None:
        self.offered: list = []

    def start(self):
        pass

    def stop(self):
        pass

    def offer(self, subscription, text, topic):
        self.offered.append((subscription.id, text, topic))
        return True


@pytest.fixture
def world():
    watch = FakeWatch()
    bells: list = []
    live = SimpleNamespace(
        watch=watch, add_bell_listener=lambda heard: bells.append(heard) or (lambda: bells.remove(heard))
    )
    held = SimpleNamespace(
        watch=watch,
        bells=bells,
        subscriptions=FakeSubscriptions(),
        sender=FakeSender(),
        settings={},
        logins=["here", "there"],
        seen=set(),
    )
    gate = SimpleNamespace(logins_of=lambda user_id: [SimpleNamespace(id=name) for name in held.logins])
    preferences = SimpleNamespace(of=lambda user_id: held.settings)
    sees = lambda user_id, session_id: (user_id, session_id) in held.seen  # noqa: E731
    held.notifier = Notifier(live, held.subscriptions, gate, preferences, held.sender, sees)
    yield held
    held.notifier.stop()


def told(world) -> list[int]:
    return [number for number, _, _ in world.sender.offered]


def test_all_browsers_of_a_user_are_told(world) -> None:
    world.notifier.tell(USER, BELL)
    assert [7, 8] == told(world)
    assert "Bell in vim" in world.sender.offered[0][1]


@pytest.mark.parametrize(
    "settings", [{"notify.bell": False}, {"notify.muted": ["other", "work"]}], ids=["bell off", "muted"]
)
def test_who_does_not_want_it_is_not(settings, world) -> None:
    world.settings = settings
    world.notifier.tell(USER, BELL)
    assert [] == told(world)


@pytest.mark.parametrize("settings", [{"notify.done": False}, {"notify.muted": "work"}, {"notify.bell": 0}])
def test_other_settings_and_odd_ones_change_nothing(settings, world) -> None:
    world.settings = settings
    world.notifier.tell(USER, BELL)
    assert [7, 8] == told(world)


def test_who_sees_it_is_not_told(world) -> None:
    world.seen = {(USER, "$0")}
    world.notifier.tell(USER, BELL)
    assert [] == told(world)


def test_a_login_that_ended_takes_its_subscription_along(world) -> None:
    world.logins = ["there"]
    world.notifier.tell(USER, BELL)
    assert [8] == told(world)
    assert [7] == world.subscriptions.dropped


def test_what_fails_for_one_ends_no_telling(world) -> None:
    """In whatever way it fails: who comes next is told."""
    sees, failing = world.notifier._sees, [RuntimeError("in a way of its own"), DatabaseFailed("away")]

    def fail_first(user_id, session_id):
        if failing:
            raise failing.pop()
        return sees(user_id, session_id)

    world.notifier._sees = fail_first
    world.notifier.start()
    for _ in range(3):
        world.notifier._put(BELL)
    eventually(lambda: told(world) == [7, 8])


def test_names_may_be_left_out(world) -> None:
    world.settings = {"notify.names": False}
    world.notifier.tell(USER, BELL)
    assert "work" not in world.sender.offered[0][1]


def test_not_too_often_of_one_session(world) -> None:
    world.logins = ["here"]
    for _ in range(3):
        world.notifier.tell(USER, BELL)
    world.notifier.tell(USER, replace(BELL, session_id="$1", session="other"))
    world.notifier.tell(USER, replace(BELL, kind="done"))
    assert 3 == len(told(world))


def test_not_too_often_in_all(world) -> None:
    world.logins = ["here"]
    for number in range(100):
        world.notifier.tell(USER, replace(BELL, session_id=f"${number}"))
    assert 12 <= len(told(world)) <= 24  # a minute may end in between


def test_bells_and_ends_are_heard(world) -> None:
    world.logins = ["here"]
    world.notifier.start()
    world.watch.ring("@1")
    eventually(lambda: len(told(world)) == 1)
    world.watch.ring("@1")  # it has rung already
    world.watch.done[0](Finished("@1", "$0", "vim", "make", 90.0))
    eventually(lambda: len(told(world)) == 2)
    assert "make ended after 1 min in vim" in world.sender.offered[1][1]


def test_the_bell_of_a_terminal_names_its_current_window(world, monkeypatch) -> None:
    monkeypatch.setattr(notifier, "BELL_SETTLE_S", 0.01)
    world.notifier.start()
    world.bells[0]("$0")
    world.bells[0]("$0")
    world.bells[0]("$9")  # ended meanwhile
    eventually(lambda: told(world))
    assert "Bell in sh" in world.sender.offered[0][1]


def test_the_bell_of_a_terminal_gives_way_to_the_window_that_tmux_marks(world, monkeypatch) -> None:
    monkeypatch.setattr(notifier, "BELL_SETTLE_S", 0.1)
    world.logins = ["here"]
    world.notifier.start()
    world.bells[0]("$0")
    world.watch.ring("@1")
    eventually(lambda: told(world))
    eventually(lambda: len(world.notifier._nursery) == 1)  # nothing waits any more
    assert ["Bell in vim"] == [json.loads(text)["body"] for _, text, _ in world.sender.offered]


def test_another_tmux_server_brings_no_old_bells(world) -> None:
    world.notifier.start()
    world.watch.ring("@1", epoch="9-9")
    world.watch.done[0](Finished("@1", "$0", "vim", "make", 90.0))
    eventually(lambda: told(world))
    assert "make" in world.sender.offered[0][1]


def test_nobody_is_followed_for_nobody(world) -> None:
    """While nobody has a subscription, tmux is not watched."""
    mine, world.subscriptions.mine = world.subscriptions.mine, []
    world.notifier.start()
    assert ([], [], []) == (world.watch.listeners, world.watch.done, world.bells)
    world.subscriptions.mine = mine
    world.subscriptions.changed()
    world.subscriptions.changed()
    assert [1, 1, 1] == [len(heard) for heard in (world.watch.listeners, world.watch.done, world.bells)]
    world.notifier.stop()
    assert ([], [], []) == (world.watch.listeners, world.watch.done, world.bells)
