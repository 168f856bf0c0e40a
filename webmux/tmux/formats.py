"""What we ask tmux to print, and reading it: numbers and ids first, free text last on its line.

A name may hold anything, line breaks included; so a record begins only where a line looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webmux.model import COLS_MAX, COLS_MIN, ROWS_MAX, ROWS_MIN, Session, SessionList, Size, Window

SESSION_FORMAT = (
    "#{pid}-#{start_time} #{session_id} #{session_created} #{session_activity} #{session_attached}"
    " #{session_windows} #{window_width} #{window_height} #{session_name}"
)
WINDOW_FORMAT = (
    "#{window_id} #{session_id} #{window_index} #{window_active} #{window_panes}"
    " #{window_bell_flag}#{window_activity_flag}#{window_silence_flag}#{window_zoomed_flag}"
    " #{window_layout} #{window_name}"
)
_SESSION = re.compile(r"(\d+-\d+) (\$\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (.*)", re.DOTALL)
_WINDOW = re.compile(r"(@\d+) (\$\d+) (\d+) ([01]) (\d+) ([01]{4}) (\S+) (.*)", re.DOTALL)


def parse_sessions(text: str) -> SessionList:
    """The lines of `list-sessions -F SESSION_FORMAT`."""
    epoch = ""
    sessions = []
    for match in _records(_SESSION, text):
        epoch = match[1]
        numbers = [int(match[i]) for i in range(3, 9)]
        created, activity, attached, windows, cols, rows = numbers
        size = Size(_clamp(cols, COLS_MIN, COLS_MAX), _clamp(rows, ROWS_MIN, ROWS_MAX))
        sessions.append(Session(match[2], match[9], created, activity, attached, windows, size))
    return SessionList(epoch, tuple(sessions))


def parse_windows(text: str) -> tuple[Window, ...]:
    """The lines of `list-windows -F WINDOW_FORMAT`."""
    return tuple(
        Window(
            id=match[1],
            session_id=match[2],
            index=int(match[3]),
            name=match[8],
            active=match[4] == "1",
            panes=int(match[5]),
            bell=match[6][0] == "1",
            activity=match[6][1] == "1",
            silence=match[6][2] == "1",
            zoomed=match[6][3] == "1",
            layout=match[7],
        )
        for match in _records(_WINDOW, text)
    )


def _records(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    lines: list[str] = []
    for line in text.removesuffix("\n").split("\n"):
        if pattern.match(line) or not lines:
            lines.append(line)
        else:
            lines[-1] += "\n" + line
    for line in lines:
        match = pattern.fullmatch(line)
        if match is not None:
            yield match


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
