"""Saves what tmux has, within 5 s of a change, and only after tmux reported one.

tmux reports sessions, windows, layouts and the folder of each current window. It does not report the folder
of other panes. But who changes it, prints a prompt, and the watch reports output within a second. So after
output there is one question for all panes, and nothing is written if nothing is new.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import gevent
from gevent.event import Event as Flag

from webmux.errors import TmuxError
from webmux.logs import get_logger
from webmux.saved_sessions.histories import Histories
from webmux.saved_sessions.saved_set import SavedSet
from webmux.saved_sessions.session_reader import Reader
from webmux.saved_sessions.set_files import SavedSets
from webmux.signals import Signal
from webmux.supervise import Nursery, in_thread
from webmux.tmux.server import Tmux
from webmux.tmux.state.watch import Watch

log = get_logger(__name__)

DELAY_S = 2.5
"""All changes within this time after the first are one. A server that ends within it spoils nothing."""
PROGRAMS_S = 20.0
"""How often a set is written if only the programs differ: a loop may start two in a second. After a failure,
such as a full disk, it is the time until the next attempt."""


class Saver:
    """Saves the sessions of one tmux in the greenlet of its own; `saved` is sent after each write."""

    def __init__(
        self,
        tmux: Tmux,
        watch: Watch,
        sets: SavedSets,
        histories: Histories | None = None,
        delay_s: float = DELAY_S,
    ) -> None:
        """Without `histories` no text is saved."""
        self._tmux = tmux
        self._watch = watch
        self._sets = sets
        self._histories = histories
        self._delay_s = delay_s
        self._reader = Reader(tmux)
        self._reported = Flag()
        self._latest: SavedSet | None = None
        self._wrote_s = float("-inf")
        self._waits = False
        self._more_text = False
        self._nursery = Nursery("saver")
        self._undo: list[Callable[[], None]] = []
        self.saved: Signal[[]] = Signal()

    def start(self) -> None:
        """Save now, and after each change from now on. Does not wait."""
        self._undo = [
            self._watch.changed.add(lambda before, now: self._reported.set()),
            self._watch.drawn.add(lambda window_ids: self._reported.set()),
        ]
        self._reported.set()
        self._nursery.spawn("save", self._follow)

    def stop(self) -> None:
        """Save no more. Safe to call twice."""
        for undo in self._undo:
            undo()
        self._undo = []
        self._nursery.stop()

    def save(self) -> bool:
        """Save now; False if nothing was new, or if no tmux server runs.

        Raises:
            TmuxError: tmux did not answer.
            OSError: the files cannot be written; the old ones are as before.

        Switches: yes.
        """
        now = self._now()
        return now is not None and self._store(now)

    def stored_now(self) -> SavedSet | None:
        """As `save`; returns what is stored now, None if no tmux server runs."""
        now = self._now()
        if now is not None:
            self._store(now)
        return now

    def _follow(self) -> None:
        while True:
            self._reported.wait(PROGRAMS_S if self._waits else None)
            gevent.sleep(self._delay_s)
            self._reported.clear()
            try:
                now = self._now()
                waits = now is not None and self._can_wait(now)
                if now is not None and not waits:
                    self._store(now)
                self._waits = waits or self._more_text
            except TmuxError as error:
                self._waits = True
                log.info("sessions not saved", error=error.message)
            except OSError as error:
                self._waits = True
                log.warning("sessions not saved", error=str(error))

    def _can_wait(self, now: SavedSet) -> bool:
        """Whether only programs differ from what was written a moment ago."""
        if self._latest is None or now.same_content(self._latest):
            return False
        recent = time.monotonic() - self._wrote_s < PROGRAMS_S
        return recent and now.same_places(self._latest)

    def _now(self) -> SavedSet | None:
        found = self._reader.read()
        if not found.epoch:
            return None
        sessions = found.sessions
        if self._histories is not None:
            self._more_text = self._histories.take(found)
            sessions = self._histories.named(found)
        version, socket = self._tmux.version(), self._tmux.socket_path
        return SavedSet(int(time.time()), found.epoch, sessions, version, socket=socket)

    def _store(self, now: SavedSet) -> bool:
        if self._latest is not None and now.same_content(self._latest):
            return False
        is_new = in_thread(lambda: self._sets.save(now))
        self._latest, self._wrote_s = now, time.monotonic()
        if is_new:
            self.saved.send()
        return is_new
