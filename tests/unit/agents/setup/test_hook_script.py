"""The hook in a real pane, and with everything missing that it needs."""

from __future__ import annotations

import os
import re
import resource
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.agents.hook_option import parse_value
from webmux.agents.setup.hook_script import SCRIPT, SCRIPT_PLACE, hook_command, is_ours

SHELLS = [name for name in ("sh", "bash", "zsh", "fish") if shutil.which(name)]
HOOK_MAX_S = 0.02


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with the script."""
    script = tmp_path / SCRIPT_PLACE
    script.parent.mkdir(parents=True)
    script.write_text(SCRIPT)
    script.chmod(0o755)
    return tmp_path


class Agent:
    """A shell in a pane that stands for an agent: it runs hooks as its children."""

    def __init__(self, tmux: TmuxServer, home: Path) -> None:
        self.tmux = tmux
        line = 'while read -r line; do eval "$line"; done'
        tmux.new_session("work", command=f"HOME={shlex.quote(str(home))} exec sh -c {shlex.quote(line)}")
        self.pid = int(tmux.run("display-message", "-p", "#{pane_pid}"))

    def option(self) -> str:
        return self.tmux.run("show-options", "-pqv", "-t", "work", "@webmux_agent").strip()

    def set(self, value: str) -> None:
        self.tmux.run("set-option", "-p", "-t", "work", "@webmux_agent", value)

    def hook(self, kind: str, unless: str = "", shell: str = "sh", after: str = "") -> None:
        """Run a hook to its end, and check that it succeeds and prints nothing."""
        command = (
            f"echo '{{}}' | {shell} -c {shlex.quote(hook_command(kind, 'claude', unless))}{after}; echo rc=$?"
        )
        self.tmux.run("send-keys", "-t", "work", "-l", command.replace("\n", " "))
        self.tmux.run("clear-history", "-t", "work")
        self.tmux.run("send-keys", "-t", "work", "-R", "Enter")
        eventually(lambda: "rc=" in self.screen().replace("echo rc=", ""))
        assert "rc=0" == self.screen().split("\n")[-1]

    def screen(self) -> str:
        return self.tmux.run("capture-pane", "-p", "-t", "work").strip()


@pytest.mark.parametrize("shell", SHELLS)
def test_it_says_what_the_agent_does_in_each_shell(home: Path, tmux_server: TmuxServer, shell: str) -> None:
    agent = Agent(tmux_server, home)
    agent.hook("waiting", shell=shell)
    parsed = parse_value(agent.option(), time.time())
    assert parsed is not None
    state, pid = parsed
    assert ("waiting", "claude", agent.pid) == (state.kind, state.agent, pid)
    agent.hook("end", shell=shell)
    assert "" == agent.option()


def test_a_state_that_lasts_keeps_its_time(home: Path, tmux_server: TmuxServer) -> None:
    agent = Agent(tmux_server, home)
    agent.set(f"working:1000:{agent.pid}:claude")
    agent.hook("working")
    assert f"working:1000:{agent.pid}:claude" == agent.option()
    agent.set("working:1000:1:claude")
    agent.hook("working")
    assert agent.option().endswith(f":{agent.pid}:claude")


def test_a_state_is_kept_if_the_hook_says_so(home: Path, tmux_server: TmuxServer) -> None:
    agent = Agent(tmux_server, home)
    agent.set(f"done:1000:{agent.pid}:claude")
    agent.hook("idle", unless="done")
    assert f"done:1000:{agent.pid}:claude" == agent.option()
    agent.hook("idle")
    assert agent.option().startswith("idle:")


def test_an_agent_without_a_terminal_says_nothing(home: Path, tmux_server: TmuxServer) -> None:
    """One that another agent runs as a tool: its parent's state stays."""
    agent = Agent(tmux_server, home)
    agent.set(f"working:1000:{agent.pid}:claude")
    inner = f"sh -c {shlex.quote(hook_command('done', 'codex'))}; true"
    agent.tmux.run("send-keys", "-t", "work", f"echo | sh -c {shlex.quote(inner)} | cat; echo en''d", "Enter")
    eventually(lambda: "end" in agent.screen().split("\n"))
    assert f"working:1000:{agent.pid}:claude" == agent.option()


@pytest.mark.parametrize(
    "changes",
    [
        {"TMUX_PANE": ""},
        {"TMUX_PANE": "%1;kill-server"},
        {"TMUX_PANE": "%99"},
        {"TMUX": "/nowhere/socket,1,0"},
        {"PATH": "/nowhere"},
        {"HOME": "/nowhere"},
    ],
)
def test_it_succeeds_silently_without_what_it_needs(
    home: Path, tmux_server: TmuxServer, changes: dict[str, str]
) -> None:
    tmux_server.new_session("work")
    base = {"HOME": str(home), "PATH": os.environ["PATH"], "TMUX": f"{tmux_server.socket_path},1,0"}
    done = subprocess.run(
        ["/bin/sh", "-c", hook_command("waiting", "claude")],
        env={**base, "TMUX_PANE": "%0", **changes},
        input=b"x" * 300_000 if "HOME" not in changes else b"",
        capture_output=True,
        check=False,
    )
    assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)


def test_it_takes_less_than_20_ms(home: Path, tmux_server: TmuxServer) -> None:
    """Of the processor, all its processes together: the machine does other things as well."""
    tmux_server.new_session("work")
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TMUX_PANE": "%0"}
    environment["TMUX"] = f"{tmux_server.socket_path},1,0"
    as_on_terminal = SCRIPT.replace('on_terminal "/proc/$PPID"; then', "true; then")
    (home / SCRIPT_PLACE).write_text(as_on_terminal)
    times = []
    for kind in ("working", "waiting", "done", "idle") * 5:
        start = children_s()
        subprocess.run(
            ["/bin/sh", "-c", hook_command(kind, "claude")], env=environment, input=b"{}", check=True
        )
        times.append(children_s() - start)
    assert re.match(
        r"idle:\d+:\d+:claude", tmux_server.run("show-options", "-pv", "-t", "%0", "@webmux_agent")
    )
    assert 0 < min(times) < HOOK_MAX_S


def children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_only_our_commands_are_ours() -> None:
    assert is_ours(hook_command("idle", "claude"))
    assert not is_ours("notify-send done")
    assert not is_ours(None)
