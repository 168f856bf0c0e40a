"""Explains what is known of the agent in one pane, and by which source. Asks tmux by a process, no server."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from webmux.agents.agent_programs import RunningAgent, agent_in, foreground
from webmux.agents.agent_screen import agent_screen
from webmux.agents.agent_state import UNKNOWN
from webmux.agents.agent_watch import LATE_START_S, started_at
from webmux.agents.hook_option import parse_value
from webmux.agents.manifest_files import Manifests
from webmux.agents.screen_manifest import Rule
from webmux.agents.screen_state import OPTION as SCREEN_OPTION
from webmux.agents.screen_state import Stored, kind_of, stored_value
from webmux.errors import PaneNotFound
from webmux.tmux.control.process import TmuxProcess
from webmux.tmux.state.agent_option import OPTION as HOOK_OPTION

_FACTS = "#{pane_id} #{pane_pid} #{cursor_y} #{alternate_on} #{s/\n/?/:pane_current_command}"
_FACT = re.compile(r"(%\d+) (\d+) (\d+) ([01]) (.*)")
VALUE_MAX_CHARS = 100


class Explained(NamedTuple):
    """What each source says about a pane. Texts of programs are as they are: print them by `plain`."""

    pane_id: str
    agent: RunningAgent | None
    command: str
    hook: str
    """What the option says, or why it does not count."""
    hook_counts: bool
    rule: Rule | None
    kind: str
    """Of the source that counts."""
    since: int
    """In seconds since 1970; 0 if it is not known."""

    @property
    def source(self) -> str:
        """The source that counts; `""` if no agent is known."""
        if self.hook_counts:
            return "hook"
        return "" if self.agent is None else "screen" if self.rule else "process"


def explain(process: TmuxProcess, manifests: Manifests, pane: str) -> Explained:
    """Ask tmux and decide, as `AgentSources` would now.

    Raises:
        PaneNotFound: there is no such pane.
        TmuxError: tmux could not be asked.
    """
    printed = process.run_bytes(("list-panes", "-a", "-F", _FACTS)).decode("utf-8", "replace")
    found = [match for match in map(_FACT.fullmatch, printed.splitlines()) if match and match[1] == pane]
    if not found:
        raise PaneNotFound(pane)
    pane_pid, cursor_row, alternate, command = int(found[0][2]), int(found[0][3]), found[0][4], found[0][5]
    group = foreground(pane_pid)
    agent = agent_in(manifests, group, command)
    said, kind, since = _hook(_option(process, pane, HOOK_OPTION))
    rule = None
    if agent is not None:
        rows = process.run_bytes(("capture-pane", "-p", "-t", pane)).decode("utf-8", "replace").split("\n")
        rule = agent.manifest.rule_for(agent_screen(rows, cursor_row, alternate=alternate == "1"))
    if kind:
        return Explained(pane, agent, command, said, True, rule, kind, since)
    stored = stored_value(_option(process, pane, SCREEN_OPTION))
    is_same = stored is not None and agent is not None and stored.pid == agent.pid
    kind, since = _screen(rule, stored if is_same else None)
    return Explained(pane, agent, command, said, False, rule, kind, since)


def _option(process: TmuxProcess, pane: str, name: str) -> str:
    printed = process.run_bytes(("show-options", "-pqv", "-t", pane, name))
    return printed.decode("utf-8", "replace").removesuffix("\n")


def _hook(value: str) -> tuple[str, str, int]:
    """A sentence, and the kind and time if the value counts."""
    if not value:
        return f"{HOOK_OPTION} is not set", "", 0
    shown = f"{HOOK_OPTION} is {value[:VALUE_MAX_CHARS]!r}"
    parsed = parse_value(value, time.time())
    if parsed is None:
        return f"{shown}: it does not have the form KIND:EPOCH:PID", "", 0
    state, pid = parsed
    began = started_at(pid)
    if not began:
        return f"{shown}: process {pid} has ended", "", 0
    if began > state.since + LATE_START_S:
        return f"{shown}: process {pid} started later and is another one", "", 0
    return shown, state.kind, state.since


def _screen(rule: Rule | None, stored: Stored | None) -> tuple[str, int]:
    kind = kind_of(rule, stored.kind if stored else "")
    return kind, stored.since if stored is not None and stored.kind == kind != UNKNOWN else 0
