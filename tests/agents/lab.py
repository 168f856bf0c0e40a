"""A real agent in a real tmux: with a home directory, our hooks and a model on loopback, and no network."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.agents.model_api import ModelApi
from tests.server import ROOT
from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.agents.agent_screen import agent_screen
from webmux.agents.agent_state import AgentState
from webmux.agents.answers.question import Cursor, read_question
from webmux.agents.hook_option import parse_value
from webmux.agents.manifest_files import Manifests

PROGRAMS = ROOT / ".venv" / "agents" / "node_modules"
STEP_S = 30.0
"""How long an agent may take for one step: it starts slowly on a loaded machine."""


def program(pattern: str) -> Path:
    """The program of an agent, as npm installed it; skips the test if it is not there."""
    found = sorted(PROGRAMS.glob(pattern))
    if not found:
        pytest.skip("no agents installed: run `make test-agents`")
    return found[0]


class Lab:
    """Agents in the session `work`. Keys, screen and state are those of the one that was started last."""

    def __init__(self, folder: Path, tmux: TmuxServer, model: ModelApi) -> None:
        self.home = folder / "home"
        self.project = folder / "project"
        self.tmux = tmux
        self.model = model
        self.pane = ""
        """The pane of the agent that was started last."""
        self._line = ""
        self.home.mkdir()
        self.project.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """What each agent gets. All but loopback leads to a closed port."""
        closed = "http://127.0.0.1:9"
        return {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "TERM": "tmux-256color",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/sh",
            "HTTP_PROXY": closed,
            "HTTPS_PROXY": closed,
            "NO_PROXY": "127.0.0.1",
        }

    def end_daemons(self) -> None:
        """End what an agent left running: all that has our home directory."""

        def left() -> list[psutil.Process]:
            found = []
            for process in psutil.process_iter():
                with suppress(psutil.Error):
                    if process.environ().get("HOME") == str(self.home):
                        found.append(process)
            return found

        def ended() -> bool:
            for process in (found := left()):
                with suppress(psutil.Error):
                    process.kill()
            return not found

        eventually(ended)

    def set_up(self, agent: str, *options: str) -> None:
        """Run `webmux agents setup` for the home directory of the agent."""
        command = [sys.executable, str(ROOT / "app.py"), "agents", "setup", agent, *options]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)

    def start(self, command: list[str], **environment: str) -> None:
        """Start an agent in its project."""
        words = [f"{key}={value}" for key, value in {**self.environment, **environment}.items()]
        clean = shlex.join(["env", "-i", *words]) + ' TMUX="$TMUX" TMUX_PANE="$TMUX_PANE"'
        self._line = f"cd {shlex.quote(str(self.project))} && {clean} {shlex.join(command)}; exec cat"
        self.tmux.new_session("work", 100, 40, self._line)
        self.pane = self.tmux.run("display-message", "-p", "-t", "work", "#{pane_id}").strip()

    def start_again(self) -> None:
        """Start the same again, in another window."""
        self.pane = self.tmux.run("new-window", "-P", "-F", "#{pane_id}", self._line).strip()

    def state(self, pane: str = "") -> AgentState | None:
        """What the hooks said last in a pane, if the agent still runs."""
        value = self.tmux.run("show-options", "-pqv", "-t", pane or self.pane, "@webmux_agent").strip()
        parsed = parse_value(value, time.time())
        return parsed[0] if parsed and Path(f"/proc/{parsed[1]}").exists() else None

    def until(self, kind: str | None) -> None:
        """Wait until the hooks say this."""

        def said() -> bool:
            state = self.state()
            return (state.kind if state else None) == kind

        self._wait(said, f"no state {kind}")

    def until_screen(self, text: str) -> None:
        """Wait until the screen shows a text."""
        self._wait(lambda: text in self.screen(), f"no {text!r}")

    def _wait(self, check: Callable[[], bool], missing: str) -> None:
        try:
            eventually(check, timeout_s=STEP_S, every_s=0.02)
        except AssertionError as error:
            raise AssertionError(f"{missing}; state {self.state()}; screen:\n{self.screen()}") from error

    def screen(self) -> str:
        return self.tmux.run("capture-pane", "-p", "-t", self.pane).rstrip()

    def seen(self, agent: str) -> str:
        """The state that the screen alone shows, by the rules that we ship."""
        manifest = Manifests().for_agent(agent)
        assert manifest is not None
        rows, cursor, alternate = self._captured()
        rule = manifest.rule_for(agent_screen(rows, cursor.y, alternate=alternate))
        return rule.kind if rule else "unknown"

    def options(self) -> list[tuple[str, str]]:
        """The keys and labels that the screen offers as an answer."""
        rows, cursor, _ = self._captured()
        return [(one.key, one.label) for one in read_question(rows, cursor, "").options]

    def _captured(self) -> tuple[list[str], Cursor, bool]:
        form = "#{cursor_x} #{cursor_y} #{cursor_flag} #{alternate_on}"
        both = self.tmux.run("display-message", "-p", "-t", self.pane, form, ";", "capture-pane", "-p")
        first, *rows = both.splitlines()
        x, y, visible, alternate = map(int, first.split())
        return rows, Cursor(x, y, visible == 1), alternate == 1

    def keys(self, *names: str) -> None:
        """Press keys, by tmux's names."""
        self.tmux.run("send-keys", "-t", self.pane, *names)

    def answer(self, key: str, question: str) -> None:
        """Press a key until the question is gone: Claude Code ignores keys just after it appeared."""

        def gone() -> bool:
            self.keys(key)
            with suppress(AssertionError):
                return eventually(lambda: question not in self.screen(), timeout_s=1)
            return False

        self._wait(gone, f"still {question!r}")

    def press_until(self, shown: str, keys: Mapping[str, str]) -> None:
        """Press the key of what the screen shows, until it shows a text: an agent may drop a key."""

        def pressed() -> bool:
            screen = self.screen()
            key = next((key for text, key in keys.items() if text in screen), None)
            if shown not in screen and key is not None:
                self.keys(key)
                with suppress(AssertionError):
                    eventually(lambda: self.screen() != screen, timeout_s=1)
            return shown in self.screen()

        self._wait(pressed, f"no {shown!r}")

    def ask(self, text: str) -> None:
        """Type a prompt, wait until it is there, and press Enter."""
        self.tmux.run("send-keys", "-t", self.pane, "-l", text)
        self.until_screen(text)
        self.keys("Enter")
