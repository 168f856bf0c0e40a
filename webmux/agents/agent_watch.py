"""Follows what the agents of all panes say about themselves, as long as their processes run."""

from __future__ import annotations

import os
import time
from typing import Any, Protocol

from webmux.agents.agent_state import AgentInPane
from webmux.agents.hook_option import parse_entries
from webmux.process_ends import ProcessEnds
from webmux.signals import Signal

LATE_START_S = 60
"""A process that started so long after its state was written has the number of another one that ended."""

_UNKNOWN = float("-inf")
_START_TICKS = 19  # of the fields after the name in /proc/<pid>/stat; see proc_pid_stat(5)


class AgentOptions(Protocol):
    """The part of `Watch` that this uses."""

    agents: tuple[str, str]
    agents_changed: Signal[[]]


class AgentWatch:
    """The states of all agents now, and a signal of changes. Never switches, asks nobody and starts nothing.

    The states live in tmux, so they have the same age after a restart of ours. At most
    `process_ends.MAX_PROCESSES` agents have a state: the others are unknown.
    """

    def __init__(self, options: AgentOptions) -> None:
        self.epoch = ""
        """The tmux server that the states are of."""
        self.agents: tuple[AgentInPane, ...] = ()
        self.changed: Signal[[]] = Signal()
        self._options = options
        self._ends = ProcessEnds(self._on_end)
        self._ticks: dict[int, float] = {}
        """When processes started, in seconds since boot: as long as one is followed, it is the same."""
        self._stop = options.agents_changed.add(self._take)
        self._take()

    def stop(self) -> None:
        """Follow no longer. Safe to call twice."""
        self._stop()
        self._ends.stop()

    def fields(self) -> dict[str, Any]:
        """As the API sends them."""
        return {"epoch": self.epoch, "agents": [one.fields() for one in self.agents]}

    def _take(self) -> None:
        epoch, text = self._options.agents
        found = parse_entries(text, time.time())
        self._ends.follow({one.pid for one in found})
        self._ticks = {pid: at_s for pid, at_s in self._ticks.items() if pid in self._ends}
        self._set(epoch, tuple(one for one in found if self._runs(one)))

    def _runs(self, one: AgentInPane) -> bool:
        if one.pid not in self._ends:
            return False
        if one.pid not in self._ticks:
            self._ticks[one.pid] = _since_boot(one.pid)
        return _boot() + self._ticks[one.pid] <= one.state.since + LATE_START_S

    def _on_end(self, pid: int) -> None:
        self._set(self.epoch, tuple(one for one in self.agents if one.pid != pid))

    def _set(self, epoch: str, agents: tuple[AgentInPane, ...]) -> None:
        if (epoch, agents) != (self.epoch, self.agents):
            self.epoch, self.agents = epoch, agents
            self.changed.send()


def started_at(pid: int) -> float:
    """When a process started, in seconds since 1970 and right to a second; 0 if that cannot be read."""
    at_s = _since_boot(pid)
    return 0.0 if at_s == _UNKNOWN else _boot() + at_s


def _boot() -> float:
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


def _since_boot(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            stat = file.read()
        ticks = int(stat.rpartition(b")")[2].split()[_START_TICKS])
    except (OSError, IndexError, ValueError):
        return _UNKNOWN
    return ticks / os.sysconf("SC_CLK_TCK")
