"""One pane at one moment, as tmux lists it, if the caller may see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webmux.errors import (
    NoTmux,
    PaneNotFound,
    SessionNotFound,
    TmuxCommandFailed,
    TmuxError,
    WindowNotFound,
)
from webmux.mirror.panes import Place
from webmux.tmux.control.client import Link
from webmux.tmux.control.process import NoServer
from webmux.tmux.control.quoting import Command
from webmux.tmux.state.command_tracker import SHELLS

# Numbers, ids and the name of tmux's mode: no text that a program chooses.
_FIELDS = (
    "#{pid}-#{start_time} #{session_id} #{window_id} #{pane_id} #{pane_pid} #{pane_width} #{pane_height}"
    " #{cursor_x} #{cursor_y} #{cursor_flag} #{alternate_on} #{pane_dead} #{history_size}"
    f" #{{m/r:^-*({'|'.join(sorted(SHELLS))})$,#{{pane_current_command}}}} #{{pane_mode}}"
)
_LINE = re.compile(
    r"([0-9]+-[0-9]+) (\$[0-9]+) (@[0-9]+) (%[0-9]+) ([0-9]*) ([0-9]+) ([0-9]+) ([0-9]*) ([0-9]*)"
    r" ([01]?) ([01]?) ([01]?) ([0-9]*) ([01]?) ([a-z-]*)\n?",
    re.ASCII,
)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PaneNow:
    """What tmux says about a pane. `epoch` is its server, `mode` tmux's mode over it or `""`."""

    epoch: str
    session_id: str
    window_id: str
    id: str
    pid: int
    cols: int
    rows: int
    cursor: tuple[int, int]
    cursor_visible: bool
    alternate: bool
    dead: bool
    history: int
    shell: bool
    """Whether its foreground is a shell, which may run a script."""
    mode: str


def pane_id_of(number: str) -> str:
    """The id of the pane with this number, as it stands in a path.

    Raises:
        PaneNotFound: it is no number of a pane.
    """
    if not _NUMBER.fullmatch(number):
        raise PaneNotFound(number)
    return f"%{number}"


def listing(place: Place, pane_id: str) -> Command:
    """The command that prints the pane's line, and nothing if it is not in the place."""
    only = ("-f", f"#{{==:#{{pane_id}},{pane_id}}}", "-F", _FIELDS)
    if place.window_id:
        return ("list-panes", "-t", place.window_id, *only)
    if place.session_id:
        return ("list-panes", "-s", "-t", f"{place.session_id}:", *only)
    return ("list-panes", "-t", pane_id, *only)


def parse(text: str, pane_id: str, place: Place) -> PaneNow:
    """The pane in what `listing` printed.

    Raises:
        PaneNotFound: it is not there, or it belongs to another tmux server than the place.
    """
    match = _LINE.match(text)
    if match is None or match[4] != pane_id or place.epoch not in ("", match[1]):
        raise PaneNotFound(pane_id)
    pid, cols, rows, x, y = (int(match[at] or 0) for at in range(5, 10))
    visible, alternate, dead = (match[at] == "1" for at in range(10, 13))
    where = (match[1], match[2], match[3], match[4])
    is_shell = match[14] == "1"
    return PaneNow(
        *where, pid, cols, rows, (x, y), visible, alternate, dead, int(match[13] or 0), is_shell, match[15]
    )


def pane_error(error: TmuxError, pane_id: str) -> Exception:
    """What a failed command about a pane means to the one who named it."""
    if isinstance(error, NoServer):
        return NoTmux()
    gone = isinstance(error, TmuxCommandFailed) and "can't find pane" in error.stderr
    return PaneNotFound(pane_id) if gone or isinstance(error, SessionNotFound | WindowNotFound) else error


def pane_now(link: Link, place: Place, pane_id: str) -> PaneNow:
    """Ask tmux about a pane.

    Raises:
        PaneNotFound: there is none, or the place does not have it.
        NoTmux: no server is running.
        TmuxError: tmux did not answer.

    Switches: yes. Cost: one question.
    """
    [printed] = link.run_each([[listing(place, pane_id)]])
    if isinstance(printed, TmuxError):
        raise pane_error(printed, pane_id) from printed
    return parse(printed.decode("utf-8", "replace"), pane_id, place)
