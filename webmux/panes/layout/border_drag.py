"""Moves borders of panes while a viewer drags: one move at a time, and then the newest one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from webmux.errors import BadField, PaneNotFound
from webmux.model import COLS_MAX
from webmux.panes.layout.border_move import COLS, ROWS, moved_border
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.quoting import Command


class DragLink(Protocol):
    """What a drag uses of a `PaneLink`."""

    session_id: str

    def fire(self, *commands: Command, done: Callable[[list[Reply] | None], None] | None = None) -> None: ...


class DragSession(Protocol):
    """What a drag uses of a `PaneSession`, whose link is another one after the connection was lost."""

    @property
    def link(self) -> DragLink: ...

    @property
    def layout(self) -> PaneLayout: ...


@dataclass(frozen=True, slots=True)
class _Move:
    pane: int
    cols: int
    rows: int


class BorderDrag:
    """The moves of one viewer; with `only`, a window id, in that window alone. Never switches.

    A pointer reports a position 60 times a second or more often. While tmux has not answered a move, later
    ones replace each other, so a slow tmux does not fall behind.
    """

    def __init__(self, session: DragSession, only: str = "") -> None:
        self._session = session
        self._only = only
        self._under_way = False
        self._newest: _Move | None = None

    def move(self, pane: int, cols: object = None, rows: object = None) -> None:
        """Give a pane so many columns by its right border, or rows by its lower one, as far as there is room.

        A pane that ends at the window's edge gets them by the border on its other side.

        Raises:
            BadField: not exactly one of `cols` and `rows`, from 1 to 500; or `zoomed`.
            PaneNotFound: the session, or the window `only`, does not have it.
        """
        if (cols is None) == (rows is None):
            raise BadField("cols", "send either cols or rows")
        size = rows if cols is None else cols
        if type(size) is not int or not 1 <= size <= COLS_MAX:
            raise BadField("rows" if cols is None else "cols", f"must be 1 to {COLS_MAX}", code="bad_size")
        move = _Move(pane, 0, size) if cols is None else _Move(pane, size, 0)
        command = self._command(move)
        if self._under_way:
            self._newest = move
        else:
            self._send(command)

    def _send(self, command: Command) -> None:
        self._under_way = True
        self._session.link.fire(command, done=self._answered)

    def _answered(self, replies: list[Reply] | None) -> None:
        self._under_way = False
        move, self._newest = self._newest, None
        if move is None or replies is None:
            return
        with suppress(BadField):  # the pane ended, or its window was zoomed
            self._send(self._command(move))

    def _command(self, move: _Move) -> Command:
        window = self._session.layout.now.window_of(move.pane)
        pane = None if window is None else window.pane(move.pane)
        if window is None or pane is None or self._only not in ("", window.id):
            raise PaneNotFound(f"%{move.pane}")
        if window.zoomed:
            raise BadField("pane", "the window is zoomed: show all of its panes first", code="zoomed")
        target = f"{self._session.link.session_id}:{window.id}"
        along, by = (COLS, move.cols - pane.cols) if move.cols else (ROWS, move.rows - pane.rows)
        least_rows = 1 if window.border == "off" else 2
        with suppress(ValueError):  # floating panes of tmux 3.7
            layout = moved_border(window.layout, move.pane, along, by, least_rows=least_rows)
            if layout is not None:
                return ("select-layout", "-t", target, layout)
        axis, size = ("-x", move.cols) if move.cols else ("-y", move.rows)
        return ("resize-pane", axis, str(size), "-t", f"{target}.%{move.pane}")
