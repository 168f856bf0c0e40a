"""Values that all layers share: sizes, sessions, windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from webmux.errors import BadField

COLS_MIN, COLS_MAX = 2, 500
"""Sizes are limited because a terminal of 20000x20000 froze a whole tmux server for two minutes."""
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
    """The user of a connection, as other viewers see it: name and kind of device. A `guest` has no name."""

    name: str = ""
    device: str = "desktop"
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One tmux session as listed; `id` is tmux's `$n`, times are Unix seconds.

    `activity_at` is the time of the last output of any of its windows. `command` and `path` are the
    foreground program and the folder of the active pane of its current window. For `epoch` see `SessionList`.
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
        """The session in JSON."""
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

    - `bell`, `activity`, `silence`: tmux's alerts of a window that nobody has viewed since. `rung`: our hook
      noted a bell that tmux does not flag (`tmux/state/bells.py`); then `bell` is set as well.
    - `done`: a command that ran for a while has ended, and nobody has viewed the window since.
    - `layout`: the arrangement of its panes, in tmux's notation.
    - `pane_id`: the active pane. The rest is about this pane: `pane_pid` is its first process, `command` its
      foreground program, and `title` the title of the program if it says anything new.
    - `alternate`: it shows the alternate screen. `mode`: tmux's mode, such as `copy-mode`. `new_output`: its
      program printed since it is in copy mode. `printed` changes with each output while it is in a mode.
    - `offers`: one of its panes ran a command before tmux ended, which can be typed again.
    - `activity_at`: the time of the last output, in Unix seconds.
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
    offers: bool = False
    printed: str = field(default="", compare=False)
    activity_at: int = field(default=0, compare=False)

    def fields(self) -> dict[str, Any]:
        """The window in JSON."""
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
            "offers": self.offers,
        }


@dataclass(frozen=True, slots=True)
class SessionList:
    """All sessions of one tmux server.

    `epoch` is `<tmux pid>-<start time>`. Ids restart at `$0` with a new server, so an id is only valid
    together with its epoch. It is `""`, and `sessions` is empty, if no server runs.
    """

    epoch: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class TmuxState:
    """The sessions and windows of one tmux server, as last reported.

    `health` is `ok`, `slow` while a running tmux does not answer, or `none` if no server runs. While it is
    `slow` the rest may be out of date.
    """

    epoch: str = ""
    sessions: tuple[Session, ...] = ()
    windows: tuple[Window, ...] = ()
    health: str = "none"

    def windows_of(self, session_id: str) -> tuple[Window, ...]:
        """The windows of a session, by index."""
        return tuple(window for window in self.windows if window.session_id == session_id)

    def session(self, session_id: str) -> Session | None:
        """The session with this id; None if there is none."""
        return next((session for session in self.sessions if session.id == session_id), None)
