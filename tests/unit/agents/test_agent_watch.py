"""States of agents follow the option and the life of their processes."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.support import eventually
from webmux.agents.agent_state import AgentInPane
from webmux.agents.agent_watch import LATE_START_S, AgentWatch, started_at
from webmux.signals import Signal

OWN = os.getpid()


class Options:
    """What a `Watch` knows of the options; the test sets it."""

    def __init__(self) -> None:
        self.agents = ("", "")
        self.agents_changed: Signal[[]] = Signal()

    def set(self, *values: str, epoch: str = "1-1") -> None:
        entries = [f"$0 @0 %{number} {value};" for number, value in enumerate(values)]
        self.agents = (epoch, "".join(entries))
        self.agents_changed.send()


@pytest.fixture
def options() -> Options:
    return Options()


@pytest.fixture
def watch(options: Options) -> Iterator[AgentWatch]:
    watch = AgentWatch(options)
    yield watch
    watch.stop()
    watch.stop()


@pytest.fixture
def agent() -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs until the test ends it."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def kinds(agents: tuple[AgentInPane, ...]) -> dict[str, str]:
    return {one.pane_id: one.state.kind for one in agents}


def test_a_change_is_reported_once_and_has_the_age_of_the_option(options: Options, watch: AgentWatch) -> None:
    heard: list[dict[str, str]] = []
    watch.changed.add(lambda: heard.append(kinds(watch.agents)))
    since = int(time.time()) - 10
    for _ in range(2):
        options.set(f"waiting:{since}:{OWN}:codex", "nonsense")
    assert [{"%0": "waiting"}] == heard
    [sent] = watch.fields()["agents"]
    assert ("1-1", since, "codex") == (watch.fields()["epoch"], sent["since"], sent["agent"])
    options.set(epoch="2-2")
    assert {"epoch": "2-2", "agents": []} == watch.fields()


def test_what_was_set_before_the_watch_is_known(options: Options) -> None:
    options.set(f"done:{int(time.time())}:{OWN}")
    watch = AgentWatch(options)
    assert {"%0": "done"} == kinds(watch.agents)
    watch.stop()


def test_a_state_ends_with_its_process(
    options: Options, watch: AgentWatch, agent: subprocess.Popen[bytes]
) -> None:
    """Also if nobody has waited for the process yet, and another pane changes then."""
    now = int(time.time())
    mine, other = f"working:{now}:{agent.pid}", f"idle:{now}:{OWN}"
    options.set(mine, other)
    assert {"%0": "working", "%1": "idle"} == kinds(watch.agents)
    agent.kill()
    eventually(lambda: kinds(watch.agents) == {"%1": "idle"})
    options.set(mine, f"done:{now}:{OWN}")
    assert {"%1": "done"} == kinds(watch.agents)


def test_the_number_of_an_ended_process_gives_no_state(
    options: Options, watch: AgentWatch, agent: subprocess.Popen[bytes]
) -> None:
    """No process has it, or one that started long after the state was written."""
    agent.kill()
    agent.wait()
    options.set(f"waiting:{int(time.time())}:{agent.pid}")
    assert {} == kinds(watch.agents)
    began = started_at(OWN)
    options.set(f"waiting:{int(began) - LATE_START_S - 5}:{OWN}")
    assert {} == kinds(watch.agents)


def test_the_start_of_a_process_is_known(agent: subprocess.Popen[bytes]) -> None:
    assert abs(started_at(agent.pid) - time.time()) < LATE_START_S
    assert started_at(2**22 + 1) == 0
