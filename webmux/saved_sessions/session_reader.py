"""Reads from tmux what is to be saved: one question lists all panes with their windows and sessions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import gevent

from webmux.errors import TmuxError
from webmux.saved_sessions.saved_set import (
    COMMAND_MAX_CHARS,
    PANES_MAX,
    SavedPane,
    SavedSession,
    SavedWindow,
)
from webmux.tmux.control.process import NoServer
from webmux.tmux.quotas import USER_OPTION
from webmux.tmux.server import Tmux, existing_folder
from webmux.tmux.state.command_tracker import SHELLS
from webmux.tmux.state.foreground import command_line
from webmux.tmux.state.formats import quoted

FORMAT = (
    "#{pid}-#{start_time} #{session_id} #{session_created} #{window_index}"
    " #{window_active}#{window_zoomed_flag}#{automatic-rename}#{pane_active}"
    " #{pane_id} #{pane_pid} #{alternate_on}.#{window_activity}.#{history_size}.#{cursor_x}.#{cursor_y}"
    f" #{{window_layout}} {quoted('pane_current_command')}"
    f" {quoted(USER_OPTION)} {quoted('session_group')} {quoted('window_name')} {quoted('session_name')}"
    f" {quoted('pane_current_path')} ;"
)
_TEXT = rb"((?:\\.|[^\\ ])*)"
_ROW = re.compile(
    rb"(\d+-\d+) (\$\d+) (\d+) (\d+) ([01])([01])([01])([01]) %(\d+) (\d+) (\S+) (\S+)"
    + (rb" " + _TEXT) * 6
    + rb" ;",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_YIELD_EVERY = 50


class _Row(NamedTuple):
    """One pane, with what tmux says of its window and session."""

    epoch: str
    session_id: str
    created: int
    window_index: int
    window_active: bool
    zoomed: bool
    renames: bool
    active: bool
    number: int
    pid: int
    printed: str
    layout: str
    program: str
    owner: str
    group: str
    window: str
    session: str
    folder: str


@dataclass(frozen=True, slots=True)
class Found:
    """What tmux has now; `epoch` is `""`, and there are no sessions, if no server runs.

    `printed` has a text for each pane number that changes with its output; the first letter is 1 in the
    alternate screen.
    """

    epoch: str = ""
    sessions: tuple[SavedSession, ...] = ()
    printed: dict[int, str] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Reader:
    """Reads the sessions of one tmux; remembers who made them, which never changes."""

    tmux: Tmux
    _owners: dict[str, str] = field(default_factory=dict)

    def read(self) -> Found:
        """All sessions now, in the order of their ids.

        Raises:
            TmuxError: tmux did not answer.

        Switches: yes. Cost: one question, and 40 us for each pane that runs a program.
        """
        [printed] = self.tmux.link.run_each([[("list-panes", "-a", "-F", FORMAT)]])
        if isinstance(printed, NoServer):
            return Found()
        if isinstance(printed, TmuxError):
            raise printed
        rows = list(_rows(printed))[:PANES_MAX]
        if not rows:
            return Found()
        rows.sort(key=lambda row: (int(row.session_id[1:]), row.window_index))
        self._ask_owners(rows)
        by_session = groupby(rows, key=lambda row: row.session_id)
        sessions = tuple(self._session(list(of_session)) for _, of_session in by_session)
        return Found(rows[0].epoch, sessions, {row.number: row.printed for row in rows})

    def _ask_owners(self, rows: Iterable[_Row]) -> None:
        """A pane shows the owner of the session only if neither it nor its window has one."""
        keys = {f"{row.epoch} {row.session_id}": row.session_id for row in rows}
        self._owners = {key: owner for key, owner in self._owners.items() if key in keys}
        new = [key for key in keys if key not in self._owners]
        printed = self.tmux.link.run_each(
            [[("show-options", "-qv", "-t", keys[key], USER_OPTION)] for key in new]
        )
        for key, owner in zip(new, printed, strict=True):
            if isinstance(owner, bytes):
                self._owners[key] = owner.decode("utf-8", "replace").strip("\n")

    def _session(self, rows: list[_Row]) -> SavedSession:
        first = rows[0]
        owner = self._owners.get(f"{first.epoch} {first.session_id}", "")
        by_window = groupby(rows, key=lambda row: row.window_index)
        windows = tuple(_window(list(of_window), owner) for _, of_window in by_window)
        return SavedSession(first.session, windows, first.session_id, owner, first.group, first.created)


def _window(rows: list[_Row], owner: str) -> SavedWindow:
    first = rows[0]
    return SavedWindow(
        name=first.window,
        panes=tuple(_pane(row, owner) for row in rows),
        layout=first.layout,
        index=first.window_index,
        active=first.window_active,
        zoomed=first.zoomed,
        automatic_rename=first.renames,
    )


def _pane(row: _Row, owner: str) -> SavedPane:
    if row.number % _YIELD_EVERY == 0:
        gevent.sleep(0)
    command = command_line(row.pid) or ("" if row.program in SHELLS else row.program)
    return SavedPane(
        folder=row.folder,
        command=command[:COMMAND_MAX_CHARS],
        active=row.active,
        owner="" if row.owner == owner else row.owner,
        number=row.number,
    )


def _rows(printed: bytes) -> Iterator[_Row]:
    for line in printed.split(b"\n"):
        found = _ROW.fullmatch(line)
        if found is None:
            continue
        flags = [found[at] == b"1" for at in (5, 6, 7, 8)]
        *texts, folder = (_ESCAPED.sub(rb"\1", found[at]) for at in range(13, 19))
        program, owner, group, window, session = (text.decode("utf-8", "replace") for text in texts)
        yield _Row(
            found[1].decode(),
            found[2].decode(),
            int(found[3]),
            int(found[4]),
            *(flags[0], flags[1], flags[2], flags[3]),
            int(found[9]),
            int(found[10]),
            found[11].decode("ascii", "replace"),
            found[12].decode("ascii", "replace"),
            *(program, owner, group, window, session),
            existing_folder(folder),
        )
