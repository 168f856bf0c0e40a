"""The files of saved sets, one for each set, in a directory of our own that no other user can read.

A file is written beside the old one, flushed to the disk and renamed, so that a crash at any moment leaves
the old one or the new one. Another process may write at the same time: `webmux sessions save`.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from webmux.errors import PeerError
from webmux.logs import get_logger
from webmux.saved_sessions.fitting import fitting
from webmux.saved_sessions.histories import forget
from webmux.saved_sessions.rotation import replaces, surplus
from webmux.saved_sessions.saved_set import (
    FILE_MAX_BYTES,
    SavedSet,
    SavedSetDamaged,
    from_json,
    to_json,
    with_histories_of,
)
from webmux.store.state_dir import sync_directory, write_private

log = get_logger(__name__)

FILES_MAX = 200
"""More files than this in the directory are not ours."""
LOCK = ".lock"
_NAME = re.compile(r"([0-9a-f]{12})\.json")
_Read = dict[str, tuple[tuple[int, int, int], SavedSet | None]]
_SCRATCH = re.compile(r"\.[0-9a-f]{12}\.json\.[0-9a-f]{16}")


class SavedSetNotFound(PeerError):
    """No saved set has this id."""

    status = 404
    code = "saved_set_not_found"


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A set and the id of its file."""

    id: str
    content: SavedSet


class SavedSets:
    """The sets in one directory. All methods read or write files, so a server calls them in a thread."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.histories = directory / "history"
        """Where the texts of histories are; it may be missing."""
        self._read: _Read = {}

    def all(self) -> list[StoredSet]:
        """All sets, newest first. A damaged file is left out, and the log says why; it is not deleted."""
        found = []
        known = self._read
        read: _Read = {}  # another thread may list at the same time
        matches = map(_NAME.fullmatch, sorted(os.listdir(self._directory)))
        for match in islice(filter(None, matches), FILES_MAX):
            content = self._content(match[0], known, read)
            if content is not None:
                found.append(StoredSet(match[1], content))
        self._read = read
        return sorted(
            found, key=lambda one: (one.content.saved_at, one.content.begun_at, one.id), reverse=True
        )

    def get(self, set_id: str) -> SavedSet:
        """The set of this id. Raises SavedSetNotFound."""
        for one in self.all():
            if one.id == set_id:
                return one.content
        raise SavedSetNotFound("there is no such set of saved sessions: load the list again")

    def save(self, now: SavedSet) -> bool:
        """Store what tmux has now, and delete what `rotation.surplus` names; False if nothing was new.

        An empty set is never stored. Raises OSError: it cannot be written; all sets are as before.
        """
        all_of_it, now = now, fitting(now)
        if not now.sessions:
            return False
        if left_out := len(all_of_it.sessions) - len(now.sessions):
            log.warning("too many sessions to save them all", left_out=left_out)
        with self._locked():
            stored = self.all()
            of_server = [one for one in stored if one.content.epoch == now.epoch]
            latest = of_server[0] if of_server else None
            if stored:
                # What is saved last must be found first, also if the clock was set back, or if another
                # tmux server ended within this second.
                now = replace(now, saved_at=max(now.saved_at, stored[0].content.saved_at + 1))
            if latest is not None:
                now = with_histories_of(latest.content, now)
                if latest.content.same_content(now):
                    return False
            before = of_server[1].content if len(of_server) > 1 else None
            if latest is not None and replaces(latest.content, now, before):
                settled = latest.content.settled
                self._write(latest.id, replace(now, begun_at=latest.content.begun_at, settled=settled))
            else:
                self._write(secrets.token_hex(6), replace(now, begun_at=now.saved_at))
            self._delete_surplus(now.saved_at)
            if self.histories.is_dir():
                forget(self.histories, self._histories_in_use())
        return True

    def settle(self, epoch: str, session_ids: Collection[str]) -> bool:
        """Note in all sets of a server sessions that are not offered any more; False if nothing changed.

        Raises OSError: a file cannot be written.
        """
        changed = False
        with self._locked():
            for one in self.all():
                known = {session.id for session in one.content.sessions} & set(session_ids)
                before = set(one.content.settled)
                if one.content.epoch == epoch and not known <= before:
                    self._write(one.id, replace(one.content, settled=tuple(sorted(before | known))))
                    changed = True
        return changed

    # -- files -----------------------------------------------------------------------------

    def _content(self, name: str, known: _Read, read: _Read) -> SavedSet | None:
        """What a file holds; None if it is damaged. A file that did not change is not read again."""
        path = self._directory / name
        try:
            found = path.lstat()
            version = (found.st_mtime_ns, found.st_size, found.st_ino)
            before = known.get(name)
            if before is None or before[0] != version:
                before = (version, _parsed(path) if stat.S_ISREG(found.st_mode) else None)
            read[name] = before
            return before[1]
        except FileNotFoundError:
            return None  # it was replaced by another set a moment ago
        except OSError as error:
            log.warning("saved sessions not read", file=name, error=str(error))
            return None

    def _write(self, set_id: str, content: SavedSet) -> None:
        path = self._directory / f"{set_id}.json"
        scratch = self._directory / f".{path.name}.{secrets.token_hex(8)}"
        try:
            write_private(scratch, to_json(content))
            os.replace(scratch, path)
        except BaseException:
            with suppress(OSError):
                scratch.unlink()
            raise
        sync_directory(self._directory)

    def _histories_in_use(self) -> set[str]:
        sessions = (session for one in self.all() for session in one.content.sessions)
        windows = (window for session in sessions for window in session.windows)
        return {pane.history for window in windows for pane in window.panes if pane.history}

    def _delete_surplus(self, now: int) -> None:
        stored = self.all()
        dropped = [id(content) for content in surplus([one.content for one in stored], now)]
        for one in stored:
            if id(one.content) in dropped:
                (self._directory / f"{one.id}.json").unlink(missing_ok=True)
        for name in os.listdir(self._directory):
            if _SCRATCH.fullmatch(name):  # of a process that ended while it wrote: we hold the lock
                (self._directory / name).unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # A regular file, because gevent closes the descriptors of others later.
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(self._directory / LOCK, flags, 0o600), "rb") as file:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _parsed(path: Path) -> SavedSet | None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        text = file.read(FILE_MAX_BYTES + 1)
    try:
        return from_json(text)
    except SavedSetDamaged as error:
        log.warning("saved sessions damaged", file=path.name, error=str(error))
        return None
