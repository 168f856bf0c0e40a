"""How sessions start: notices if the program of a new one ends at once, and remembers what to restart."""

from __future__ import annotations

import json
import re
import shlex
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

import gevent

from webmux.errors import EndedAtOnce, SessionNotFound
from webmux.tmux.control.quoting import Command

PAUSES_S = (0.02, 0.04, 0.08, 0.16)
"""A command that is not found ends within the sum of these; one that ends later counts as started."""
STATUS_PAUSES_S = (0.05,) * 10
"""tmux sees the end of a program's output before its exit status, and on a busy machine misses SIGCHLD."""
OUTPUT_MAX_ROWS = 12
OUTPUT_MAX_CHARS = 1000
REMEMBERED_MAX = 500
STORED_MAX_CHARS = 256 * 1024

_SIGNAL = "signal"
_UNKNOWN = "0"
"""The status of a pane whose status tmux does not know yet, or (before tmux 3.3) that ended by a signal."""
_PANES = (
    f"#{{pane_dead}} #{{pane_id}} #{{?pane_dead_signal,{_SIGNAL},0#{{pane_dead_status}}}} #{{default-shell}}"
)
_FIRST_PANE = "#{pid}-#{start_time} #{pane_id}"
_NUDGE: Command = ("run-shell", "-b", ":")
"""The end of another child makes tmux ask for all that ended (server.c, server_child_signal)."""
_PRINTED_BY_TMUX = "Pane is dead"
_WORD = re.compile(r'"((?:\\.|[^"\\])*)"|((?:\\.|[^\\\s"])+)', re.DOTALL)
_ESCAPED = re.compile(r"\\([0-7]{3}|.)", re.DOTALL)
_C_STYLE = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "s": " ", "0": "\0"}

KEEPS_DEAD: tuple[Command, ...] = (
    ("set-option", "-p", "remain-on-exit", "on"),
    ("set-option", "-pq", "remain-on-exit-format", ""),
    # Otherwise it would end with the process that made it, because no client is attached yet.
    ("set-option", "destroy-unattached", "off"),
)
"""Commands for the same line as `new-session -d`, so that they run before any program.

They apply to the new session, because without a client tmux uses the session that was active last
(cmd-find.c, cmd_find_best_session).
"""


class TmuxRunner(Protocol):
    """Runs tmux commands and returns their output."""

    def run(self, *commands: Command) -> str: ...


def check_runs(tmux: TmuxRunner, session_id: str) -> None:
    """Check for 0.3 s that the program of a session made with `KEEPS_DEAD` runs; then restore its options.

    Raises:
        EndedAtOnce: it has ended; the session was killed.

    Switches: yes.
    """
    listing: Command = ("list-panes", "-s", "-t", session_id, "-F", _PANES)
    try:
        for pause_s in PAUSES_S:
            _check(tmux, session_id, _panes(tmux.run(listing)))
            gevent.sleep(pause_s)
        panes = _panes(tmux.run(listing))
        for pause_s in STATUS_PAUSES_S:
            if not _have_ended(panes):
                break
            _check(tmux, session_id, panes)
            tmux.run(_NUDGE)
            gevent.sleep(pause_s)
            panes = _panes(tmux.run(listing))
        restore = [command for pane in panes for command in _unset_options(pane[1])]
        _check(tmux, session_id, _panes(tmux.run(*restore, listing)), last=True)
    except SessionNotFound as error:
        raise EndedAtOnce("", None, "") from error


def _panes(listed: str) -> list[list[str]]:
    return [line.split(" ", 3) for line in listed.splitlines() if line.count(" ") >= 3]


def _have_ended(panes: list[list[str]]) -> bool:
    return bool(panes) and all(pane[0] != "0" for pane in panes)


def _unset_options(pane_id: str) -> list[Command]:
    options = (("-pu", "remain-on-exit"), ("-puq", "remain-on-exit-format"))
    return [("set-option", how, "-t", pane_id, option) for how, option in options]


def _check(tmux: TmuxRunner, session_id: str, panes: list[list[str]], *, last: bool = False) -> None:
    if not _have_ended(panes):
        return
    _, pane_id, status, shell = panes[0]
    if status == _UNKNOWN and not last:
        return
    text = tmux.run(("capture-pane", "-p", "-J", "-S", "-", "-t", pane_id))
    command = tmux.run(("display-message", "-p", "-t", pane_id, "#{pane_start_command}")).strip()
    tmux.run(("kill-session", "-t", session_id))
    exit_status = None if status in (_SIGNAL, _UNKNOWN) else int(status)
    raise EndedAtOnce("" if command else shell, exit_status, _last_rows(text))


def _last_rows(text: str) -> str:
    rows = [row.rstrip() for row in text.splitlines()]
    printed = [row for row in rows if row and not row.startswith(_PRINTED_BY_TMUX)]
    printable = ("".join(char for char in row if char.isprintable()) for row in printed[-OUTPUT_MAX_ROWS:])
    return "\n".join(printable)[-OUTPUT_MAX_CHARS:]


def with_shell_after(command: str) -> str:
    """A shell command that starts a shell when `command` has ended, also after Ctrl+C."""
    return f'trap : INT\n{command}\nexec "$SHELL"'


@dataclass(frozen=True, slots=True)
class Startup:
    """How a session was started; `command` is `""` for the shell."""

    cwd: str
    command: str


class Store(Protocol):
    """Where `Startups` are stored for the next process; `read` returns None if nothing was written."""

    def read(self) -> str | None: ...

    def write(self, text: str) -> None: ...


class Startups:
    """How the sessions that we attached to were started, so that they can be restarted after their end.

    tmux forgets that with the session, and a store remembers it for our next process.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._known = _parsed(store.read() if store else None)

    def remember(self, tmux: TmuxRunner, session_id: str) -> None:
        """Ask for the first pane of a session, once.

        Raises:
            TmuxError: tmux did not answer.
        """
        first = tmux.run(("list-panes", "-s", "-t", session_id, "-F", _FIRST_PANE)).partition("\n")[0]
        epoch, _, pane_id = first.partition(" ")
        key = f"{epoch} {session_id}"
        if key in self._known:
            return
        cwd, command = (
            tmux.run(("display-message", "-p", "-t", pane_id, what)).removesuffix("\n")
            for what in ("#{?pane_start_path,#{pane_start_path},#{session_path}}", "#{pane_start_command}")
        )
        self._known[key] = Startup(cwd, parse_start_command(command))
        if len(self._known) > REMEMBERED_MAX:
            self._known.popitem(last=False)
        if self._store is not None:
            self._store.write(self._text())

    def of(self, key: str) -> Startup | None:
        """That of the session `<epoch> <id>`; None if it is not known."""
        return self._known.get(key)

    def _text(self) -> str:
        """The newest ones, in at most `STORED_MAX_CHARS`."""
        stored: list[tuple[str, str, str]] = []
        room = STORED_MAX_CHARS
        for key, startup in reversed(self._known.items()):
            row = (key, startup.cwd, startup.command)
            room -= len(json.dumps(row)) + 2
            if room < 0:
                break
            stored.insert(0, row)
        return json.dumps(stored)


def _parsed(text: str | None) -> OrderedDict[str, Startup]:
    try:
        rows = json.loads(text or "[]")
    except ValueError:
        return OrderedDict()
    known: OrderedDict[str, Startup] = OrderedDict()
    for row in rows if isinstance(rows, list) else []:
        match row:
            case [str(key), str(cwd), str(command)]:
                known[key] = Startup(cwd, command)
    return known


def parse_start_command(text: str) -> str:
    """The shell command in tmux's `pane_start_command`: a single word is one, several are arguments."""
    words = [_unescaped(quoted or plain) for quoted, plain in _WORD.findall(text)]
    return words[0] if len(words) == 1 else shlex.join(words)


def _unescaped(word: str) -> str:
    return _ESCAPED.sub(lambda found: _character(found[1]), word)


def _character(escape: str) -> str:
    return chr(int(escape, 8)) if len(escape) == 3 else _C_STYLE.get(escape, escape)
