"""Restores sessions of a set, one restore at a time, and says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from webmux.errors import BadField, NameTaken, PeerError, WebMuxError
from webmux.logs import get_logger
from webmux.model import Session
from webmux.saved_sessions.builder import build_session, join_group
from webmux.saved_sessions.saved_set import SavedSession, SavedSet
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.server import Tmux

log = get_logger(__name__)

RESTORED, SKIPPED, FAILED = "restored", "skipped", "failed"
SKIP, RENAME = "skip", "rename"
COPIES_MAX = 1000


class RestoreRunning(PeerError):
    """Another restore has not ended yet."""

    status = 409
    code = "restore_running"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one session; `session_id` is that of the new one, None if there is none.

    `epoch` is that of the tmux server which has it.
    """

    id: str
    name: str
    outcome: str
    session_id: str | None = None
    problems: tuple[str, ...] = ()
    epoch: str = ""

    def is_in(self, stored: SavedSet | None) -> bool:
        """Whether the new session is in this set."""
        return (
            stored is not None
            and stored.epoch == self.epoch
            and any(session.id == self.session_id for session in stored.sessions)
        )

    def fields(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "outcome": self.outcome,
            "session_id": self.session_id,
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class Restore:
    """How far a restore is; `user` began it."""

    set_id: str
    user: str
    running: bool
    windows: int
    sessions: int
    windows_done: int = 0
    results: tuple[Result, ...] = ()

    def fields(self, *, with_problems: bool = True) -> dict[str, Any]:
        """As JSON. Problems name folders, which viewers do not see."""
        results = self.results if with_problems else [replace(one, problems=()) for one in self.results]
        return {
            "set": self.set_id,
            "user": self.user,
            "running": self.running,
            "windows": self.windows,
            "windows_done": self.windows_done,
            "sessions": self.sessions,
            "sessions_done": len(results),
            "results": [result.fields() for result in results],
        }


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be restored: sessions of a set, and other names for some, by id.

    `taken`: what happens to one whose name is taken, `SKIP` or `RENAME`. `may_copy` is called with the panes
    of each that gets another name, and raises if the user may not have it.
    """

    set_id: str
    sessions: Sequence[SavedSession]
    user: str
    names: Mapping[str, str] = field(default_factory=dict)
    taken: str = SKIP
    may_copy: Callable[[int], None] = lambda panes: None
    on_result: Callable[[Result], None] = lambda result: None


class Restorer:
    """Restores sessions into one tmux, in a greenlet of its own; `changed` is sent at each step."""

    def __init__(self, tmux: Tmux, histories: Path | None = None) -> None:
        self._tmux = tmux
        self._histories = histories
        self._nursery = Nursery("restorer", on_crash=lambda error: self._end())
        self.last: Restore | None = None
        """The restore that runs, or the last one."""
        self.changed: Signal[[]] = Signal()

    def stop(self) -> None:
        """Stop after the current question. Safe to call twice."""
        self._nursery.stop()

    def begin(self, order: Order) -> Restore:
        """Begin a restore in a greenlet of its own. Does not wait. Raises RestoreRunning."""
        self.last = first = self._first(order)
        self._nursery.spawn("restore", self._restore, order, first)
        return first

    def run(self, order: Order) -> Restore:
        """Restore all sessions of an order; goes on if one fails. Raises RestoreRunning. Switches: yes."""
        return self._restore(order, self._first(order))

    def _restore(self, order: Order, first: Restore) -> Restore:
        self.last = first
        groups: dict[str, str] = {}
        for session in order.sessions:
            before = self.last.windows_done
            result = self._one(order, session, groups)
            done = before + len(session.windows)
            self.last = replace(self.last, windows_done=done, results=(*self.last.results, result))
            order.on_result(result)
            self.changed.send()
        self._end()
        assert self.last is not None
        return self.last

    def _first(self, order: Order) -> Restore:
        if self.last is not None and self.last.running:
            raise RestoreRunning("sessions are being restored already: wait until that has ended")
        windows = sum(len(session.windows) for session in order.sessions)
        return Restore(order.set_id, order.user, True, windows, len(order.sessions))

    def _end(self) -> None:
        if self.last is not None:
            self.last = replace(self.last, running=False)
        self.changed.send()

    def _one(self, order: Order, saved: SavedSession, groups: dict[str, str]) -> Result:
        given = order.names.get(saved.id)
        name = given or saved.name
        try:
            taken = {session.name for session in self._tmux.list_sessions().sessions}
            if name in taken and order.taken == RENAME and given is None:
                name = _free_name(name, taken)
            if name in taken:
                raise NameTaken("a session has this name now")
            is_copy = name != saved.name
            if is_copy:
                order.may_copy(saved.panes)
            session, problems = self._build(saved, name, order.user if is_copy else None, groups)
        except NameTaken as error:
            return Result(saved.id, name, SKIPPED, problems=(error.message,))
        except WebMuxError as error:
            log.warning("session not restored", error=error.message)
            return Result(saved.id, name, FAILED, problems=(error.message,))
        return Result(saved.id, session.name, RESTORED, session.id, problems, session.epoch)

    def _build(
        self, saved: SavedSession, name: str, owner: str | None, groups: dict[str, str]
    ) -> tuple[Session, tuple[str, ...]]:
        if saved.group and saved.group in groups:
            return join_group(self._tmux, saved, groups[saved.group], name=name, owner=owner), ()
        assert self.last is not None
        before = self.last.windows_done

        def on_windows(count: int) -> None:
            if self.last is not None:
                self.last = replace(self.last, windows_done=before + count)
                self.changed.send()

        built = build_session(
            self._tmux, saved, name=name, owner=owner, histories=self._histories, on_windows=on_windows
        )
        if saved.group:
            groups[saved.group] = built.session.id
        return built.session, built.problems


def _free_name(name: str, taken: set[str]) -> str:
    for number in range(2, COPIES_MAX):
        if (other := f"{name} {number}") not in taken:
            return other
    raise BadField("name", "too many sessions have this name: choose another one")
