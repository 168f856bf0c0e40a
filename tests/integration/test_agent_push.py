"""The hook that reports the options of agents at once, with a real tmux and several WebMux at it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.support import eventually
from webmux.tmux.server import Tmux
from webmux.tmux.state import agent_push, watch
from webmux.tmux.state.agent_option import OPTION
from webmux.tmux.state.watch import Watch

USER_HOOK = "set-option -gF @seen '#{hook_argument_1}'"


class WebMux:
    """A link and a watch, as a server of ours has them."""

    def __init__(self, tmux_server) -> None:
        self.tmux = Tmux("tmux", tmux_server.socket_path)
        self.tmux.link.keep()
        self.watch = Watch(self.tmux)
        self.watch.start()
        # Either may come first: the connection can be made while the watch asks.
        eventually(lambda: self.watch._subscribed[0] > 0)
        eventually(lambda: any(f"[{self.watch._push._index}]" in line for line in hooks(tmux_server)))

    def only_pushed(self) -> WebMux:
        """End the subscription, so that nothing else can report a value."""
        self.tmux.link.run(("refresh-client", "-B", watch.AGENTS))
        return self

    def has(self, value: str) -> bool:
        return value in self.watch.agents[1]

    def stop(self) -> None:
        self.watch.stop()
        self.tmux.stop()


@pytest.fixture
def started(tmux_server) -> Iterator[list[WebMux]]:
    tmux_server.new_session("first", command="cat")
    tmux_server.run("split-window", "-d", "-t", "=first:", "cat")
    tmux_server.run("set-hook", "-g", agent_push.HOOK, USER_HOOK)
    started: list[WebMux] = []
    yield started
    for one in started:
        one.stop()


def set_agent(tmux_server, *words: str) -> None:
    """Set the option of the pane that is not active; neither an error nor a word may come of it."""
    command = ["tmux", "-S", str(tmux_server.socket_path), "set-option", "-p", "-t", "%1", *words]
    done = subprocess.run(command, capture_output=True, timeout=10, check=False)
    assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)


def hooks(tmux_server) -> list[str]:
    """Those of WebMux."""
    listed = tmux_server.run("show-hooks", "-g", agent_push.HOOK).splitlines()
    return [line for line in listed if OPTION in line]


def test_each_webmux_has_a_value_without_its_subscription(tmux_server, started):
    """Two on one tmux. One dies: its hook disturbs nobody, and the next one removes it."""
    started += [WebMux(tmux_server).only_pushed(), WebMux(tmux_server).only_pushed()]
    assert 2 == len(hooks(tmux_server))
    for number in range(3):
        set_agent(tmux_server, OPTION, f"working:{number}:7")
        eventually(lambda value=f" working:{number}:7;": all(one.has(value) for one in started))
        assert f"working:{number}:7\n" == tmux_server.run("show-options", "-gv", "@seen")
    set_agent(tmux_server, "-u", OPTION)
    eventually(lambda: not any(one.has("working") for one in started))
    died = started.pop()
    died.tmux.stop()
    died.watch.stop()  # its connection has ended: it can no longer remove the hook
    assert 2 == len(hooks(tmux_server))
    set_agent(tmux_server, OPTION, "done:1:7")
    eventually(lambda: started[0].has("done:1:7"))
    started.append(WebMux(tmux_server))
    assert 2 == len(hooks(tmux_server))
    for one in started:
        one.stop()
    assert [] == hooks(tmux_server)
    assert "@seen" in tmux_server.run("show-hooks", "-g", agent_push.HOOK)


def test_a_lost_hook_is_installed_again(tmux_server, started, monkeypatch):
    """A user's configuration that is read again replaces all hooks of the command."""
    monkeypatch.setattr(agent_push, "REPAIR_S", 0.0)
    monkeypatch.setattr(agent_push, "LATE_S", 0.0)
    started.append(WebMux(tmux_server))
    tmux_server.run("set-hook", "-g", agent_push.HOOK, USER_HOOK)
    assert [] == hooks(tmux_server)
    set_agent(tmux_server, OPTION, "done:1:7")
    eventually(lambda: len(hooks(tmux_server)) == 1)
    assert started[0].has("done:1:7")
