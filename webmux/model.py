"""The nouns everybody shares: sizes, sessions, windows. Values only, no behaviour of tmux."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

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
class Session:
    """One tmux session as listed; `id` is tmux's `$n`, times are Unix seconds."""

    id: str
    name: str
    created_at: int
    activity_at: int
    attached: int
    windows: int
    size: Size


@dataclass(frozen=True, slots=True)
class Window:
    """One tmux window of a session; `id` is tmux's `@n`, `index` its position."""

    id: str
    session_id: str
    index: int
    name: str
    active: bool
    panes: int


@dataclass(frozen=True, slots=True)
class SessionList:
    """All sessions of one tmux server.

    `epoch` is `<tmux pid>-<start time>`; ids restart at `$0` with a new server, so an id is
    only valid together with its epoch. It is `""` and `sessions` empty when no server runs.
    """

    epoch: str
    sessions: tuple[Session, ...]
