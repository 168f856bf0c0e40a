"""The nouns everybody shares: sizes, sessions, windows. Values only, no behaviour of tmux."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from webmux.errors import BadField

COLS_MIN, COLS_MAX = 2, 500
"""A terminal of 20000x20000 froze a whole tmux server for two minutes: sizes are bounded."""
ROWS_MIN, ROWS_MAX = 1, 200


@dataclass(frozen=True, slots=True)
class Size:
    """Columns and rows of a terminal, always in that order and always within the bounds."""

    cols: int
    rows: int

    def __post_init__(self) -> None:
        if not COLS_MIN <= self.cols <= COLS_MAX:
            raise BadField("cols", f"must be {COLS_MIN} to {COLS_MAX}", code="bad_size")
        if not ROWS_MIN <= self.rows <= ROWS_MAX:
            raise BadField("rows", f"must be {ROWS_MIN} to {ROWS_MAX}", code="bad_size")

    @classmethod
    def checked(cls, cols: object, rows: object) -> Self:
        """A size from untrusted values.

        Raises:
            BadField: one is not a plain int (bool, float and str are refused) or out of bounds.
        """
        if type(cols) is not int:
            raise BadField("cols", "must be a whole number", code="bad_size")
        if type(rows) is not int:
            raise BadField("rows", "must be a whole number", code="bad_size")
        return cls(cols, rows)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a connection, for the others: a name and the kind of device. A `guest` has no name."""

    name: str = ""
    device: str = "desktop"
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One tmux session as listed; `id` is tmux's `$n`, times are Unix seconds.

    `activity_at` is when any of its windows had output last.
    `command` and `path` are of the active pane of its current window: what runs in the foreground, and the
    folder it is in. Another tmux server counts its ids from `$0` again: the same session has the same `epoch`
    as well, see `SessionList`.
    """

    id: str
    name: str
    created_at: int
    activity_at: int
    attached: int
    windows: int
    size: Size
    epoch: str = ""
    command: str = ""
    path: str = ""

    def fields(self) -> dict[str, Any]:
        """As the contract writes a session in JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "created_at": self.created_at,
            "activity_at": self.activity_at,
            "attached": self.attached,
            "windows": self.windows,
            "size": {"cols": self.size.cols, "rows": self.size.rows},
        }


@dataclass(frozen=True, slots=True)
class Window:
    """One tmux window of a session; `id` is tmux's `@n`, `index` its position.

    `bell`, `activity` and `silence` are alerts of a window nobody looked at since: tmux's own, and where it
    is `rung` one that our hook noted (`tmux/state/bells.py`). `layout` is how its panes lie, in tmux's words.
    `pane_id` is the active pane, `pane_pid` its first process, `command` what runs in its foreground and
    `title` what its program calls it, where that says anything;
    `done` says that one which ran for a while ended and nobody looked at the window since.
    `alternate` says that the active pane shows the alternate screen, as full-screen programs do; `mode` is
    tmux's mode over it, such as `copy-mode`, and `new_output` that its program printed since it is in copy
    mode. Where its program prints `printed` changes, and is told while there is a mode.
    `activity_at` is when it had output last, in Unix seconds.
    """

    id: str
    session_id: str
    index: int
    name: str
    active: bool
    panes: int
    bell: bool = False
    activity: bool = False
    silence: bool = False
    zoomed: bool = False
    layout: str = ""
    pane_id: str = ""
    pane_pid: int = 0
    command: str = ""
    title: str = ""
    done: bool = False
    rung: bool = False
    alternate: bool = False
    mode: str = ""
    new_output: bool = False
    printed: str = field(default="", compare=False)
    activity_at: int = field(default=0, compare=False)

    def fields(self) -> dict[str, Any]:
        """As the contract writes a window in JSON."""
        return {
            "id": self.id,
            "session_id": self.session_id,
            "index": self.index,
            "name": self.name,
            "active": self.active,
            "panes": self.panes,
            "bell": self.bell,
            "activity": self.activity,
            "silence": self.silence,
            "zoomed": self.zoomed,
            "layout": self.layout,
            "command": self.command,
            "title": self.title,
            "done": self.done,
            "alternate": self.alternate,
            "mode": self.mode,
            "new_output": self.new_output,
        }


@dataclass(frozen=True, slots=True)
class SessionList:
    """All sessions of one tmux server.

    `epoch` is `<tmux pid>-<start time>`; ids restart at `$0` with a new server, so an id is
    only valid together with its epoch. It is `""` and `sessions` empty when no server runs.
    """

    epoch: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class TmuxState:
    """Everything one tmux server has, as last heard.

    `health` is `ok`, `slow` while a running tmux does not answer, or `none` where no server runs; while
    it is `slow` the rest is what was last known.
    """

    epoch: str = ""
    sessions: tuple[Session, ...] = ()
    windows: tuple[Window, ...] = ()
    health: str = "none"

    def windows_of(self, session_id: str) -> tuple[Window, ...]:
        """The windows of a session, by index."""
        return tuple(window for window in self.windows if window.session_id == session_id)

    def session(self, session_id: str) -> Session | None:
        """The session with this id, where there is one."""
        return next((session for session in self.sessions if session.id == session_id), None)
