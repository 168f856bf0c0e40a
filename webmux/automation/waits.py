"""Waits until a pane shows or does something. tmux reports the changes; nothing here polls.

All waits share one greenlet, which sleeps until tmux reports a change or the first deadline comes. It looks
once at each pane that changed, however many wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import gevent
from gevent.event import Event as Flag

from webmux.agents.agent_sources import AgentSources
from webmux.automation.pane_now import PaneNow, pane_now
from webmux.automation.pane_screen import capture_rows
from webmux.automation.pane_waits import AGAIN_S, Agent, Goal, PaneWaits, Wait
from webmux.errors import PaneNotFound, TmuxError, TooMany, WebMuxError
from webmux.mirror.panes import Place
from webmux.model import TmuxState
from webmux.process_ends import ProcessEnds
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.server import Tmux
from webmux.tmux.state.foreground import is_at_rest, script_in

WAITS_MAX = 1200
GUEST_WAITS_MAX = 50
"""Of all guests of one session or window: they must not take the waits of the users."""
RETRY_AFTER_S = 5
GAP_S = 0.05
"""Changes within this time after a look cause one more look."""


class WaitStopped(WebMuxError):
    """The server stops, or tmux cannot be asked."""

    status = 503
    code = "wait_stopped"


class Changes(Protocol):
    """The part of `Watch` that this uses."""

    drawn: Signal[[Collection[str] | None]]
    changed: Signal[[TmuxState, TmuxState]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a wait ended: the goal that held, or `timeout` or `ended`; and what the agent does, or `""`."""

    met: str
    agent: str


class Waits:
    """All waits of one server."""

    def __init__(
        self,
        tmux: Tmux,
        changes: Changes,
        agents: Callable[[], AgentSources],
        typed_at: Callable[[str], float],
    ) -> None:
        """`typed_at` says when a program typed into a pane for the last time."""
        self._tmux = tmux
        self._changes = changes
        self._agents = agents
        self._typed_at = typed_at
        self._panes: dict[str, PaneWaits] = {}
        self._stale: set[str] = set()
        self._woken = Flag()
        self._nursery = Nursery("pane waits", lambda _: self._end_all("waiting failed: try again"))
        self._ends = ProcessEnds(lambda pid: self._mark_all())
        self._undo: list[Callable[[], None]] = []
        self.looks = 0
        """How often tmux was asked about a pane."""

    def __len__(self) -> int:
        return sum(len(pane.waits) for pane in self._panes.values())

    def begin(
        self, place: Place, pane_id: str, goal: Goal, timeout_s: float, result: Any
    ) -> Callable[[], None]:
        """Begin to wait until a goal holds for a pane of this place, at most `timeout_s`.

        Then `result.set` is called with the `Outcome`, or `result.set_exception` with a PaneNotFound if the
        pane ended and the wait was not for that, a TmuxError, or `WaitStopped`. Neither may switch. Returns a
        function that ends the wait early.

        Raises:
            PaneNotFound: there is no such pane.
            TooMany: `WAITS_MAX` run, or `GUEST_WAITS_MAX` of this place.
            TmuxError: tmux did not answer.

        Switches: yes, for one question. Cost: a few hundred bytes, and one question to tmux for each change
        of the pane, shared by all waits for it.
        """
        if len(self) >= WAITS_MAX or self._of_guests(place) >= GUEST_WAITS_MAX:
            raise TooMany("too many waits at once: try again in a moment", RETRY_AFTER_S)
        seen = pane_now(self._tmux.link, place, pane_id)
        now = time.monotonic()
        wait = Wait(goal, now, now + timeout_s, result, replace(place, epoch=seen.epoch))
        if pane_id in self._panes and self._panes[pane_id].epoch != seen.epoch:
            self._end_gone(self._panes[pane_id])
        pane = self._panes.setdefault(pane_id, PaneWaits(pane_id, epoch=seen.epoch))
        pane.waits[wait] = None
        self._start()
        pane.again_at = now + AGAIN_S
        self._mark({pane_id})
        return partial(self._forget, pane, wait)

    def _of_guests(self, place: Place) -> int:
        where = (place.session_id, place.window_id)
        if where == ("", ""):
            return 0
        places = (wait.place for pane in self._panes.values() for wait in pane.waits)
        return sum((one.session_id, one.window_id) == where for one in places)

    def stop(self) -> None:
        """End all waits. Safe to call twice."""
        self._end_all("the server stops: wait again in a moment")
        self._unfollow()
        self._nursery.stop()

    # -- changes ---------------------------------------------------------------------------

    def _start(self) -> None:
        if self._undo:
            return
        self._undo = [
            self._changes.drawn.add(self._on_drawn),
            self._changes.changed.add(lambda before, now: self._mark_all()),
            self._tmux.link.changed.add(self._mark_all),
            self._agents().changed.add(self._mark_all),
        ]
        self._nursery.spawn("looks", self._follow)

    def _unfollow(self) -> None:
        for undo in self._undo:
            undo()
        self._undo = []
        self._ends.follow(())

    def _on_drawn(self, window_ids: Collection[str] | None) -> None:
        drawn = [
            pane
            for pane in self._panes.values()
            if window_ids is None or pane.pane is None or pane.pane.window_id in window_ids
        ]
        for pane in drawn:
            pane.again_at = time.monotonic() + AGAIN_S
        self._mark({pane.id for pane in drawn})

    def _mark_all(self) -> None:
        self._mark(set(self._panes))

    def _mark(self, pane_ids: set[str]) -> None:
        if pane_ids:
            self._stale |= pane_ids
            self._woken.set()

    def _forget(self, pane: PaneWaits, wait: Wait) -> None:
        pane.waits.pop(wait, None)
        if not pane.waits and self._panes.get(pane.id) is pane:
            del self._panes[pane.id]
        if not self._panes:
            self._woken.set()  # the greenlet ends

    # -- looking ---------------------------------------------------------------------------

    def _follow(self) -> None:
        try:
            while self._panes:
                due = min(pane.next_look() for pane in self._panes.values())
                self._woken.wait(None if due == float("inf") else max(0.0, due - time.monotonic()))
                self._woken.clear()
                self._look(time.monotonic())
                gevent.sleep(GAP_S)
        finally:
            self._unfollow()

    def _look(self, now: float) -> None:
        stale, self._stale = self._stale, set()
        for pane in list(self._panes.values()):
            # Before a goal of time holds, look whether that is still true.
            if pane.id in stale or pane.next_look() <= now:
                self._look_at(pane)
        self._ends.follow({pane.pane.pid for pane in self._panes.values() if pane.pane is not None})

    def _look_at(self, pane: PaneWaits) -> None:
        self.looks += 1
        try:
            self._take(pane, pane_now(self._tmux.link, Place(epoch=pane.epoch), pane.id))
        except PaneNotFound:
            self._end_gone(pane)
            return
        except TmuxError as error:
            for wait in list(pane.waits):
                self._finish(pane, wait, error)
            return
        now = time.monotonic()
        for wait in list(pane.waits):
            met = pane.outcome(wait, now)
            refusal = self._refusal(wait, pane) if met else None
            if met and wait in pane.waits:  # it may have been ended meanwhile
                self._finish(pane, wait, refusal or Outcome(met, pane.agent.kind))

    def _refusal(self, wait: Wait, pane: PaneWaits) -> Exception | None:
        """The error for one who may no longer see the pane, because it moved to another window or session."""
        if not (wait.place.session_id or wait.place.window_id):
            return None
        try:
            pane_now(self._tmux.link, wait.place, pane.id)
        except WebMuxError as error:
            return error
        return None

    def _end_gone(self, pane: PaneWaits) -> None:
        """The pane has ended, perhaps with its tmux server."""
        for wait in list(pane.waits):
            self._finish(pane, wait, Outcome("done", "") if wait.goal.done else PaneNotFound(pane.id))

    def _finish(self, pane: PaneWaits, wait: Wait, outcome: Outcome | Exception) -> None:
        self._forget(pane, wait)
        if isinstance(outcome, Exception):
            wait.result.set_exception(outcome)
        else:
            wait.result.set(outcome)

    def _take(self, pane: PaneWaits, seen: PaneNow) -> None:
        text = None
        if pane.needs_screen and not seen.dead:
            seen, rows = capture_rows(
                self._tmux, Place(epoch=pane.epoch), pane.id, pane.scrolled(seen), joined=True
            )
            text = "\n".join(rows)
        pane.agent, pane.input_at = self._agent_in(pane.id), self._typed_at(pane.id)
        rests = seen.shell and not script_in(seen.pid) and is_at_rest(seen.pid)
        pane.take(seen, text, time.monotonic(), rests=rests)

    def _agent_in(self, pane_id: str) -> Agent:
        for one in self._agents().agents:
            if one.pane_id == pane_id:
                return Agent(one.state.kind, one.state.since - time.time() + time.monotonic())
        return Agent()

    def _end_all(self, message: str) -> None:
        for pane in list(self._panes.values()):
            for wait in list(pane.waits):
                self._finish(pane, wait, WaitStopped(message))
