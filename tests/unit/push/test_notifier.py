"""Which users are notified: those who want it and do not see the window, not too often."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support import eventually
from tests.unit.push.notified import BELL, USER, make_world, told
from webmux.errors import DatabaseFailed
from webmux.push import notifier
from webmux.tmux.state.command_tracker import Finished


@pytest.fixture
def world():
    with make_world() as world:
        yield world


def test_all_browsers_of_a_user_are_notified(world) -> None:
    world.notifier.notify(USER, BELL)
    assert [7, 8] == told(world)
    assert "Bell in vim" in world.sender.offered[0][1]


@pytest.mark.parametrize(
    "settings", [{"notify.bell": False}, {"notify.muted": ["other", "work"]}], ids=["bell off", "muted"]
)
def test_a_user_who_turned_it_off_is_not_notified(settings, world) -> None:
    world.settings = settings
    world.notifier.notify(USER, BELL)
    assert [] == told(world)


@pytest.mark.parametrize("settings", [{"notify.done": False}, {"notify.muted": "work"}, {"notify.bell": 0}])
def test_invalid_settings_are_ignored(settings, world) -> None:
    world.settings = settings
    world.notifier.notify(USER, BELL)
    assert [7, 8] == told(world)


@pytest.mark.parametrize(
    ("alive", "uses", "numbers"),
    [(True, True, []), (True, False, [7, 8]), (False, False, [7, 8]), (False, True, [7, 8])],
    ids=["reacts", "does nothing", "connection was dead", "was used, then lost"],
)
def test_a_user_with_a_visible_page_is_notified_only_if_nobody_uses_it(alive, uses, numbers, world) -> None:
    world.eyes.windows = {"@1"}
    world.notifier.notify(USER, BELL)
    world.notifier.notify(USER, BELL)
    assert [] == told(world)
    world.eyes.alive, world.eyes.uses = alive, uses
    eventually(lambda: not world.notifier._withheld._seen)
    eventually(lambda: numbers == told(world))


def test_another_window_of_a_visible_session_is_not_visible(world) -> None:
    world.eyes.windows = {"@0"}
    world.notifier.notify(USER, BELL)
    assert [7, 8] == told(world)
    assert {"high"} == world.sender.urgencies
    world.notifier.notify(USER, replace(BELL, kind="done"))
    assert {"high", "normal"} == world.sender.urgencies


def test_the_last_lines_are_sent_if_the_user_wants_them(world) -> None:
    world.settings = {"notify.lines": True}
    world.notifier.notify(USER, BELL)
    assert "Bell in vim\nls\nDo you want this?\n@1" == json.loads(world.sender.offered[0][1])["body"]
    world.settings = {"notify.lines": True, "notify.names": False}
    world.notifier.notify(USER, replace(BELL, session_id="$1"))
    assert "Do you" not in world.sender.offered[-1][1]


def test_an_ended_login_loses_its_subscription(world) -> None:
    world.logins = ["there"]
    world.notifier.notify(USER, BELL)
    assert [8] == told(world)
    assert [7] == world.subscriptions.dropped


def test_a_failure_for_one_user_does_not_affect_others(world) -> None:
    """After any failure the next user is still notified."""
    failing = [RuntimeError("in a way of its own"), DatabaseFailed("away")]
    wants = world.notifier._wants

    def fail_first(user_id, happening):
        if failing:
            raise failing.pop()
        return wants(user_id, happening)

    world.notifier._wants = fail_first
    world.notifier.start()
    for _ in range(3):
        world.notifier._put(BELL)
    eventually(lambda: told(world) == [7, 8])


def test_names_may_be_left_out(world) -> None:
    world.settings = {"notify.names": False}
    world.notifier.notify(USER, BELL)
    assert "work" not in world.sender.offered[0][1]


def test_notifications_of_one_session_are_limited(world) -> None:
    world.logins = ["here"]
    for _ in range(3):
        world.notifier.notify(USER, BELL)
    world.notifier.notify(USER, replace(BELL, window="last"))
    world.notifier.notify(USER, replace(BELL, session_id="$1", session="other"))
    world.notifier.notify(USER, replace(BELL, kind="done"))
    assert 3 == len(told(world))
    eventually(lambda: len(told(world)) == 4)
    assert "Bell in last" in world.sender.offered[-1][1], "the last of those that came too soon follows"
    eventually(lambda: not world.notifier._withheld._trailing)
    assert 4 == len(told(world))


def test_all_notifications_are_limited(world) -> None:
    world.logins = ["here"]
    for number in range(100):
        world.notifier.notify(USER, replace(BELL, session_id=f"${number}"))
    assert 12 <= len(told(world)) <= 24  # a minute may end in between


def test_bells_and_ended_commands_are_sent(world) -> None:
    world.logins = ["here"]
    world.notifier.start()
    world.watch.window_rang.send("@1")
    world.watch.ring("@1")  # tmux marks it as well
    eventually(lambda: len(told(world)) == 1)
    world.watch.command_ended.send(Finished("@1", "$0", "vim", "make", 90.0))
    eventually(lambda: len(told(world)) == 2)
    assert "make ended after 1 min in vim" in world.sender.offered[1][1]


def test_bells_that_repeat_name_their_window(world, monkeypatch) -> None:
    """tmux marks a window once, and a terminal that rings does not say for which window."""
    monkeypatch.setattr(notifier, "BELL_SETTLE_S", 0.05)
    world.logins = ["here"]
    world.notifier.start()
    for number in range(1, 4):
        world.watch.window_rang.send("@1")
        world.watch.ring("@1")
        world.bells.send("$0")
        eventually(lambda: len(told(world)) == number)  # noqa: B023
    eventually(lambda: not world.notifier._ringing and not world.notifier._withheld._trailing)
    assert 3 * ["Bell in vim"] == [json.loads(text)["body"] for _, text, _ in world.sender.offered]


def test_the_bell_of_a_terminal_names_its_current_window(world, monkeypatch) -> None:
    monkeypatch.setattr(notifier, "BELL_SETTLE_S", 0.01)
    world.notifier.start()
    world.bells.send("$0")
    world.bells.send("$0")
    world.bells.send("$9")  # ended meanwhile
    eventually(lambda: told(world))
    assert "Bell in sh" in world.sender.offered[0][1]


def test_the_window_that_tmux_flags_wins_over_the_bell_of_a_terminal(world, monkeypatch) -> None:
    monkeypatch.setattr(notifier, "BELL_SETTLE_S", 0.1)
    world.logins = ["here"]
    world.notifier.start()
    world.bells.send("$0")
    world.watch.ring("@1")
    eventually(lambda: told(world))
    eventually(lambda: not world.notifier._ringing)  # nothing waits any more
    assert ["Bell in vim"] == [json.loads(text)["body"] for _, text, _ in world.sender.offered]


def test_a_new_tmux_server_causes_no_old_bells(world) -> None:
    world.notifier.start()
    world.watch.ring("@1", epoch="9-9")
    world.watch.command_ended.send(Finished("@1", "$0", "vim", "make", 90.0))
    eventually(lambda: told(world))
    assert "make" in world.sender.offered[0][1]


def test_nothing_is_followed_without_subscriptions(world) -> None:
    """While nobody has a subscription, tmux is not watched."""
    watch = world.watch

    def listeners() -> list[int]:
        return [len(one) for one in (watch.changed, watch.command_ended, watch.window_rang, world.bells)]

    mine, world.subscriptions.mine = world.subscriptions.mine, []
    world.notifier.start()
    assert [0, 0, 0, 0] == listeners()
    world.subscriptions.mine = mine
    world.subscriptions.changed.send()
    world.subscriptions.changed.send()
    assert [1, 1, 1, 1] == listeners()
    world.notifier.stop()
    assert [0, 0, 0, 0] == listeners()
