"""Prompts that are replaced between the moment a user sees them and the key: no key reaches the wrong one.

`WEBMUX_TEST_RACES=10000` runs so many of them.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from types import SimpleNamespace

import gevent
import pytest

from tests.pretend_agent import PretendAgent, menu
from tests.support import eventually
from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.agents.answers import agent_answers
from webmux.agents.answers.agent_answers import AgentAnswers, Asked, Press, Sender
from webmux.errors import NotAnswered
from webmux.mirror.panes import Place
from webmux.tmux.server import Tmux

RACES = int(os.environ.get("WEBMUX_TEST_RACES", "240"))
PANE = "%1"
SENDER = Sender("ada", "phone")


class RacingAnswers(AgentAnswers):
    """Calls `between` after the screen was captured and compared, right before tmux gets the line."""

    between = staticmethod(lambda: None)

    def _send(self, asked: Asked, *commands: tuple[str, ...]) -> bool:
        self.between()
        return super()._send(asked, *commands)


@pytest.fixture
def agent(tmux_server, tmp_path) -> Iterator[PretendAgent]:
    agent = PretendAgent(tmp_path)
    tmux_server.new_session("first")
    tmux_server.run("new-window", "-d", "-t", "first:", *agent.command())
    agent.connect()
    yield agent
    agent.close()


@pytest.fixture
def answers(tmux_server, agent, monkeypatch) -> Iterator[RacingAnswers]:
    """New menus take a key at once: there are too many of them to wait for each."""
    monkeypatch.setattr(agent_answers, "MENU_READY_S", 0.0)
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    state = AgentState("waiting", int(time.time()), "pretend", "screen", "a rule")
    agents = SimpleNamespace(agents=(AgentInPane("$0", "@1", PANE, 1, state),))
    racing = RacingAnswers(tmux.link, agents)
    yield racing
    racing.stop()
    tmux.stop()


def seen(answers: RacingAnswers, words: str) -> str:
    """The digest of the question that has these words."""

    def look() -> str:
        question = answers.ask(PANE, Place()).question
        return question.digest if words in " ".join(question.lines) and question.options else ""

    return eventually(look)


def press(answers: RacingAnswers, digest: str) -> bool:
    """Whether the first option was sent."""
    try:
        answers.answer(PANE, Place(), digest, Press(option="1"), SENDER)
    except NotAnswered:
        return False
    return True


@pytest.mark.timeout_s(max(20, RACES // 20))  # so many take longer
def test_no_key_reaches_a_prompt_that_replaced_the_one_seen(answers, agent):
    """Replaced before the press, or within the server after it compared screens; or not replaced at all."""
    chance = random.Random(RACES)
    sent: list[int] = []
    for number in range(RACES):
        screen = agent.show(menu(f"step {number}"))
        digest = seen(answers, f"step {number} ")
        way = chance.choice(("before", "between", "never"))
        # Often only one character differs, or what stands above an equal menu.
        other = menu(
            f"step {number}" + chance.choice("xy"),
            chance.choice((("Yes", "Yes, always", "No"), ("No", "Yes"))),
        )
        if way == "before":
            agent.show(other)
        answers.between = (lambda rows=other: agent.show(rows)) if way == "between" else lambda: None
        if press(answers, digest):
            assert way == "never"
            sent.append(screen)
            eventually(lambda: len(agent.typed()) == len(sent))
        else:
            assert way != "never"
    assert agent.typed() == [(screen, "1") for screen in sent]
    assert RACES // 5 < len(sent) < RACES // 2


def test_of_two_presses_at_once_one_counts(answers, agent):
    for number in range(20):
        screen = agent.show(menu(f"step {number}"))
        digest = seen(answers, f"step {number} ")
        both = [gevent.spawn(press, answers, digest) for _ in range(2)]
        gevent.joinall(both)
        assert sorted(one.value for one in both) == [False, True]
        eventually(lambda screen=screen: agent.typed()[-1:] == [(screen, "1")])
    assert len(agent.typed()) == 20


def test_a_new_menu_gets_its_key_once_the_agent_can_take_it(answers, agent, monkeypatch):
    """One that is replaced until then gets none."""
    monkeypatch.setattr(agent_answers, "MENU_READY_S", 0.3)
    agent.show(menu("first"))
    pressing = gevent.spawn(press, answers, seen(answers, "Run first"))
    gevent.sleep(0.02)
    begun = time.monotonic()
    second = agent.show(menu("second"))
    assert pressing.get() is False
    assert press(answers, seen(answers, "Run second"))
    assert time.monotonic() - begun > 0.3
    eventually(lambda: agent.typed() == [(second, "1")])
