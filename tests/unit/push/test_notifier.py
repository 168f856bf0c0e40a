"""Which users are notified: those who want it and do not see the window, not too often."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.support import eventually
from webmux.agents import episodes, task_ends
from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.auth.roles import Role
from webmux.errors import DatabaseFailed, PaneNotFound
from webmux.model import Session, Size, TmuxState, Window
from webmux.push import notifier
from webmux.push.notifier import Notifier
from webmux.push.payload import Asked, Happening
from webmux.signals import Signal
from webmux.tmux.state.command_tracker import Finished

USER = 1
BELL = Happening("bell", "$0", "work", "@1", "vim")
APPLE = "https://web.push.apple.com/y"
AGENT = AgentInPane("$0", "@1", "%4", 7, AgentState("waiting", 990, "claude"))


class FakeWatch:
    def __init__(self) -> None:
        self.state = TmuxState(
            epoch="1-2",
            sessions=(Session("$0", "work", 1, 2, 0, 1, Size(80, 24), "1-2"),),
            windows=(Window("@0", "$0", 0, "sh", True, 1), Window("@1", "$0", 1, "vim", False, 1)),
            health="ok",
        )
        self.changed: Signal = Signal()
        self.command_ended: Signal = Signal()
        self.window_rang: Signal = Signal()
        self.add_listener = self.changed.add

    def ring(self, window_id: str, *, epoch: str = "1-2") -> None:
        before = self.state
        windows = tuple(replace(one, bell=one.bell or one.id == window_id) for one in before.windows)
        self.state = replace(before, windows=windows, epoch=epoch)
        self.changed.send(before, self.state)


def browser(number: int, login: str, endpoint: str) -> SimpleNamespace:
    return SimpleNamespace(id=number, login_id=login, address=SimpleNamespace(endpoint=endpoint))


class FakeSubscriptions:
    def __init__(self) -> None:
        self.mine = [browser(7, "here", "https://fcm.googleapis.com/x"), browser(8, "there", APPLE)]
        self.dropped: list[int] = []
        self.changed: Signal = Signal()

    def user_ids(self):
        return {USER} if self.mine else set()

    def of(self, user_id):
        return self.mine if user_id == USER else []

    def drop(self, gone):
        self.dropped += [one.id for one in gone]


class FakeSender:
    def __init__(self) -> None:
        self.offered: list = []
        self.urgencies: set[str] = set()

    def start(self):
        pass

    def stop(self):
        pass

    def offer(self, subscription, text, topic, urgency):
        self.offered.append((subscription.id, text, topic))
        self.urgencies.add(urgency)
        return True


class FakeEyes:
    """The visible windows and the activity of pages, as the test sets them."""

    def __init__(self) -> None:
        self.windows: set[str] = set()
        self.questions: set[str] = set()
        self.alive = True
        self.uses = False

    def sees(self, user_id, session_id, window_id="", pane_id=""):
        return window_id in self.windows or pane_id in self.questions

    def is_shown(self, user_id, session_id, window_id, pane_id="", *, since):
        return self.alive

    def reacted(self, user_id, session_id, window_id, pane_id="", *, since):
        return self.uses


@pytest.fixture
def world():
    watch = FakeWatch()
    bells: Signal = Signal()
    agents = SimpleNamespace(epoch="1-2", agents=(), changed=Signal())
    live = SimpleNamespace(
        agents=agents,
        watch=watch,
        session_rang=bells,
        last_lines=lambda window_id: f"ls\n\n  Do you want this?\x1b\n{window_id}\n\n",
    )
    held = SimpleNamespace(
        agents=agents,
        watch=watch,
        bells=bells,
        subscriptions=FakeSubscriptions(),
        sender=FakeSender(),
        settings={},
        logins=["here", "there"],
        roles={},
        question=None,
        eyes=FakeEyes(),
    )

    def ask(pane_id: str) -> Asked | None:
        if isinstance(held.question, Exception):
            raise held.question
        return held.question

    def logins(user_id: int) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=name, role=held.roles.get(name, Role.ADMIN)) for name in held.logins]

    gate = SimpleNamespace(logins_of=logins)
    preferences = SimpleNamespace(of=lambda user_id: held.settings)
    store = SimpleNamespace(read=lambda: None, write=lambda text: None)
    held.notifier = Notifier(
        live, held.subscriptions, gate, preferences, held.sender, held.eyes, store=store, question_of=ask
    )
    withheld = held.notifier._withheld
    withheld._alive_s, withheld._react_s, withheld._gap_s = 0.02, 0.04, 0.1
    yield held
    held.notifier.stop()


def told(world) -> list[int]:
    return [number for number, _, _ in world.sender.offered]


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


@pytest.fixture
def agents(world, monkeypatch):
    """The world with a started notifier; the test sets its agents."""
    for module in (episodes, task_ends):
        monkeypatch.setattr(module, "SETTLE_S", 0.01)

    def set_agents(*found: AgentInPane) -> None:
        world.agents.agents = found
        world.agents.changed.send()

    world.notifier.start()
    return set_agents


def messages(world) -> list[tuple[int, dict]]:
    return [(number, json.loads(text)) for number, text, _ in world.sender.offered]


def test_an_agent_that_waits_is_notified_once_and_withdrawn(agents, world) -> None:
    """Apple's service counts messages that show nothing, so a notification stays there."""
    agents(AGENT)
    eventually(lambda: told(world) == [7, 8])
    [first, _] = messages(world)
    expected = ("work", "claude needs you in vim", "webmux:%4", "/s/work?answer=4", "@1")
    assert expected == tuple(first[1][name] for name in ("title", "body", "tag", "path", "window"))
    assert {"high"} == world.sender.urgencies
    agents(AGENT)
    agents()
    eventually(lambda: told(world) == [7, 8, 7])
    last = messages(world)[-1][1]
    assert (True, "webmux:%4", 0) == (last["withdraw"], last["tag"], last["count"])
    topics = {topic for _, _, topic in world.sender.offered}
    assert 1 == len(topics)  # an offline browser gets only the last of them


def test_an_agent_that_is_done_is_notified_once_unless_commands_are_off(agents, world) -> None:
    def work(since: int) -> None:
        for kind, at in (("working", since - 60), ("done", since)):
            agents(AGENT._replace(state=AgentState(kind, at, "claude")))

    work(2_000)
    eventually(lambda: told(world) == [7, 8])
    fields = messages(world)[0][1]
    expected = ("claude is done in vim", "webmux:$0", "/s/work", "@1", "%4 2000")
    assert expected == tuple(fields[name] for name in ("body", "tag", "path", "window", "episode"))
    world.settings = {"notify.done": False}
    work(3_000)
    agents(AGENT)
    eventually(lambda: "needs you" in world.sender.offered[-1][1])
    assert [7, 8, 7, 8] == told(world)


def test_an_answer_withdraws_the_notification(agents, world) -> None:
    agents(AGENT)
    eventually(lambda: told(world) == [7, 8])
    world.notifier.answered("%4")
    eventually(lambda: told(world) == [7, 8, 7])


@pytest.mark.parametrize("settings", [{"notify.waiting": False}, {"notify.muted": ["work"]}])
def test_agents_are_muted_like_bells(settings, agents, world) -> None:
    world.settings = settings
    agents(AGENT)
    agents(AGENT, AGENT._replace(pane_id="%5"))
    eventually(lambda: all(one.notified_at for one in world.notifier._alerts.episodes._episodes.values()))
    assert [] == told(world)


@pytest.mark.parametrize(("uses", "numbers"), [(True, []), (False, [7, 8])])
def test_who_sees_the_window_is_notified_only_without_a_reaction(uses, numbers, agents, world) -> None:
    world.eyes.windows, world.eyes.uses = {"@1"}, uses
    agents(AGENT)
    eventually(lambda: world.notifier._withheld._seen or told(world))
    eventually(lambda: not world.notifier._withheld._seen)
    assert numbers == told(world)


def test_what_ends_while_the_user_sees_it_is_not_sent(agents, world) -> None:
    world.eyes.windows = {"@1"}
    agents(AGENT)
    eventually(lambda: world.notifier._withheld._seen)
    agents()
    eventually(lambda: not world.notifier._withheld._seen)
    assert [] == told(world)


def test_a_repeat_does_not_come_while_a_page_shows_the_question(agents, world) -> None:
    world.notifier._withheld._react_s = 0.02
    world.eyes.questions, world.eyes.uses = {"%4"}, True
    done = replace(BELL, kind="done", pane_id="%4")
    agents(AGENT)
    eventually(lambda: world.notifier._alerts.episodes.waits("%4"))
    world.notifier.notify(USER, replace(BELL, kind="waiting", pane_id="%4", again=True))
    eventually(lambda: not world.notifier._withheld._seen)
    assert [] == told(world)
    world.notifier.notify(USER, done)
    assert [7, 8] == told(world), "of its agent only what it asks is shown"


def test_twenty_agents_of_a_session_are_notified_one_by_one(agents, world) -> None:
    agents(*(AGENT._replace(pane_id=f"%{number}") for number in range(20)))
    eventually(lambda: len(told(world)) == 40)
    assert {20} == {fields["count"] for _, fields in messages(world)}
    assert 20 == len({topic for _, _, topic in world.sender.offered})


MENU = Asked("Run npm test?\n> 1. Yes\n  2. No", "a" * 32, (("1", "Yes"), ("2", "No")))


def test_a_question_has_buttons_for_those_who_may_type(agents, world) -> None:
    """Only with the lines of the question: nobody must answer what they have not read."""
    world.settings = {"notify.lines": True}
    world.question, world.roles = MENU, {"there": Role.VIEWER}
    agents(AGENT)
    eventually(lambda: told(world) == [7, 8])
    [(_, may), (_, may_not)] = messages(world)
    assert "Run npm test?" in may["body"]
    assert [{"action": "1", "title": "Yes"}, {"action": "2", "title": "No"}] == may["actions"]
    assert ("4", "a" * 32) == (may["pane"], may["digest"])
    assert f"/s/work?answer=4&digest={'a' * 32}" == may["path"] == may_not["path"]
    assert "actions" not in may_not


@pytest.mark.parametrize("settings", [{}, {"notify.lines": True, "notify.names": False}])
def test_without_the_lines_there_are_no_buttons(settings, agents, world) -> None:
    world.settings, world.question = settings, MENU
    agents(AGENT)
    eventually(lambda: told(world) == [7, 8])
    assert all("actions" not in fields and "npm" not in str(fields) for _, fields in messages(world))


def test_a_pane_that_cannot_be_read_is_notified_without_a_question(agents, world) -> None:
    world.question = PaneNotFound("%4")
    agents(AGENT)
    eventually(lambda: told(world) == [7, 8])


def test_an_answer_while_tmux_is_asked_prevents_the_notification(agents, world) -> None:
    def ask(pane_id: str) -> Asked:
        world.notifier.answered(pane_id)
        return MENU

    world.notifier._question_of = ask
    agents(AGENT)
    eventually(lambda: not world.notifier._alerts.episodes.waits("%4"))
    eventually(world.notifier._waiting.empty)
    assert [] == told(world)
