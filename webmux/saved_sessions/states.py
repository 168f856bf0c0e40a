"""What became of saved sessions, and which are offered to be restored. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webmux.model import TmuxState
from webmux.saved_sessions.set_files import StoredSet

RUNS, GONE, NAME_TAKEN, SETTLED = "runs", "gone", "name_taken", "settled"


@dataclass(frozen=True, slots=True)
class SetStates:
    """A stored set with the state of each of its sessions, by id."""

    stored: StoredSet
    current: bool
    states: dict[str, str]

    @property
    def gone(self) -> int:
        """How many sessions are gone."""
        return sum(state == GONE for state in self.states.values())

    def fields(self) -> dict[str, Any]:
        """The set in JSON, without folders and commands."""
        content = self.stored.content
        return {
            "id": self.stored.id,
            "saved_at": content.saved_at,
            "current": self.current,
            "gone": self.gone,
            "sessions": [
                {
                    "id": session.id,
                    "name": session.name,
                    "windows": len(session.windows),
                    "panes": session.panes,
                    "state": self.states[session.id],
                }
                for session in content.sessions
            ],
        }


def states_of(sets: Sequence[StoredSet], tmux: TmuxState, socket: str = "") -> list[SetStates]:
    """The states of all sets of this socket, newest first as given: another socket is another tmux.

    A session that an older set of a server has, and the newest does not, was ended while the server lived:
    it is settled, and so is one of the running server that is no longer there.
    """
    sets = [one for one in sets if not socket or one.content.socket in ("", socket)]
    names = {session.name for session in tmux.sessions}
    running = {session.id for session in tmux.sessions}
    last: dict[str, set[str]] = {}
    for one in sets:
        last.setdefault(one.content.epoch, {session.id for session in one.content.sessions})
    found = []
    for one in sets:
        content = one.content
        current = bool(tmux.epoch) and content.epoch == tmux.epoch
        lost = last[content.epoch] - set(content.settled)
        states = {}
        for session in content.sessions:
            if current:
                states[session.id] = RUNS if session.id in running else SETTLED
            elif session.id not in lost:
                states[session.id] = SETTLED
            else:
                states[session.id] = NAME_TAKEN if session.name in names else GONE
        found.append(SetStates(one, current, states))
    return found


def offered(states: Sequence[SetStates]) -> str | None:
    """The id of the newest set with sessions that are gone; None if there is none."""
    return next((one.stored.id for one in states if one.gone), None)
