"""Formats that tmux prints for us, and how we read them: numbers and ids first, free text last on its line.

A name may contain line breaks, so a record begins only at a line that looks like one. All texts but the last
are quoted: blanks have a backslash before them, and line breaks are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webmux.model import COLS_MAX, COLS_MIN, ROWS_MAX, ROWS_MIN, Session, SessionList, Size, Window
from webmux.tmux.state import bells, titles


def quoted(variable: str) -> str:
    return f"#{{q;s/\n/?/:{variable}}}"


SESSION_FORMAT = (
    "#{pid}-#{start_time} #{session_id} #{session_created} #{W:#{window_activity}.} #{session_attached}"
    " #{session_windows} #{window_width} #{window_height}"
    f" {quoted('pane_current_command')} {quoted('pane_current_path')} #{{session_name}}"
)
SCREEN_FORMAT = "#{alternate_on}:#{pane_mode}:#{?pane_in_mode,#{history_size}.#{cursor_x}.#{cursor_y},}"
"""Of the active pane: its screen, its mode, and in a mode how far its program has printed."""
DONE_OPTION = "@webmux_done"
"""Option of a window in which a command ended that nobody has seen since. It outlives our restart."""
OFFER_OPTION = "@webmux_offer"
"""Option of a pane with the command line that ran in it before tmux ended; see `saved_sessions/offers.py`."""
WINDOW_FORMAT = (
    "#{window_id} #{session_id} #{window_index} #{window_active} #{window_panes}"
    " #{window_bell_flag}#{window_activity_flag}#{window_silence_flag}#{window_zoomed_flag}"
    f"#{{?{bells.OPTION},1,0}}#{{?{DONE_OPTION},1,0}}#{{?#{{P:#{{{OFFER_OPTION}}}}},1,0}}"
    f" #{{window_activity}} #{{window_layout}} #{{pane_id}} #{{pane_pid}} {SCREEN_FORMAT}"
    f" {quoted('pane_current_command')} {quoted('pane_title')} #{{window_name}}"
)
_TEXT = r"((?:\\.|[^\\ ])*)"
_SESSION = re.compile(
    rf"(\d+-\d+) (\$\d+) (\d+) ([\d.]+) (\d+) (\d+) (\d+) (\d+) {_TEXT} {_TEXT} (.*)", re.DOTALL
)
_WINDOW = re.compile(
    r"(@\d+) (\$\d+) (\d+) ([01]) (\d+) ([01]{7}) (\d+) "
    rf"(\S+) (%\d+) (\d+) ([01]):(\S*):(\S*) {_TEXT} {_TEXT} (.*)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)")


def parse_sessions(text: str) -> SessionList:
    """The lines of `list-sessions -F SESSION_FORMAT`."""
    epoch = ""
    sessions = []
    for match in _records(_SESSION, text):
        epoch = match[1]
        created, attached, windows, cols, rows = (int(match[i]) for i in (3, 5, 6, 7, 8))
        # Not `session_activity`: it is about clients, so ours would count and output would not.
        activity = max(int(one) for one in match[4].split(".") if one)
        size = bounded_size(cols, rows)
        shown = (_plain(match[9]), _plain(match[10]))
        sessions.append(
            Session(match[2], match[11], created, activity, attached, windows, size, epoch, *shown)
        )
    return SessionList(epoch, tuple(sessions))


def parse_windows(text: str) -> tuple[Window, ...]:
    """The lines of `list-windows -F WINDOW_FORMAT`."""
    return tuple(
        Window(
            id=match[1],
            session_id=match[2],
            index=int(match[3]),
            name=match[16],
            active=match[4] == "1",
            panes=int(match[5]),
            bell="1" in (match[6][0], match[6][4]),
            rung=match[6][4] == "1",
            activity=match[6][1] == "1",
            silence=match[6][2] == "1",
            zoomed=match[6][3] == "1",
            done=match[6][5] == "1",
            offers=match[6][6] == "1",
            activity_at=int(match[7]),
            layout=match[8],
            pane_id=match[9],
            pane_pid=int(match[10]),
            command=_plain(match[14]),
            title=titles.meaningful(_plain(match[15]), _plain(match[14]), match[16]),
            alternate=match[11] == "1",
            mode=match[12],
            printed=match[13],
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


def bounded_size(cols: int, rows: int) -> Size:
    """A size of tmux, limited to the sizes that we accept."""
    return Size(max(COLS_MIN, min(COLS_MAX, cols)), max(ROWS_MIN, min(ROWS_MAX, rows)))


def _plain(quoted: str) -> str:
    return _ESCAPED.sub(r"\1", quoted)
