"""All recordings: those of running sessions, and those that have ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gevent
from gevent.lock import BoundedSemaphore

from webmux.errors import PeerError
from webmux.events import Event
from webmux.logs import get_logger
from webmux.model import Session, TmuxState
from webmux.recording.cast import header
from webmux.recording.recorder import Recorder
from webmux.recording.storage import Files
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.sql import delete, insert, select, update
from webmux.store.tables import recordings
from webmux.supervise import Nursery
from webmux.tmux.state.state_events import rung

if TYPE_CHECKING:
    from webmux.live import Live

log = get_logger(__name__)

DAY_S = 24 * 3600
NAME_MAX_CHARS = 256
STOP_S = 1.5
"""A stopping server waits no longer for the disk; what was written stays."""
NOTICES = {
    "recordings_full": "Recording has stopped: recordings have reached their size limit. Delete some.",
    "no_space": "Recording has stopped: the disk is full.",
    "recording_failed": "Recording has stopped: the disk failed.",
    "failed": "Recording has stopped: see the log of the server.",
}


class RecordingNotFound(PeerError):
    """The recording does not exist, or belongs to another user."""

    status = 404
    code = "recording_not_found"


class AlreadyRecording(PeerError):
    """The session is being recorded already."""

    status = 409
    code = "already_recording"


class NotRecording(PeerError):
    """The session is not being recorded."""

    status = 404
    code = "not_recording"


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording. `ended_at` is None while it runs, `reason` is why it ended. Times are Unix seconds."""

    id: str
    user_id: int
    user: str
    session_id: str
    session_name: str
    began_at: int
    ended_at: int | None = None
    length_ms: int = 0
    bytes: int = 0
    reason: str = ""

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "id": self.id,
            "user": self.user,
            "session": {"id": self.session_id, "name": self.session_name},
            "began_at": self.began_at,
            "ended_at": self.ended_at,
            "length_s": self.length_ms / 1000,
            "bytes": self.bytes,
            "reason": self.reason,
        }


Ended = Callable[[Recording], None]


class Recordings:
    """All recordings of one state directory.

    `on_ended` is called with each recording that has ended, from a greenlet that may switch.
    """

    def __init__(
        self,
        database: Database,
        files: Files,
        live: Live,
        days: int,
        on_ended: Ended = lambda recording: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._files = files
        self._live = live
        self._keep_s = days * DAY_S
        self._on_ended = on_ended
        self._clock = clock
        self._running: dict[str, tuple[Recording, Recorder]] = {}
        self._starting: set[str] = set()
        self._one_by_one = BoundedSemaphore(1)
        self.changed: Signal[[]] = Signal()
        """A recording began or ended. Listeners must not switch."""
        self._undo: list[Callable[[], None]] = []
        self._nursery = Nursery("recordings")

    def start(self) -> None:
        """Close recordings of a killed server, and delete old ones now and daily. Does not wait."""
        self._nursery.spawn("tidy", self._tidy_daily)

    def stop(self) -> None:
        """End every recording, so that its file is complete. Switches: at most `STOP_S`."""
        stops = [gevent.spawn(recorder.stop, "server_stopped") for _, recorder in self._running.values()]
        gevent.joinall(stops, timeout=STOP_S)
        self._nursery.stop()

    # -- recording -------------------------------------------------------------------------

    def is_on(self, session_id: str) -> bool:
        """Whether a session is being recorded. Never switches."""
        return session_id in self._running

    def typed(self, session_id: str, who: str) -> None:
        """A user typed in a session: a recording has who typed, never what. Never switches."""
        if session_id in self._running:
            self._running[session_id][1].typed(who)

    def begin(self, session: Session, user_id: int, user: str) -> Recording:
        """Record a session until `end`, until it ends, or until there is no space.

        Raises:
            AlreadyRecording: it is recorded already.
            NoSpace, RecordingsFull: there is no room for it.
            TmuxError, SourceClosed: the session cannot be captured.
        """
        if session.id in self._running or session.id in self._starting:
            raise AlreadyRecording("this session is being recorded already")
        self._starting.add(session.id)
        try:
            with self._one_by_one:
                return self._begin(session, user_id, user)
        finally:
            self._starting.discard(session.id)

    def _begin(self, session: Session, user_id: int, user: str) -> Recording:
        self._tidy()
        hub = self._live.hub_for(session, session.size, own=False, view="mirror")
        began_at = int(self._clock())
        widths = self._live.tmux.widths().fields
        file = self._files.create(header(session.size, began_at, session.name, widths))
        recording = Recording(file.id, user_id, user, session.id, session.name[:NAME_MAX_CHARS], began_at)
        try:
            self._database.run(
                lambda connection: connection.execute(insert(recordings).values(_row(recording)))
            )
            recorder = Recorder(hub, session.size, file, self._take_end)
        except Exception:
            file.close()
            self._forget(recording.id)
            raise
        self._running[session.id] = (recording, recorder)
        self._follow_bells()
        self._notify(session.id, on=True)
        return recording

    def end(self, session_id: str) -> Recording:
        """Stop recording a session, and wait until the file is complete.

        Raises:
            NotRecording: it is not being recorded.
        """
        if session_id not in self._running:
            raise NotRecording("this session is not being recorded")
        recording, recorder = self._running[session_id]
        recorder.stop()
        return self.find(recording.id)

    def _take_end(self, recorder: Recorder, reason: str) -> None:
        found = [one for one, running in self._running.values() if running is recorder]
        if not found:
            return
        over = replace(_now(found[0], recorder), ended_at=int(self._clock()), reason=reason)
        del self._running[over.session_id]
        self._follow_bells()
        self._notify(over.session_id, on=False)
        if reason in NOTICES:
            notice = Event("notice", {"code": reason, "message": NOTICES[reason]})
            self._live.notify_session(over.session_id, notice, "recording notice")
        self._on_ended(over)
        change = update(recordings).where(recordings.c.id == over.id).values(_row(over))
        self._database.run(lambda connection: connection.execute(change))

    def _follow_bells(self) -> None:
        """Bells are recorded separately: they are not part of the screen that a mirror shows."""
        if self._running and not self._undo:
            self._undo = [
                self._live.session_rang.add(self._rang),
                self._live.watch.add_listener(self._take_rung),
            ]
        elif not self._running:
            for undo in self._undo:
                undo()
            self._undo = []

    def _take_rung(self, before: TmuxState, now: TmuxState) -> None:
        for window in rung(before, now):
            self._rang(window.session_id)

    def _rang(self, session_id: str) -> None:
        if session_id in self._running:
            self._running[session_id][1].rang()

    def _notify(self, session_id: str, *, on: bool) -> None:
        self.changed.send()
        self._live.notify_session(session_id, Event("recording", {"on": on}), "recording")

    # -- finding ---------------------------------------------------------------------------

    def all(self, user_id: int | None = None, recording_id: str | None = None) -> list[Recording]:
        """The recordings, newest first; only those of a user, or with an id, if given. Switches: yes."""
        query = select(recordings).order_by(recordings.c.began_at.desc(), recordings.c.id)
        for column, value in ((recordings.c.user_id, user_id), (recordings.c.id, recording_id)):
            if value is not None:
                query = query.where(column == value)
        rows = self._database.run(lambda connection: connection.execute(query).all())
        running = {one.id: _now(one, recorder) for one, recorder in self._running.values()}
        return [running.get(row.id) or Recording(**row._mapping) for row in rows]

    def find(self, recording_id: str, user_id: int | None = None) -> Recording:
        """One recording, of a user where one is named. Switches: yes.

        Raises:
            RecordingNotFound: there is none.
        """
        for recording in self.all(user_id, recording_id):
            return recording
        raise RecordingNotFound("there is no such recording")

    def open(self, recording: Recording) -> tuple[int, Iterator[bytes], Callable[[], None]]:
        """The file of a recording; see `Files.open`."""
        return self._files.open(recording.id)

    def delete(self, recording: Recording) -> None:
        """Delete a recording; one that is running ends first. Switches: yes."""
        running = self._running.get(recording.session_id)
        if running is not None and running[0].id == recording.id:
            running[1].stop("deleted")
        self._forget(recording.id)

    def _forget(self, recording_id: str) -> None:
        self._files.delete(recording_id)
        gone = delete(recordings).where(recordings.c.id == recording_id)
        self._database.run(lambda connection: connection.execute(gone))

    # -- tidying ---------------------------------------------------------------------------

    def tidy(self) -> None:
        """Delete old recordings, and close those of a server that was killed."""
        with self._one_by_one:
            self._tidy()

    def _tidy(self) -> None:
        running = {one.id for one, _ in self._running.values()}
        left = self._files.delete_older(self._clock() - self._keep_s, running)
        for recording in self.all():
            if recording.id in running:
                continue
            if recording.id not in left:
                self._forget(recording.id)
            elif recording.ended_at is None:
                self._close(recording, *left[recording.id])

    def _close(self, recording: Recording, size: int, changed_at: float) -> None:
        """End a recording whose server was killed: it ended at its last write."""
        values = {
            "ended_at": int(changed_at),
            "bytes": size,
            "length_ms": max(0, int(changed_at * 1000) - recording.began_at * 1000),
            "reason": "server_died",
        }
        open_still = (recordings.c.id == recording.id) & recordings.c.ended_at.is_(None)
        change = update(recordings).where(open_still).values(values)
        self._database.run(lambda connection: connection.execute(change))

    def _tidy_daily(self) -> None:
        while True:
            try:
                self.tidy()
            except Exception:
                log.exception("recordings were not tidied")
            gevent.sleep(DAY_S)


def _now(recording: Recording, recorder: Recorder) -> Recording:
    length_s = recorder.length_s or time.monotonic() - recorder.began_at
    return replace(recording, bytes=recorder.file.size_bytes, length_ms=int(length_s * 1000))


def _row(recording: Recording) -> dict[str, Any]:
    return {name: getattr(recording, name) for name in recording.__slots__}
