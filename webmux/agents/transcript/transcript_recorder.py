"""Captures the panes in which full-screen agents run, and has the transcript of each."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Protocol

import gevent
from gevent.event import Event as Flag

from webmux.agents.agent_state import AgentInPane
from webmux.agents.transcript.merger import SETTLE_S, ScreenMerger
from webmux.agents.transcript.row import Row
from webmux.agents.transcript.store import TranscriptStore, shortened
from webmux.errors import TmuxCommandFailed, TmuxError, WindowNotFound
from webmux.mirror.captures import Captures
from webmux.mirror.history import plain_text
from webmux.mirror.rows import standing_alone_all
from webmux.mirror.slots import CaptureSlots
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.control.client import Link
from webmux.tmux.control.process import NoServer

TOTAL_BYTES_MAX = 8 * 1024 * 1024
"""Of all transcripts together; the longest loses its oldest lines first."""
BUSY_S = 2.0
"""A pane is captured repeatedly for so long after it changed, or tmux reported output."""
INTERVAL_MIN_S = 0.1
INTERVAL_MAX_S = 1.0
ROWS_PER_S = 60
"""While nothing scrolls, the next capture is due before so fast an output would fill the screen."""
PARTS = 4
"""While output scrolls, at most a fourth of the screen leaves between two captures."""
CACHED_MAX_BYTES = 1024
"""The text of longer rows is not remembered: a program may draw any number of them."""
RETRY_S = 5.0
"""After tmux did not answer."""

_FACTS = "#{alternate_on} #{pane_width} #{pane_height}"
_ANSWER = re.compile(rb"([01]?) (\d+) (\d+)")


class Agents(Protocol):
    """The part of `AgentWatch` that this uses."""

    epoch: str
    agents: tuple[AgentInPane, ...]
    changed: Signal[[]]


class Transcript:
    """The transcript of one pane: the lines in `store`, and the rows of `screen` below them."""

    def __init__(self, window_id: str) -> None:
        self.window_id = window_id
        self.store = TranscriptStore()
        self.merger = ScreenMerger(self.store)
        self.cols = 0
        self.runs = True
        """Whether an agent runs in the pane."""
        self._lines: list[bytes] | None = None
        self._taken_at = 0.0
        self._busy_until = -1.0
        self._due_at = 0.0

    @property
    def screen(self) -> list[bytes]:
        """The rows of the screen as captured last; none if the pane does not show the alternate screen."""
        return [row.styled for row in self.merger.rows]

    def wake(self, now_s: float) -> None:
        """There was output: capture now, and for some time."""
        if now_s >= self._busy_until:
            self._due_at = now_s
        self._busy_until = now_s + BUSY_S

    def due_in(self, now_s: float) -> float | None:
        """After how many seconds to capture; None if nothing happens there."""
        if self._due_at <= self._busy_until:
            return max(0.0, self._due_at - now_s)
        return None

    def take(self, lines: list[bytes] | None, cols: int, height: int, now_s: float) -> None:
        """What the alternate screen shows; None if the pane does not show it."""
        since_s, self._taken_at = now_s - self._taken_at, now_s
        self._due_at = now_s + min(INTERVAL_MAX_S, height / ROWS_PER_S)
        if lines is None:
            if self._lines is not None:
                self.merger.finish()
        elif lines != self._lines or cols != self.cols:
            self._busy_until = now_s + BUSY_S
            styled = standing_alone_all(lines, cols)
            self.merger.take([_row(line) for line in styled], cols, now_s)
            if self.merger.scrolled:
                interval = since_s * height / PARTS / self.merger.scrolled
                self._due_at = now_s + min(max(interval, INTERVAL_MIN_S), height / ROWS_PER_S)
        else:
            self.merger.settle(now_s)
        if self.merger.unsettled:
            self._busy_until = max(self._busy_until, now_s + SETTLE_S)
        self._lines, self.cols = lines, cols


class TranscriptRecorder:
    """One greenlet that captures the panes with agents while they have output. Nothing is written to disk.

    A transcript ends with its pane. There are at most as many as agents have a state.
    """

    def __init__(
        self, link: Link, slots: CaptureSlots, agents: Agents, drawn: Signal[[Collection[str] | None]]
    ) -> None:
        self._link = link
        self._slots = slots
        self._agents = agents
        self._epoch = ""
        self._panes: dict[str, Transcript] = {}
        self._awake = Flag()
        self._undo = [agents.changed.add(self._follow), drawn.add(self._wake)]
        self._nursery = Nursery("transcripts")
        self._nursery.spawn("capture", self._run)
        self._follow()

    def stop(self) -> None:
        """Capture no more. Safe to call twice."""
        for undo in self._undo:
            undo()
        self._nursery.stop()

    def of(self, epoch: str, pane_id: str) -> Transcript | None:
        """The transcript of a pane of this tmux server; None if there is none, or no line in it yet."""
        found = self._panes.get(pane_id) if epoch == self._epoch else None
        return found if found is not None and len(found.store) else None

    def forget(self, pane_id: str) -> None:
        """Drop what was stored of a pane: a user cleared its history."""
        if pane_id in self._panes:
            self._panes[pane_id].store.trim(0)

    def _follow(self) -> None:
        """Begin with the panes of new agents; a pane whose agent ended is captured again, once."""
        if self._agents.epoch != self._epoch:
            self._epoch = self._agents.epoch
            self._panes.clear()
        now_s = time.monotonic()
        runs = {one.pane_id: one.window_id for one in self._agents.agents}
        for pane_id, window_id in runs.items():
            if pane_id not in self._panes:
                self._panes[pane_id] = Transcript(window_id)
            self._panes[pane_id].window_id = window_id
        for pane_id, transcript in self._panes.items():
            if transcript.runs != (pane_id in runs) or pane_id in runs:
                transcript.wake(now_s)
            transcript.runs = pane_id in runs
        self._awake.set()

    def _wake(self, window_ids: Collection[str] | None) -> None:
        """Windows had output; None if panes may have ended or moved."""
        now_s = time.monotonic()
        for transcript in self._panes.values():
            if window_ids is None or (transcript.runs and transcript.window_id in window_ids):
                transcript.wake(now_s)
                self._awake.set()

    def _run(self) -> None:
        while True:
            now_s = time.monotonic()
            waits = [(wait_s, pane_id) for pane_id, wait_s in self._waits(now_s)]
            first_s, pane_id = min(waits, default=(None, ""))
            if first_s is None or first_s > 0:
                self._awake.wait(first_s)
                self._awake.clear()
                continue
            try:
                self._capture(pane_id)
            except TmuxError:
                gevent.sleep(RETRY_S)

    def _waits(self, now_s: float) -> Iterable[tuple[str, float]]:
        for pane_id, transcript in self._panes.items():
            wait_s = transcript.due_in(now_s)
            if wait_s is not None:
                yield pane_id, wait_s

    def _capture(self, pane_id: str) -> None:
        """One capture of a pane, and its facts of the same moment.

        Raises:
            TmuxError: tmux did not answer; the pane may still exist.
        """
        form = Captures(self._link.version, used_cells=True)
        facts = ("display-message", "-p", "-t", pane_id, _FACTS)
        epoch = self._epoch
        try:
            with self._slots:
                blocks = self._link.ask([facts, *form.commands(pane_id, (), "e")])
        except (TmuxCommandFailed, WindowNotFound, NoServer):
            self._panes.pop(pane_id, None)  # the pane has ended
            return
        match = _ANSWER.fullmatch(blocks[0][0]) if blocks[0] else None
        transcript = self._panes.get(pane_id)
        if transcript is None or epoch != self._epoch:
            return
        if match is None:  # tmux prints empty facts for a pane that does not exist
            del self._panes[pane_id]
            return
        lines = form.texts(blocks[1:])[0] if match[1] == b"1" and transcript.runs else None
        transcript.take(lines, int(match[2]), int(match[3]), time.monotonic())
        self._trim()

    def _trim(self) -> None:
        stores = [transcript.store for transcript in self._panes.values()]
        while sum(store.bytes for store in stores) > TOTAL_BYTES_MAX:
            longest = max(stores, key=lambda store: store.bytes)
            longest.trim(longest.bytes * 3 // 4)


def _row(styled: bytes) -> Row:
    plain = _plain(styled) if len(styled) <= CACHED_MAX_BYTES else _plain.__wrapped__(styled)
    styled, plain = shortened(styled, plain)
    return Row(plain, styled)


@lru_cache(maxsize=2048)
def _plain(styled: bytes) -> str:
    return plain_text(styled).decode("utf-8", "replace")
