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
from webmux.tmux.control.quoting import Command

TOTAL_BYTES_MAX = 8 * 1024 * 1024
"""Of all transcripts together; the longest loses its oldest lines first."""
BUSY_S = 2.0
"""A pane is captured repeatedly for so long after it changed, or tmux reported output."""
INTERVAL_MIN_S = 0.1
INTERVAL_MAX_S = 1.0
ROWS_PER_S = 40
"""While nothing scrolls, the next capture is due before so fast an output would fill the screen."""
JUMP_MIN_S = 0.25
"""After a screen without a row of the one before, the interval halves, down to this: output may be faster."""
PARTS = 4
"""While output scrolls, at most a fourth of the screen leaves between two captures."""
CACHED_MAX_BYTES = 1024
"""The text of longer rows is not remembered: a program may draw any number of them."""
TOGETHER_S = 0.1
"""Panes that are due within this time are captured together, so that they stay together."""
TOGETHER_MAX = 5
"""At most so many: tmux answers keys between two of these."""
CONNECT_S = 5.0
"""How long to wait for a connection: captures start no process."""
RETRY_S = 5.0
"""After tmux did not answer."""

_FACTS = "#{alternate_on} #{pane_width} #{pane_height}"
_ENDED = (TmuxCommandFailed, WindowNotFound, NoServer)
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
        self.alternate = True
        """Whether the pane showed the alternate screen when it was asked last."""
        self.kind = ""
        """What its agent does; empty if none runs."""
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

    def capture_now(self, now_s: float) -> None:
        """Capture as soon as possible, and for some time."""
        self._due_at, self._busy_until = now_s, now_s + BUSY_S

    def due_in(self, now_s: float) -> float | None:
        """After how many seconds to capture, at most 0 if it is due; None if nothing happens there."""
        if self._due_at <= self._busy_until:
            return self._due_at - now_s
        return None

    def take(self, lines: list[bytes] | None, cols: int, height: int, now_s: float) -> None:
        """What the alternate screen shows; None if the pane does not show it."""
        since_s, self._taken_at = now_s - self._taken_at, now_s
        longest_s = min(INTERVAL_MAX_S, height / ROWS_PER_S)
        self._due_at = now_s + (INTERVAL_MAX_S if lines is None else longest_s)
        if lines is None:
            if self._lines is not None:
                self.merger.finish()
        elif lines != self._lines or cols != self.cols:
            self._busy_until = now_s + BUSY_S
            styled = standing_alone_all(lines, cols)
            self.merger.take([_row(line) for line in styled], cols, now_s)
            if self.merger.scrolled:
                interval = since_s * height / PARTS / self.merger.scrolled
                self._due_at = now_s + min(max(interval, INTERVAL_MIN_S), longest_s)
            elif self.merger.jumped:
                self._due_at = now_s + min(max(since_s / 2, JUMP_MIN_S), longest_s)
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
        runs = {one.pane_id: (one.window_id, one.state.kind) for one in self._agents.agents}
        for pane_id, (window_id, _) in runs.items():
            if pane_id not in self._panes:
                self._panes[pane_id] = Transcript(window_id)
            self._panes[pane_id].window_id = window_id
        for pane_id, transcript in self._panes.items():
            kind = runs.get(pane_id, ("", ""))[1]
            if kind != transcript.kind:
                transcript.wake(now_s)
            transcript.kind, transcript.runs = kind, pane_id in runs
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
            waits = sorted(self._waits(now_s))[:TOGETHER_MAX]
            if not waits or waits[0][0] > 0:
                self._awake.wait(waits[0][0] if waits else None)
                self._awake.clear()
                continue
            try:
                self._capture([pane_id for wait_s, pane_id in waits if wait_s <= TOGETHER_S])
            except TmuxError:
                gevent.sleep(RETRY_S)
            gevent.sleep(0)

    def _waits(self, now_s: float) -> Iterable[tuple[float, str]]:
        for pane_id, transcript in self._panes.items():
            wait_s = transcript.due_in(now_s)
            if wait_s is not None:
                yield wait_s, pane_id

    def _capture(self, pane_ids: list[str]) -> None:
        """One capture of each pane, and its facts of the same moment. The main screen is not captured.

        Raises:
            TmuxError: tmux did not answer; the panes may still exist.
        """
        try:
            self._link.connection(CONNECT_S)
        except NoServer:
            for pane_id in pane_ids:
                self._panes.pop(pane_id, None)
            return
        form = Captures(self._link.version, used_cells=True)
        epoch, groups = self._epoch, []
        for pane_id in pane_ids:
            known = self._panes.get(pane_id)  # the wait may have ended it
            facts: Command = ("display-message", "-p", "-t", pane_id, _FACTS)
            rows = form.commands(pane_id, (), "e") if known is None or known.alternate else []
            groups.append([facts, *rows])
        with self._slots:
            self._slots.total += len(pane_ids) - 1
            answers = self._link.run_each(groups)
        if epoch != self._epoch:
            return
        for pane_id, group, answer in zip(pane_ids, groups, answers, strict=True):
            if pane_id in self._panes:
                self._take(pane_id, form if len(group) > 1 else None, answer)
        self._trim()

    def _take(self, pane_id: str, form: Captures | None, answer: bytes | TmuxError) -> None:
        """The answer for one pane; without `form` it has facts alone."""
        if isinstance(answer, TmuxError) and not isinstance(answer, _ENDED):
            raise answer
        facts, *rows = b"".split(b"\n") if isinstance(answer, TmuxError) else answer[:-1].split(b"\n")
        match = _ANSWER.fullmatch(facts)
        if match is None:  # tmux prints empty facts for a pane that does not exist
            del self._panes[pane_id]
            return
        transcript, now_s = self._panes[pane_id], time.monotonic()
        transcript.alternate = match[1] == b"1"
        if transcript.alternate and form is None:
            transcript.capture_now(now_s)
            return
        lines = None
        if form is not None and transcript.alternate and transcript.runs:
            [lines] = form.texts([[], rows, []] if form.leaks else [rows])
        transcript.take(lines, int(match[2]), int(match[3]), now_s)

    def _trim(self) -> None:
        stores = [transcript.store for transcript in self._panes.values()]
        while sum(store.bytes for store in stores) > TOTAL_BYTES_MAX:
            longest = max(stores, key=lambda store: store.bytes)
            longest.trim(longest.bytes * 3 // 4)


def _row(styled: bytes) -> Row:
    """A row that was seen before, as most are, costs one look-up."""
    return _cached(styled).again() if len(styled) <= CACHED_MAX_BYTES else _read(styled)


def _read(styled: bytes) -> Row:
    styled, plain = shortened(styled, plain_text(styled).decode("utf-8", "replace"))
    return Row(plain, styled)


_cached = lru_cache(maxsize=2048)(_read)
