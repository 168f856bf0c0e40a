"""The tmux binary, and the version of the server that runs."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning
from webmux.doctor.tmux_sockets import listener
from webmux.errors import TmuxError, TmuxTimeout
from webmux.tmux.control.process import TmuxProcess
from webmux.tmux.version import at_least

OLDEST = (3, 2)
ASK_S = 2.0
_VERSION = re.compile(r"(next-|openbsd-)?\d+\.\d+\w*(-rc\d*)?|master")

_MISMATCH = (
    "protocol version mismatch",
    "server version is too old for client",
    "server exited unexpectedly",  # measured: 3.5a and older with a server of 3.6 or 3.7
    "lost server",
)


@dataclass(frozen=True, slots=True)
class Program:
    """Facts of the binary and of the server on our socket."""

    command: str
    """The option `tmux_command`."""
    path: str | None
    """What it is in `PATH`; None if it does not exist."""
    version: str
    """What it prints for `-V`, without the word `tmux`; empty if it failed."""
    socket: str
    server: int | None
    """The process that listens on our socket; None if nobody does, 0 if it is in another container."""
    server_version: str = ""
    """Empty if no server runs, or if it did not answer."""
    server_program: str = ""
    """The file that the server runs; empty if unknown."""
    server_stopped: bool = False
    complaint: str = ""
    """Why the server did not answer us."""
    timed_out: bool = False
    refuses: str = ""
    """What tmux in `PATH` prints when it asks the server; empty if that works."""


def gather(inputs: Inputs) -> Program:
    """Ask the binary for its version, and the server for its own. Switches: yes, for 8 s at most."""
    config = inputs.config
    path = shutil.which(config.tmux_command, path=inputs.environ.get("PATH"))
    process = TmuxProcess(config.tmux_command, _text(config.tmux_socket), ASK_S)
    socket, version = process.socket_path, ""
    if path is not None:
        try:
            version = TmuxProcess(path, socket, ASK_S).client_version()
        except (TmuxError, OSError):
            version = ""
    server = listener(socket)
    if server is None:
        return Program(config.tmux_command, path, version, socket, None)
    found, complaint, timed_out = _ask(process)
    refuses = ""
    if path is not None and version and found != version and not timed_out:
        refuses = _ask(TmuxProcess(path, socket, ASK_S))[1]
    return Program(
        config.tmux_command,
        path,
        version,
        socket,
        server,
        found,
        _program_of(server),
        _is_stopped(server),
        complaint,
        timed_out,
        refuses,
    )


def _ask(process: TmuxProcess) -> tuple[str, str, bool]:
    """The version of the server, or why it did not answer, and whether that was a timeout."""
    try:
        return process.run(("display-message", "-p", "#{version}")).strip(), "", False
    except TmuxError as found:
        return "", getattr(found, "stderr", "") or found.message, isinstance(found, TmuxTimeout)


def _text(path: object) -> str | None:
    return None if path is None else str(path)


def _program_of(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def _is_stopped(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[:1] == ["T"]
    except OSError:
        return False


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Program, uid: int) -> Findings:
    """Whether tmux exists, is new enough, and can talk to the server that runs."""
    fault = _binary_fault(facts, uid)
    if fault is not None:
        return [fault]
    if facts.server is None:
        return [ok("tmux", f"tmux {facts.version}. No tmux server runs yet: a new session starts one.")]
    if not facts.server_version:
        return [_no_answer(facts)]
    if facts.server_version != facts.version:
        return [_other_version(facts)]
    return [ok("tmux", f"tmux {facts.version}, which the running tmux server has as well.")]


def _binary_fault(facts: Program, uid: int) -> Finding | None:
    if facts.path is None:
        if facts.command == "tmux":
            return error(
                "tmux-missing", "tmux is not installed, or not in PATH.", repair.install("tmux", uid)
            )
        fix = f"ls -l {repair.quoted(facts.command)}"
        return error(
            "tmux-missing", f"The option tmux_command names {facts.command}, which cannot be run.", fix
        )
    if not _VERSION.fullmatch(facts.version):
        fix = repair.quoted(facts.path, "-V")
        return error("tmux-broken", f"{facts.path} does not print its version for `-V`.", fix)
    if not at_least(facts.version, *OLDEST):
        cause = f"tmux {facts.version} is too old: WebMux requires 3.2 or later."
        return error("tmux-too-old", cause, repair.install("tmux", uid))
    return None


def _no_answer(facts: Program) -> Finding:
    process = f"process {facts.server}" if facts.server else "in another container"
    server = f"The tmux server ({process}) on {facts.socket}"
    if facts.server_stopped:
        return error("tmux-stopped", f"{server} is stopped by a signal.", f"kill -CONT {facts.server}")
    if facts.timed_out:
        cause = f"{server} did not answer in {ASK_S:g} s."
        return error("tmux-hangs", cause, f"tmux -S {repair.quoted(facts.socket)} list-sessions")
    if not is_mismatch(facts.complaint):
        cause = f"{server} refuses WebMux: {facts.complaint}."
        return error("tmux-refused", cause, f"tmux -S {repair.quoted(facts.socket)} list-sessions")
    program = facts.server_program.removesuffix(" (deleted)")
    cause = f"{server} refuses tmux {facts.version}, which is another version: {facts.complaint}."
    if program and program != facts.path and facts.command != program:
        return error("tmux-mismatch", cause, f"{repair.program()} --tmux-command {repair.quoted(program)}")
    fix = f"{repair.quoted(facts.path)} -V && tmux -S {repair.quoted(facts.socket)} display -p '#{{version}}'"
    return error("tmux-mismatch", cause, fix)


def is_mismatch(complaint: str) -> bool:
    """Whether tmux failed because client and server do not understand each other (client.c of tmux)."""
    return any(words in complaint for words in _MISMATCH)


def _other_version(facts: Program) -> Finding:
    versions = f"The running tmux server has version {facts.server_version}, tmux in PATH {facts.version}"
    if facts.refuses:
        cause = f"{versions}: in a shell, tmux cannot reach your sessions. WebMux can."
    else:
        cause = f"{versions}. Both work together now; a restart of the server ends its sessions."
    program = facts.server_program.removesuffix(" (deleted)")
    own = program if os.path.exists(program) else f"/proc/{facts.server}/exe" if facts.server else "tmux"
    return warning("tmux-differs", cause, repair.quoted(own, "-S", facts.socket, "attach"))
