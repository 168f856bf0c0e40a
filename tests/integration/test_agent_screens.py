"""States of agents from their screens, with a real tmux: no hooks, panes that are not active, a restart."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent_screens import samples_of
from tests.people import webmux
from tests.server import Server
from tests.support import eventually

AGENT = """#!/usr/bin/env python3
import sys
for line in sys.stdin:
    sys.stdout.write("\\x1b[2J\\x1b[H" + open(line.strip()).read().rstrip("\\n").replace("\\n", "\\r\\n"))
    sys.stdout.flush()
"""


class FakeAgent:
    """A program with the name of an agent that shows one of the stored screens after the other."""

    def __init__(self, server: Server, folder: Path, agent: str) -> None:
        self._server = server
        self._folder = folder
        self._samples = {sample.name: sample for sample in samples_of(agent)}
        self.path = folder / agent
        self.path.write_text(AGENT)
        self.path.chmod(stat.S_IRWXU)

    def show(self, pane: str, name: str) -> None:
        screen = self._folder / f"{name}.txt"
        screen.write_text("\n".join(self._samples[name].rows))
        self._server.tmux("send-keys", "-t", pane, "-l", str(screen))
        self._server.tmux("send-keys", "-t", pane, "Enter")


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server().start()
    server.tmux("new-session", "-d", "-s", "work", "-x", "100", "-y", "30", "cat")
    yield server
    server.close()


def asked(server: Server) -> dict[str, dict]:
    status, _, body = server.request("GET", "/api/agents", headers=server.bearer)
    assert status == 200
    return {one["pane_id"]: one for one in json.loads(body)["agents"]}


def kind_of(server: Server, pane: str) -> tuple[str, str]:
    one = asked(server).get(pane, {"kind": "", "source": ""})
    return one["kind"], one["source"]


def test_an_agent_without_hooks_is_judged_by_its_screen(server: Server, tmp_path: Path) -> None:
    """In a pane that is not active; hooks win while they say something; the age survives a restart."""
    agent = FakeAgent(server, tmp_path, "claude")
    split = ("split-window", "-d", "-P", "-F", "#{pane_id} #{pane_pid}", "-t", "=work:", "-l", "20")
    pane, pid = server.tmux(*split, f"stty -echo; exec {agent.path}").split()
    eventually(lambda: kind_of(server, pane) == ("unknown", "process"), 8)
    agent.show(pane, "bash")
    eventually(lambda: kind_of(server, pane) == ("waiting", "screen"), 8)
    found = asked(server)[pane]
    assert ("claude", "permission") == (found["agent"], found["rule_name"])
    assert abs(found["since"] - time.time()) < 15
    value = f"working:{int(time.time())}:{pid}"
    server.tmux("set-option", "-p", "-t", pane, "@webmux_agent", value)
    eventually(lambda: kind_of(server, pane) == ("working", "hook"), 8)
    server.tmux("set-option", "-pu", "-t", pane, "@webmux_agent")
    eventually(lambda: asked(server)[pane] == found, 8)
    server.stop()
    server.start()
    eventually(lambda: asked(server).get(pane) == found, 8)
    agent.show(pane, "hello-done")
    eventually(lambda: kind_of(server, pane) == ("done", "screen"), 8)
    shown = webmux(server, "agents", "explain", pane)
    assert f"agent:   claude, process {pid}\n" in shown
    assert "screen:  rule finished: The line with the duration" in shown
    assert "state:   done, for " in shown
    server.tmux("kill-pane", "-t", pane)
    eventually(lambda: asked(server) == {}, 8)


def test_a_screen_corrects_a_hook_that_nobody_ended(server: Server, tmp_path: Path) -> None:
    """A question was refused, for which Claude Code has no hook."""
    agent = FakeAgent(server, tmp_path, "claude")
    split = ("split-window", "-d", "-P", "-F", "#{pane_id} #{pane_pid}", "-t", "=work:", "-l", "20")
    pane, pid = server.tmux(*split, f"stty -echo; exec {agent.path}").split()
    agent.show(pane, "bash")
    eventually(lambda: kind_of(server, pane) == ("waiting", "screen"), 8)
    server.tmux("set-option", "-p", "-t", pane, "@webmux_agent", f"waiting:{int(time.time())}:{pid}:claude")
    eventually(lambda: kind_of(server, pane) == ("waiting", "hook"), 8)
    agent.show(pane, "hello-done")
    eventually(lambda: kind_of(server, pane)[1] == "screen", 8)
    assert "waiting" != kind_of(server, pane)[0]
    later = int(time.time()) + 5
    server.tmux("set-option", "-p", "-t", pane, "@webmux_agent", f"working:{later}:{pid}:claude")
    eventually(lambda: kind_of(server, pane) == ("working", "hook"), 8)
