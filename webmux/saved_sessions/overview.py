"""The saved sessions of one server: saves them, says which are gone, restores them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import gevent

from webmux.errors import BadField, TmuxError
from webmux.logs import get_logger
from webmux.model import TmuxState
from webmux.saved_sessions import offers, states
from webmux.saved_sessions.histories import Histories, forget
from webmux.saved_sessions.history_choice import HistoryChoice
from webmux.saved_sessions.restorer import RENAME, SKIP, Order, Restore, Restorer, Result
from webmux.saved_sessions.saved_set import SavedSession
from webmux.saved_sessions.saver import DELAY_S, Saver
from webmux.saved_sessions.set_files import SavedSetNotFound, SavedSets
from webmux.signals import Signal
from webmux.supervise import Nursery, in_thread
from webmux.tmux.server import Tmux
from webmux.tmux.state.command_tracker import Finished
from webmux.tmux.state.watch import Watch

log = get_logger(__name__)

LOOK_S = 1.0
"""Between two saves while sessions are restored; after the last one there is another save."""

SHUTDOWN_S = 3.0
"""A tmux server that ends within this time after a session ended together with it."""


class SavedSessions:
    """What views need of saved sessions; `changed` is sent when `fields` may have changed."""

    def __init__(
        self,
        directory: Path,
        tmux: Tmux,
        watch: Watch,
        *,
        histories: Path | None = None,
        choice: HistoryChoice | None = None,
        delay_s: float = DELAY_S,
    ) -> None:
        """With `histories`, the directory for them, texts are saved too, if that is the choice."""
        self._tmux = tmux
        self._watch = watch
        self._sets = SavedSets(directory)
        self._epoch = ""
        self._nursery = Nursery("saved sessions")
        self._undo: list[Callable[[], None]] = []
        self._restored: list[tuple[str, Result]] = []
        """With the epoch of their set: made, and maybe not saved yet."""
        self._looked_s = float("-inf")
        self._choice = choice
        is_on = (lambda: True) if choice is None else (lambda: choice.is_on)
        saved_texts = None if histories is None else Histories(tmux, histories, is_on)
        self.saver = Saver(tmux, watch, self._sets, saved_texts, delay_s=delay_s)
        self.restorer = Restorer(tmux, self._sets.histories)
        self.changed: Signal[[]] = Signal()

    def start(self) -> None:
        """Save from now on. Does not wait."""
        self._undo = [
            self._watch.changed.add(self._on_state),
            self._watch.command_ended.add(self._on_command_ended),
            self.saver.saved.add(self.changed.send),
            self.restorer.changed.add(self.changed.send),
            self.restorer.changed.add(self._on_restore),
            self.saver.saved.add(self._on_restore),
            self._tmux.killed.add(lambda session_id: self.ended(self._epoch, session_id)),
        ]
        self.saver.start()

    def stop(self) -> None:
        """Save no more, and stop a restore. Safe to call twice."""
        for undo in self._undo:
            undo()
        self._undo = []
        for part in (self.saver, self.restorer, self._nursery):
            part.stop()

    def fields(self, state: TmuxState, *, with_problems: bool = True) -> dict[str, Any]:
        """All sets and the restore in JSON, compared with what tmux has. Switches: yes, reads files."""
        found = states.states_of(in_thread(self._sets.all), state, self._tmux.socket_path)
        last = self.restorer.last
        return {
            "offered": states.offered(found),
            "restore": last.fields(with_problems=with_problems) if last is not None else None,
            "sets": [one.fields() for one in found],
            "history": "off" if self._choice is None else self._choice.now,
        }

    def details(self, set_id: str) -> list[SavedSession]:
        """The sessions of a set. Raises SavedSetNotFound. Switches: yes, reads files."""
        return list(in_thread(lambda: self._sets.get(set_id)).sessions)

    def restore(
        self,
        set_id: str,
        user: str,
        *,
        names: Mapping[str, str | None] | None,
        taken: str = SKIP,
        may_copy: Callable[[int], None],
        on_result: Callable[[Result], None],
    ) -> Restore:
        """Begin to restore sessions of a set: those in `names`, or all that are gone. Does not wait for it.

        `names` has another name, or None, for each id. See `restorer.Order` for the rest.

        Raises:
            SavedSetNotFound, BadField: no such set, or no such session in it.
            RestoreRunning: another restore has not ended.

        Switches: yes.
        """
        listed = states.states_of(in_thread(self._sets.all), self._watch.state, self._tmux.socket_path)
        found = {one.stored.id: one for one in listed}
        if set_id not in found:
            raise SavedSetNotFound("there is no such set of saved sessions: load the list again")
        chosen = found[set_id]
        content = chosen.stored.content
        if names is None:
            chosen_states = {states.GONE} | ({states.NAME_TAKEN} if taken == RENAME else set())
            ids = {session_id for session_id, now in chosen.states.items() if now in chosen_states}
        else:
            ids = set(names)
            _check_known(ids, chosen.states)
        order = Order(
            set_id,
            [session for session in content.sessions if session.id in ids],
            user,
            {session_id: name for session_id, name in (names or {}).items() if name},
            taken,
            may_copy,
            lambda result: self._on_result(content.epoch, result, on_result),
        )
        return self.restorer.begin(order)

    def choose_history(self, *, save: bool) -> None:
        """Save the texts of histories from now on, or none; then those that are stored are deleted.

        Switches: yes.
        """
        if self._choice is not None:
            self._choice.choose(save=save)
        if not save:
            in_thread(lambda: forget(self._sets.histories, ()))
        self.changed.send()

    def dismiss(self, set_id: str, session_ids: Collection[str] | None = None) -> None:
        """Offer these sessions of a set no more, or none of it.

        Raises:
            SavedSetNotFound, BadField: no such set, or no such session in it.
            OSError: the files cannot be written.

        Switches: yes.
        """
        content = in_thread(lambda: self._sets.get(set_id))
        known = {session.id for session in content.sessions}
        ids = known if session_ids is None else set(session_ids)
        _check_known(ids, known)
        self._settle(content.epoch, ids)

    def ended(self, epoch: str, session_id: str) -> None:
        """A user ended a session, maybe the last one of its tmux server. Does not wait."""
        self._nursery.spawn("ended", self._settle_quietly, epoch, {session_id})

    def ended_in_terminal(self, epoch: str, session_id: str) -> None:
        """The last program of a session ended. Does not wait.

        At a shutdown shells may end just before their tmux server: then the session counts as gone with it.
        """
        state = self._watch.state
        others = {session.id for session in state.sessions} - {session_id}
        if state.epoch == epoch and others:
            self._nursery.spawn("ended", self._settle_later, epoch, session_id)
        else:
            self.ended(epoch, session_id)

    def _settle_later(self, epoch: str, session_id: str) -> None:
        gevent.sleep(SHUTDOWN_S)
        if self._watch.state.epoch == epoch:
            self._settle_quietly(epoch, {session_id})

    def _on_state(self, before: TmuxState, now: TmuxState) -> None:
        self._epoch = now.epoch or self._epoch
        if before.epoch != now.epoch or {one.name for one in before.sessions} != {
            one.name for one in now.sessions
        }:
            self.changed.send()

    def _on_command_ended(self, finished: Finished) -> None:
        """A pane whose user ran something for a while does not need its offer. Start-up files end sooner."""
        for window in self._watch.state.windows:
            if window.id == finished.window_id and window.offers:
                self._nursery.spawn("offer", self._drop_offer, window.pane_id)
                return

    def _drop_offer(self, pane_id: str) -> None:
        try:
            offers.drop(self._tmux, pane_id)
        except (TmuxError, BadField, offers.OfferNotFound):
            log.info("offer not dropped", pane=pane_id)
        self._watch.refresh()

    def _on_result(self, epoch: str, result: Result, on_result: Callable[[Result], None]) -> None:
        if result.session_id is not None:
            self._restored.append((epoch, result))
            if time.monotonic() - self._looked_s >= LOOK_S:
                self._settle_restored()
        on_result(result)
        self._watch.refresh()

    def _on_restore(self) -> None:
        if self._restored and (self.restorer.last is None or not self.restorer.last.running):
            self._nursery.spawn("restored", self._settle_restored)

    def _settle_restored(self) -> None:
        """Offer no more what was restored, but first save it: tmux may end again at any moment."""
        restored, self._restored = self._restored, []
        self._looked_s = time.monotonic()
        try:
            stored = self.saver.stored_now()
        except (TmuxError, OSError) as error:
            log.warning("restored sessions not saved", error=str(error))
            self._restored += restored  # until something is saved
            return
        for epoch in {epoch for epoch, _ in restored}:
            ids = {result.id for of, result in restored if of == epoch and result.is_in(stored)}
            self._settle_quietly(epoch, ids)

    def _settle_quietly(self, epoch: str, session_ids: Collection[str]) -> None:
        try:
            self._settle(epoch, session_ids)
        except OSError as error:
            log.warning("saved sessions not written", error=str(error))

    def _settle(self, epoch: str, session_ids: Collection[str]) -> None:
        if in_thread(lambda: self._sets.settle(epoch, session_ids)):
            self.changed.send()


def _check_known(ids: Collection[str], known: Collection[str]) -> None:
    if not set(ids) <= set(known):
        raise BadField("sessions", "no such session in this set: load the list again", code="bad_id")
