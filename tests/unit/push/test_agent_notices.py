"""Which users are notified of agents that wait or are done, and when that is withdrawn."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.support import eventually
from tests.unit.push.notified import AGENT, BELL, USER, make_world, told
from webmux.agents import episodes, task_ends
from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.auth.roles import Role
from webmux.errors import PaneNotFound
from webmux.push.payload import Asked


@pytest.fixture
def world():
    with make_world() as world:
        yield world


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
