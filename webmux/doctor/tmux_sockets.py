"""The socket that WebMux reads, and the other tmux servers of this user."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gevent.pool import Pool

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning
from webmux.errors import TmuxError
from webmux.tmux.binary import default_socket_path, server_pid
from webmux.tmux.control.process import NoServer, TmuxProcess

ASK_S = 1.5
ASKED_MAX = 12
SHOWN_MAX = 4
TMP = "/tmp"  # tmux's own default, if TMUX_TMPDIR is not set  # noqa: S108  # nosec B108
_HIDDEN = "/webmux-tmux-"
"""In the path of a socket of `webmux.tmux.probe`, which exists for a moment."""
_LISTENS = 0x10000
"""`__SO_ACCEPTCON` in /proc/net/unix."""
_SERVER_NAME = "tmux: server"


@dataclass(frozen=True, slots=True)
class Socket:
    """A socket of tmux, and the server behind it."""

    path: str
    server: int | None
    """The process that listens; None if nobody does, 0 if it is in another container."""
    sessions: int | None = None
    """None if the server did not answer."""


@dataclass(frozen=True, slots=True)
class Sockets:
    """Facts of our socket and of the others of this user."""

    own: Socket
    given: bool
    """Whether the option `tmux_socket` names it."""
    shell: str
    """The socket that tmux in this shell uses; empty if unknown."""
    in_tmux: bool
    """Whether the shell runs in a pane of it."""
    others: tuple[Socket, ...] = ()
    folder: os.stat_result | None = None
    """The folder of our socket; None if it does not exist."""
    file: os.stat_result | None = None
    """Our socket; None if it does not exist."""
    lost: tuple[tuple[int, str], ...] = field(default=())
    """Servers whose socket file was deleted: process and path."""


def gather(inputs: Inputs) -> Sockets:
    """Look into tmux's folders and ask each server for its sessions. Switches: yes, for about 3 s at most."""
    config = inputs.config
    given = config.tmux_socket is not None
    path = str(config.tmux_socket) if given else default_socket_path()
    shell, in_tmux = shell_socket(inputs)
    running = _servers(inputs.uid)
    # Those where tmux puts them come first: other programs may have many servers of their own.
    listed = sorted(_in_folders(inputs.environ, inputs.uid))
    paths = dict.fromkeys((path, shell, *listed, *sorted(path for _, path in running)))
    found = [one for one in paths if one and (_HIDDEN not in one or one == path)][:ASKED_MAX]
    own, *others = Pool(ASKED_MAX).map(_ask, found)
    lost = tuple((pid, path) for pid, path in running if not os.path.exists(path) and _HIDDEN not in path)
    folder, file = _stat(os.path.dirname(path)), _stat(path)
    return Sockets(own, given, shell, in_tmux, tuple(others), folder, file, lost)


def shell_socket(inputs: Inputs) -> tuple[str, bool]:
    """The socket of tmux in this shell, and whether the shell runs in tmux; the server has no shell."""
    if inputs.in_server:
        return "", False
    inside = inputs.environ.get("TMUX", "").partition(",")[0]
    return (inside, True) if inside.startswith("/") else (default_socket_path(), False)


def _in_folders(environ: Mapping[str, str], uid: int) -> Iterable[str]:
    for root in dict.fromkeys((environ.get("TMUX_TMPDIR") or TMP, TMP)):
        folder = os.path.join(root, f"tmux-{uid}")
        try:
            with os.scandir(folder) as entries:
                yield from (entry.path for entry in entries if stat.S_ISSOCK(entry.stat().st_mode))
        except OSError:
            continue


def _servers(uid: int) -> list[tuple[int, str]]:
    """Processes of this user that are tmux servers, each with the path of its socket; Linux only."""
    listening = _listening_sockets()
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self/fd") else []:
        if name.isdigit() and _is_server(f"/proc/{name}", uid):
            found += [(int(name), path) for path in _paths_of(f"/proc/{name}/fd", listening)]
    return found


def _listening_sockets() -> dict[str, str]:
    """Paths of listening Unix sockets by the name that a descriptor has in /proc; see proc(5)."""
    try:
        lines = Path("/proc/net/unix").read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return {}
    rows = (line.split(None, 7) for line in lines)
    return {
        f"socket:[{row[6]}]": row[7]
        for row in rows
        if len(row) == 8 and int(row[3], 16) & _LISTENS and row[7].startswith("/")
    }


def _is_server(process: str, uid: int) -> bool:
    try:
        return os.stat(process).st_uid == uid and Path(process, "comm").read_text().strip() == _SERVER_NAME
    except OSError:
        return False


def _paths_of(folder: str, listening: Mapping[str, str]) -> list[str]:
    try:
        links = [os.readlink(os.path.join(folder, name)) for name in os.listdir(folder)]
    except OSError:
        return []  # it ended
    return [listening[link] for link in links if link in listening]


def listener(path: str) -> int | None:
    """The process that listens on a socket; None if nobody does, 0 if it is in another container."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(ASK_S)
        try:
            probe.connect(path)
        except (ConnectionRefusedError, FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return 0  # not ours to open, or its queue is full
    return server_pid(path) or 0


def _ask(path: str) -> Socket:
    server = listener(path)
    if server is None:
        return Socket(path, None)
    try:
        printed = TmuxProcess("tmux", path, ASK_S).run(("list-sessions", "-F", "#{session_id}"))
    except NoServer:
        return Socket(path, server, 0)
    except (TmuxError, OSError):
        return Socket(path, server)
    return Socket(path, server, len(printed.split()))


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Sockets, uid: int) -> Findings:
    """Whether WebMux may use its socket, and whether the sessions that the user expects are on it."""
    fault = _unsafe(facts, uid)
    found = [fault] if fault else [_shell_differs(facts) or _own(facts)]
    found += [_deleted(pid, path) for pid, path in facts.lost[:SHOWN_MAX]]
    shell = facts.shell if found[0].id == "socket-of-shell" else ""
    others = [one for one in with_sessions(facts.others) if one.path != shell]
    found += [_other(one) for one in others[:SHOWN_MAX]]
    if (more := len(others) - SHOWN_MAX) > 0:
        found[-1] = _other(others[SHOWN_MAX - 1], f" {more} more tmux servers have sessions.")
    return found


def with_sessions(others: Iterable[Socket]) -> list[Socket]:
    """Those that have sessions, most first."""
    return sorted((one for one in others if one.sessions), key=lambda one: (-(one.sessions or 0), one.path))


def _unsafe(facts: Sockets, uid: int) -> Finding | None:
    path, folder = facts.own.path, os.path.dirname(facts.own.path)
    if facts.folder is None:
        if not facts.given:
            return None  # tmux makes its default folder
        fix = f"mkdir -p -m 700 {repair.quoted(folder)}"
        return error(
            "socket-folder-missing", f"The folder of the tmux socket, {folder}, does not exist.", fix
        )
    if facts.folder.st_uid not in ((0, uid) if facts.given else (uid,)):
        cause = f"The folder of the tmux socket, {folder}, belongs to user {facts.folder.st_uid}."
        return error("socket-owner", cause, _elsewhere(uid))
    mode = facts.folder.st_mode
    others_write = mode & 0o022 and not mode & stat.S_ISVTX
    if others_write if facts.given else mode & 0o007:
        cause = f"Other users can enter {folder}, which has mode {stat.S_IMODE(mode):o}: tmux refuses it."
        if facts.given:
            cause = f"Other users can replace the socket in {folder}, which has mode {stat.S_IMODE(mode):o}."
        return error("socket-folder-modes", cause, f"chmod go-rwx {repair.quoted(folder)}")
    if facts.file is not None and facts.file.st_uid != uid:
        cause = f"The tmux socket {path} belongs to user {facts.file.st_uid}, who could read every key."
        return error("socket-owner", cause, _elsewhere(uid))
    return None


def _elsewhere(uid: int) -> str:
    return f"{repair.program()} --tmux-socket ~/.tmux-{uid}.sock"


def _shell_differs(facts: Sockets) -> Finding | None:
    """The sessions of the shell are on another socket than WebMux reads."""
    shell = next((one for one in facts.others if one.path == facts.shell), None)
    if shell is None or not shell.sessions:
        return None
    if not facts.in_tmux and facts.own.sessions:
        return None  # the line about other sockets is enough
    where = "this shell runs in tmux on" if facts.in_tmux else "tmux in this shell uses"
    cause = f"WebMux reads {facts.own.path}, but {where} {shell.path}, with {_sessions(shell)}."
    return error("socket-of-shell", cause, show(shell))


def _own(facts: Sockets) -> Finding:
    path = facts.own.path
    if facts.file is not None and facts.own.server is None:
        # tmux leaves its socket at `kill-server`, and replaces such a one when it starts.
        return ok("socket", f"WebMux reads {path}. No tmux server runs there now.")
    if facts.own.server is None:
        return ok("socket", f"WebMux reads {path}. No tmux server runs there yet.")
    if facts.own.sessions is None:
        fix = f"tmux -S {repair.quoted(path)} list-sessions"
        return error("socket-silent", f"The tmux server on {path} does not list its sessions.", fix)
    return ok("socket", f"WebMux reads {path}, which has {_sessions(facts.own)}.")


def _deleted(pid: int, path: str) -> Finding:
    cause = f"The socket {path} of a tmux server that runs (process {pid}) was deleted."
    return error(
        "socket-deleted", cause, f"mkdir -p -m 700 {repair.quoted(os.path.dirname(path))} && kill -USR1 {pid}"
    )


def _other(one: Socket, rest: str = "") -> Finding:
    are = "is" if one.sessions == 1 else "are"
    return warning("socket-other", f"{_sessions(one)} {are} on another socket: {one.path}.{rest}", show(one))


def show(one: Socket) -> str:
    """The command that shows this socket instead."""
    return f"{repair.program()} --tmux-socket {repair.quoted(one.path)}"


def _sessions(one: Socket) -> str:
    return f"{one.sessions} session" + ("" if one.sessions == 1 else "s")
