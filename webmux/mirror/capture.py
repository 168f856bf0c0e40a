"""Captures a window by one line of commands, so that all of it is from the same moment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webmux.errors import SessionNotFound, TmuxCommandFailed, TmuxError, WindowNotFound
from webmux.mirror.captures import Captures
from webmux.mirror.rows import standing_alone_all
from webmux.mirror.screen import Pane, Screen, compose
from webmux.tmux.control.client import Link
from webmux.tmux.control.quoting import Command

ATTEMPTS = 4
"""We ask again if the layout changes between two questions."""
HISTORY_MAX_ROWS = 500
ERROR_MAX_CHARS = 400

_FIELDS = (
    "#{pid} #{window_width} #{window_height} #{window_zoomed_flag}#{pane_active} #{pane_id}"
    " #{pane_left} #{pane_top}"
    " #{pane_width} #{pane_height} #{cursor_x} #{cursor_y} #{cursor_flag}#{keypad_cursor_flag}#{keypad_flag}"
    "#{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}#{mouse_utf8_flag}#{mouse_sgr_flag}"
    " 0#{?pane_in_mode,#{scroll_position},0} #{?pane_in_mode,#{copy_cursor_x}.#{copy_cursor_y},.}"
    " #{pane_title}"
)
_RECORD = re.compile(
    rb"\d+ (\d+) (\d+) ([01])([01]) (%\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) ([01]{8})"
    rb" (\d+) (\d*)\.(\d*) (.*)",
    re.DOTALL,
)
_FLAGGED_MODES = (1, 0, 1000, 1002, 1003, 1005, 1006)


class Camera:
    """Captures one window repeatedly: `$1:`, the current one of a session, or `@2`.

    It remembers the panes, so that one line of commands asks for the layout and the text of each pane. It
    refuses another tmux server than that of its first capture, because ids restart with each server.
    """

    def __init__(self, link: Link, target: str, version: str) -> None:
        self._link = link
        self._target = target
        self._form = Captures(version)
        self._panes: tuple[Pane, ...] = ()
        self._server_pid = b""

    def check(self) -> None:
        """Check that the session exists, and that it is not one of another server with the same id.

        Raises:
            TmuxError: as `take`.
        """
        try:
            [[pid, *_]] = self._link.ask([("list-panes", "-t", self._target, "-F", "#{pid}")])
        except (TmuxCommandFailed, WindowNotFound) as error:
            raise SessionNotFound(error.message) from error
        self._check_server(pid)

    def _check_server(self, pid: bytes) -> None:
        if self._server_pid not in (b"", pid):
            raise SessionNotFound("this is another tmux server now")
        self._server_pid = pid

    def take(self) -> Screen:
        """Capture the window.

        Raises:
            SessionNotFound: it has ended.
            ConnectionLost: there is no connection to tmux now.
            TmuxError: tmux did not answer, or the layout changes too fast.

        Switches: yes. Cost: about 0.2 ms of tmux for a screen of text.
        """
        for _ in range(ATTEMPTS):
            try:
                blocks = self._link.ask([self._layout(), *self._captures()])
            except (TmuxCommandFailed, WindowNotFound) as error:
                if not self._panes:
                    raise SessionNotFound(error.message) from error
                self._panes = ()  # one of them has ended
                continue
            before, (cols, rows, self._panes) = self._panes, parse_panes(blocks[0])
            self._check_server(blocks[0][0].partition(b" ")[0])
            if list(map(_place, before)) == list(map(_place, self._panes)):
                texts = self._form.texts(blocks[1:])
                if len(texts) == len(self._panes):
                    return compose(cols, rows, list(zip(self._panes, texts, strict=True)))
        raise TmuxError("the layout of the window changes too fast: try again in a moment")

    def _layout(self) -> Command:
        return ("list-panes", "-t", self._target, "-F", _FIELDS)

    def _captures(self) -> list[Command]:
        return [command for pane in self._panes for command in self._capture(pane.id, pane)]

    def _capture(self, target: str, pane: Pane) -> list[Command]:
        lines = ("-S", str(-pane.scrolled), "-E", str(pane.rows - 1 - pane.scrolled)) if pane.scrolled else ()
        return self._form.commands(target, lines)

    def text(self) -> str:
        """The text of the active pane without colours; wrapped lines are joined.

        Raises:
            TmuxError: as `take`.
        """
        blocks = self._link.ask(self._form.commands(self._target, (), flags="J"))
        return b"\n".join(self._form.texts(blocks)[0]).decode("utf-8", "replace")

    def history(self, first: int, count: int) -> list[bytes]:
        """Rows of the active pane above its screen: `first` 1 is the row just above, 2 the one above that.

        At most `HISTORY_MAX_ROWS`, oldest first, each independent of the others; fewer at the end of history.

        Raises:
            TmuxError: as `take`.
        """
        lines = ("-S", str(1 - first - min(count, HISTORY_MAX_ROWS)), "-E", str(-first))
        size = ("display-message", "-p", "-t", self._target, "#{history_size} #{pane_width}")
        blocks = self._link.ask([size, *self._form.commands(self._target, lines)])
        stored, cols = map(int, blocks[0][0].split())
        # Beyond the end tmux repeats the last row.
        [rows] = self._form.texts(blocks[1:])
        existing = rows[max(0, len(rows) - (stored - first + 1)) :] if stored >= first else []
        return standing_alone_all(existing, cols)


def parse_panes(lines: Sequence[bytes]) -> tuple[int, int, tuple[Pane, ...]]:
    """Columns and rows of a window and its visible panes, from `list-panes`.

    A title may contain line breaks: a record begins only at a line that looks like one.

    Raises:
        TmuxError: no pane is listed.
    """
    records: list[bytes] = []
    for line in lines:
        if _RECORD.match(line) or not records:
            records.append(line)
        else:
            records[-1] += b"\n" + line
    found = [match for match in map(_RECORD.fullmatch, records) if match is not None]
    if not found:
        # tmux reports an error if the session has ended; this is an answer that we cannot read.
        raise TmuxError(f"tmux listed no panes: {lines[:2]!r}"[:ERROR_MAX_CHARS])
    zoomed = found[0][3] == b"1"
    panes = tuple(_pane(match) for match in found if not zoomed or match[4] == b"1")
    return int(found[0][1]), int(found[0][2]), panes


def _pane(match: re.Match[bytes]) -> Pane:
    left, top, cols, rows, x, y = (int(match[i]) for i in range(6, 12))
    flags = match[12].decode()
    copying = match[14] and match[15]
    return Pane(
        id=match[5].decode(),
        left=left,
        top=top,
        cols=cols,
        rows=rows,
        active=match[4] == b"1",
        cursor=(int(match[14]), int(match[15])) if copying else (x, y),
        cursor_visible=flags[0] == "1" or bool(copying),
        scrolled=int(match[13]),
        modes=frozenset(
            mode for mode, flag in zip(_FLAGGED_MODES, flags[1:], strict=True) if flag == "1" and mode
        ),
        keypad=flags[2] == "1",
        title=match[16].decode("utf-8", "replace"),
    )


def _place(pane: Pane) -> tuple[str, int, int, int, int, int]:
    return pane.id, pane.left, pane.top, pane.cols, pane.rows, pane.scrolled
