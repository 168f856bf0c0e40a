"""Follows the screens of panes that run a known agent: captures them after they had output, and judges them.

A state counts when two captures at least `DWELL_S` apart show it. It is stored in an option of its pane, so
that it has the same age after a restart of ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable

import gevent
from gevent.event import Event as Flag

from webmux.agents.agent_programs import RunningAgent, agent_in, foreground
from webmux.agents.agent_screen import AgentScreen
from webmux.agents.agent_state import UNKNOWN, AgentInPane, AgentState
from webmux.agents.agent_watch import started_at
from webmux.agents.manifest_files import Manifests
from webmux.agents.pane_captures import PaneCapture, PaneRow, capture_panes, list_panes
from webmux.agents.screen_manifest import Rule
from webmux.agents.screen_state import DWELL_S, OPTION, ScreenState
from webmux.errors import TmuxError
from webmux.logs import get_logger
from webmux.model import TmuxState
from webmux.process_ends import ProcessEnds
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.control.quoting import Command
from webmux.tmux.state.watch import Watch, WatchedTmux

log = get_logger(__name__)

GAP_S = 0.05
"""Panes that are due within this time are captured together."""
RETRY_S = 1.0
YOUNG_S = 5.0
"""A program that started so short ago may still become an agent without output: it is checked again."""


class _Pane:
    """What is known about one pane, by its first row in the list."""

    def __init__(self, row: PaneRow) -> None:
        self.rows = [row]
        self.running: RunningAgent | None = None
        self.began = 0
        self.state = ScreenState()
        self.is_new = True
        self.captured_at = 0.0
        self.due_at: float | None = None
        self.screen: AgentScreen | None = None
        self.rule: Rule | None = None
        """The rule that fits `screen`."""

    def run(self, running: RunningAgent | None) -> None:
        """Start over with the agent that runs now."""
        self.running, self.state, self.screen = running, ScreenState(), None
        self.began = int(started_at(running.pid)) if running else 0
        self.is_new, self.due_at = True, None


class ScreenWatch:
    """The states of agents by their screens, or unknown ones by their processes; `changed` is their signal.

    Panes in `hooked` are left alone. Nothing is asked while no window has output and no pane changes.
    """

    def __init__(self, watch: Watch, tmux: WatchedTmux, manifests: Manifests) -> None:
        self.epoch = ""
        self.agents: tuple[AgentInPane, ...] = ()
        self.changed: Signal[[]] = Signal()
        """Listeners must not switch."""
        self._watch = watch
        self._link = tmux.link
        self._manifests = manifests
        self._hooked: frozenset[str] = frozenset()
        self._panes: dict[str, _Pane] = {}
        self._listed: object = None
        self._is_stale = True
        self._touched: set[str] = set()
        self._young: set[str] = set()
        """Panes to check again after `RETRY_S`."""
        self._wake = Flag()
        self._ends = ProcessEnds(self._on_end)
        self._nursery = Nursery("agent screens")
        self._undo: list[Callable[[], None]] = []

    def start(self) -> None:
        """Follow the panes from now on. Does not wait."""
        self._undo = [
            self._watch.changed.add(self._on_state),
            self._watch.drawn.add(self._on_drawn),
            self._link.changed.add(self._list_again),
        ]
        self._nursery.spawn("follow", self._follow)
        self._wake.set()

    def stop(self) -> None:
        """Follow no longer. Safe to call twice."""
        for undo in self._undo:
            undo()
        self._undo = []
        self._ends.stop()
        self._nursery.stop()

    def leave_to_hooks(self, pane_ids: Collection[str]) -> None:
        """Capture no pane of these, because their agents say what they do. Never switches."""
        before, self._hooked = self._hooked, frozenset(pane_ids)
        freed = before - self._hooked
        if freed:
            self._touch(self._panes[pane_id] for pane_id in freed if pane_id in self._panes)

    # -- events ----------------------------------------------------------------------------

    def _on_state(self, before: TmuxState, now: TmuxState) -> None:
        listed = (now.epoch, [(w.session_id, w.id, w.layout, w.pane_pid, w.command) for w in now.windows])
        if listed != self._listed:
            self._listed = listed
            self._list_again()

    def _list_again(self) -> None:
        self._is_stale = True
        self._wake.set()

    def _on_drawn(self, window_ids: Collection[str] | None) -> None:
        self._touch(
            pane
            for pane in self._panes.values()
            if window_ids is None or pane.rows[0].window_id in window_ids
        )

    def _touch(self, panes: Iterable[_Pane]) -> None:
        self._touched.update(pane.rows[0].pane_id for pane in panes)
        self._wake.set()

    def _on_end(self, pid: int) -> None:
        for pane_id, pane in self._panes.items():
            if pane.running is not None and pane.running.pid == pid:
                pane.run(None)
                self._touched.add(pane_id)
        self._publish()
        self._wake.set()

    # -- following -------------------------------------------------------------------------

    def _follow(self) -> None:
        while True:
            self._wake.wait(self._due_in())
            self._wake.clear()
            try:
                self._round()
            except TmuxError as error:
                log.debug("screens of agents", error=error.message)
                self._is_stale = True
                gevent.sleep(RETRY_S)
                self._wake.set()
            gevent.sleep(GAP_S)

    def _due_in(self) -> float | None:
        due = [pane.due_at for pane in self._panes.values() if pane.due_at is not None]
        due += [time.monotonic() + RETRY_S] if self._young else []
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _round(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._take_list(list_panes(self._link) if self._link.connected else [])
        touched, self._touched, self._young = self._touched | self._young, set(), set()
        for pane_id in touched & self._panes.keys():
            self._check(self._panes[pane_id])
        self._ends.follow({pane.running.pid for pane in self._panes.values() if pane.running})
        self._capture_due()
        self._publish()

    def _capture_due(self) -> None:
        soon = time.monotonic() + GAP_S
        due = [key for key, pane in self._panes.items() if pane.due_at is not None and pane.due_at <= soon]
        captures = capture_panes(self._link, due) if due else {}
        commands: list[Command] = []
        for pane_id in due:
            pane = self._panes.get(pane_id)
            if pane is not None:
                pane.due_at = None
                if pane_id in captures:
                    commands += self._judge(pane, captures[pane_id])
        if commands:
            self._link.run_each([[command] for command in commands])

    def _take_list(self, rows: list[PaneRow]) -> None:
        before, self._panes = self._panes, {}
        epoch = rows[0].epoch if rows else ""
        if epoch != self.epoch:
            self.epoch, before = epoch, {}
        for row in rows:
            pane = self._panes.get(row.pane_id)
            if pane is not None:
                pane.rows.append(row)
                continue
            pane = before.get(row.pane_id) or _Pane(row)
            pane.rows = [row]
            self._panes[row.pane_id] = pane
        self._touched.update(self._panes)

    def _check(self, pane: _Pane) -> None:
        """Notice which agent runs there, and that it must be captured. Cost: 50 us."""
        row = pane.rows[0]
        group = foreground(row.pane_pid)
        if pane.running is None or pane.running.pid != group:
            pane.run(agent_in(self._manifests, group, row.command))
            if pane.running is None and group and time.time() < started_at(group) + YOUNG_S:
                self._young.add(row.pane_id)
        if pane.running is not None and pane.due_at is None and row.pane_id not in self._hooked:
            pane.due_at = max(time.monotonic(), pane.captured_at + DWELL_S)

    def _judge(self, pane: _Pane, capture: PaneCapture) -> list[Command]:
        """Take a capture; returns the command that stores the new state."""
        now, running = time.monotonic(), pane.running
        if running is None or capture.pane_pid != pane.rows[0].pane_pid:
            self._is_stale = True
            return []
        pane.captured_at = now
        if pane.is_new:
            pane.is_new = False
            stored = capture.stored
            is_same = stored is not None and stored.pid == running.pid and stored.since <= time.time()
            pane.state = ScreenState(stored if is_same else None)
        if pane.screen != capture.screen:
            pane.screen, pane.rule = capture.screen, running.manifest.rule_for(capture.screen)
        changed = pane.state.take(pane.rule, now, time.time())
        settles_at = pane.state.settles_at
        pane.due_at = None if settles_at is None else max(now + GAP_S, settles_at)
        stored_now = pane.state.stored(running.pid)
        if not changed or stored_now is None or stored_now == capture.stored:
            return []
        return [("set-option", "-pq", "-t", pane.rows[0].pane_id, OPTION, stored_now.value())]

    def _publish(self) -> None:
        agents = tuple(
            AgentInPane(row.session_id, row.window_id, row.pane_id, pane.running.pid, _state(pane))
            for pane in self._panes.values()
            if pane.running is not None and pane.running.pid in self._ends
            for row in pane.rows
        )
        if agents != self.agents:
            self.agents = agents
            self.changed.send()


def _state(pane: _Pane) -> AgentState:
    state, agent = pane.state, pane.running.manifest.agent if pane.running else ""
    if state.rule is None:
        return AgentState(UNKNOWN, pane.began, agent, "process")
    return AgentState(state.kind, state.since, agent, "screen", state.rule.text, state.rule.name)
