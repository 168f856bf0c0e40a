"""Branch, unsaved work and listening ports of all sessions, for their cards.

Nothing runs by itself: a request refreshes what is old, and nobody who lists sessions waits for it. A
repository is looked at again only after its session printed something, and rarely if git takes long there.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore

from webmux.changes import repository, working_tree
from webmux.changes.git_process import Git
from webmux.changes.listening_ports import ports_below
from webmux.errors import TmuxError, WebMuxError
from webmux.model import Session
from webmux.tmux.server import Tmux

PORTS_EVERY_S = 10.0
FOLDER_EVERY_S = 15.0
"""The shortest time between two looks at a folder."""
REST_FACTOR = 50
"""A look at a folder that took a second is repeated after 50 at the earliest: 2 % of a processor."""
REFRESH_MAX_S = 5.0
"""How long a request refreshes. What is not known then is left out; the next request goes on."""
FOLDERS_MAX = 200
_PARENTS_MAX = 64


@dataclass(slots=True)
class Folder:
    """What was found in a folder; `branch` is None outside of repositories of ours."""

    branch: str | None = None
    dirty: bool | None = None
    looked_at: float = 0.0
    rests_until: float = 0.0


class SessionFacts:
    """Answers for all users of one tmux server."""

    def __init__(
        self,
        tmux: Tmux,
        git: Git,
        sessions: Callable[[], Iterable[Session]],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._tmux = tmux
        self._git = git
        self._sessions = sessions
        self._clock = clock
        self._folders: dict[str, Folder] = {}
        self._ports: dict[str, list[int]] = {}
        self._ports_at = 0.0
        self._refreshing = BoundedSemaphore(1)
        self._thread: Any = None

    def fields(self) -> dict[str, dict[str, Any]]:
        """By session: what is known after at most `REFRESH_MAX_S`. Never raises. Switches: yes."""
        limit = gevent.Timeout(REFRESH_MAX_S, False)  # type: ignore[arg-type]  # documented
        with limit, self._refreshing:
            self._refresh()
        found = {}
        for session in self._sessions():
            folder = self._folders.get(session.path, Folder())
            ports = self._ports.get(session.id, [])
            found[session.id] = {"branch": folder.branch, "dirty": folder.dirty, "ports": ports}
        return found

    def _refresh(self) -> None:
        sessions = list(self._sessions())
        paths = {session.path for session in sessions}
        self._folders = {path: folder for path, folder in self._folders.items() if path in paths}
        if self._clock() >= self._ports_at + PORTS_EVERY_S:
            self._refresh_ports()
        latest: dict[str, int] = defaultdict(int)
        for session in sessions:
            latest[session.path] = max(latest[session.path], session.activity_at)
        for path, activity_at in list(latest.items())[:FOLDERS_MAX]:
            folder = self._folders.setdefault(path, Folder())
            # Times of tmux are whole seconds, so output of the second of the last look may be newer.
            if (
                path.startswith("/")
                and self._clock() >= folder.rests_until
                and activity_at + 1 >= folder.looked_at
            ):
                self._look(path, folder)

    def _refresh_ports(self) -> None:
        roots: dict[str, list[int]] = defaultdict(list)
        try:
            printed = self._tmux.link.run(("list-panes", "-a", "-F", "#{session_id} #{pane_pid}"))
        except TmuxError:
            return
        for line in printed.splitlines():
            session_id, _, pid = line.partition(" ")
            if pid.isdigit():
                roots[session_id].append(int(pid))
        found = self._in_thread(ports_below, roots)
        self._ports_at = self._clock()
        self._ports = found if found is not None else {}

    def _look(self, path: str, folder: Folder) -> None:
        started = self._clock()
        folder.looked_at, folder.rests_until = started, started + FOLDER_EVERY_S
        if not self._in_thread(is_in_own_repository, path):
            folder.branch = folder.dirty = None
            return
        try:
            with repository.opened(self._git, path) as opened:
                found = opened.found
                folder.branch = found.branch or found.head[:9]
                folder.dirty = working_tree.is_dirty(opened)
        except WebMuxError:
            folder.branch = folder.dirty = None
        finally:
            now = self._clock()
            folder.rests_until = now + max(FOLDER_EVERY_S, REST_FACTOR * (now - started))

    def _in_thread(self, work: Callable[[Any], Any], argument: Any) -> Any:
        """What a thread answers; None if a disk stopped an earlier one. The worker must not wait."""
        if self._thread is not None and not self._thread.ready():
            return None
        self._thread = gevent.get_hub().threadpool.spawn(work, argument)
        return self._thread.get()


def is_in_own_repository(path: str) -> bool:
    """Whether a folder is in a repository of the user who runs WebMux. Blocks until the disk answers.

    git is not even started for the folder of another user.
    """
    try:
        for parent in (Path(path), *Path(path).parents)[:_PARENTS_MAX]:
            if (parent / ".git").exists():
                return parent.stat().st_uid == (parent / ".git").stat().st_uid == os.geteuid()
    except OSError:
        pass
    return False
