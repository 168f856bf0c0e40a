"""When tmux is asked for the options of agents, and which hooks are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import gevent
import pytest

from tests.support import eventually
from webmux.errors import TmuxError
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.quoting import Command
from webmux.tmux.state import agent_push
from webmux.tmux.state.agent_push import FIRST_INDEX, AgentPush

PUSHED = Notification("%message", text=agent_push.MESSAGE)
OURS = f"after-set-option[{FIRST_INDEX + 7}]"


class Link:
    """Prints what the test says; `during` runs while a question is on its way."""

    connected = True
    version = "3.4"

    def __init__(self) -> None:
        self.connects = 1
        self.ran: list[Command] = []
        self.asked: list[Command] = []
        self.agents = b"one"
        self.hooks = b""
        self.during: Callable[[], object] = lambda: None

    def run(self, *commands: Command, timeout_s: float | None = None) -> str:
        self.ran += commands
        return ""

    def ask(self, commands: list[Command], timeout_s: float | None = None) -> list[list[bytes]]:
        self.asked += commands
        answers = {agent_push.ASK_OWN: b"client-7 %3", agent_push.ASK_CLIENTS: b"client-7\n/dev/pts/1"}
        answers |= {agent_push.ASK_HOOKS: self.hooks, agent_push.ASK_AGENTS: self.agents}
        during, self.during = self.during, lambda: None
        during()
        return [answers[command].splitlines() for command in commands]


@pytest.fixture
def link() -> Link:
    return Link()


@pytest.fixture
def found() -> list[str]:
    return []


@pytest.fixture
def push(link: Link, found: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[AgentPush]:
    monkeypatch.setattr(agent_push, "GAP_S", 0.02)
    push = AgentPush(link, found.append)
    yield push
    push.stop()


@pytest.mark.parametrize("version", ["3.2a", "3.3a", "3.4", "3.7c"])
def test_the_hook_names_its_client_everywhere(version: str) -> None:
    """In the condition and in the command: a client of another name gets nothing."""
    *_, name, commands = agent_push.hook_of("client-7", "%3", version)
    assert OURS == name
    assert commands.count("client-7") == 2
    assert ("%3:pause" in commands) == (version < "3.4")


def test_only_hooks_of_clients_that_ended_are_left_behind() -> None:
    """Not the user's, not one of another option, and no client that has a terminal."""
    lines = [
        f"after-set-option[0] display-message {agent_push.OPTION}",
        f"after-set-option[{FIRST_INDEX + 8}] display-message @other",
        *(f"after-set-option[{FIRST_INDEX + pid}] if-shell {agent_push.OPTION}" for pid in (7, 9)),
        "after-set-option",
    ]
    assert [FIRST_INDEX + 9] == agent_push.left_behind(lines, ["client-7", "/dev/pts/9"])
    assert agent_push.index_of("/dev/pts/9") is None


def test_values_that_change_fast_cost_few_questions(link: Link, push: AgentPush, found: list[str]) -> None:
    for _ in range(50):
        push.take(PUSHED)
    eventually(lambda: found == ["one"])
    link.agents = b"two"
    for _ in range(50):
        push.take(PUSHED)
        gevent.sleep(0)
    eventually(lambda: found == ["one", "two"])
    assert 2 == len(link.asked)


def test_other_messages_ask_nothing(link: Link, push: AgentPush) -> None:
    for other in (Notification("%message", text="hello"), Notification("%pause", pane="1")):
        push.take(other)
    gevent.sleep(0.03)
    assert [] == link.asked


def test_an_answer_that_may_be_older_than_a_report_is_not_used(
    link: Link, push: AgentPush, found: list[str]
) -> None:
    def reported() -> None:
        link.agents = b"two"
        push.reported(changed=True)

    link.during = reported
    push.take(PUSHED)
    eventually(lambda: found == ["two"])


def test_a_refused_question_is_no_crash(link: Link, push: AgentPush, found: list[str]) -> None:
    def refuse() -> None:
        raise TmuxError("no")

    link.during = refuse
    push.take(PUSHED)
    eventually(lambda: len(link.asked) == 1)
    push.take(PUSHED)
    eventually(lambda: found == ["one"])


def test_the_hook_is_installed_repaired_and_removed(
    link: Link, push: AgentPush, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is installed again only if a value came without a push, and not soon after it was installed."""
    link.hooks = f"after-set-option[{FIRST_INDEX + 9}] {agent_push.OPTION}".encode()
    push.install()
    removed = ("set-hook", "-gu", f"after-set-option[{FIRST_INDEX + 9}]")
    assert [removed, agent_push.hook_of("client-7", "%3", "3.4")] == link.ran
    link.ran.clear()
    push.reported(changed=True)
    gevent.sleep(0.03)
    assert [] == link.ran
    monkeypatch.setattr(agent_push, "REPAIR_S", 0.0)
    push.reported(changed=False)
    gevent.sleep(0.03)
    assert [] == link.ran
    push.reported(changed=True)
    eventually(lambda: len(link.ran) == 2)
    push.stop()
    push.stop()
    assert [("set-hook", "-gu", OURS)] == link.ran[2:]
