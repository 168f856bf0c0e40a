"""Starts new tmux servers outside of the service that WebMux runs in.

systemd ends all processes of a service when it stops or restarts it (systemd.kill(5), KillMode), also a tmux
server that WebMux started. A scope is a group of processes that belongs to no service.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence

SERVICE_VARIABLES = frozenset(
    {
        *("INVOCATION_ID", "JOURNAL_STREAM", "SYSTEMD_EXEC_PID", "MEMORY_PRESSURE_WATCH"),
        *("MEMORY_PRESSURE_WRITE", "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID"),
        *("LISTEN_FDS", "LISTEN_FDNAMES", "MAINPID", "XPC_SERVICE_NAME"),
    }
)
"""What a service manager sets for the service alone: systemd.exec(5), sd_notify(3), launchd."""
_REFUSED = (b"Failed to ", b"Job for ")
"""How error messages of systemd-run begin. tmux has no such messages."""
_STARTS_SERVER = frozenset({"new-session", "start-server"})


def starts_server(commands: Sequence[Sequence[str]]) -> bool:
    """Whether tmux may start a server for these commands; we give it `-N` for all others."""
    return any(command[0] in _STARTS_SERVER for command in commands)


def scope_prefix(environment: Mapping[str, str]) -> list[str]:
    """The start of a command line that runs a command in a scope of its own.

    Empty if this process is not in a service of systemd, or has no `systemd-run`.
    """
    program = shutil.which("systemd-run", path=environment.get("PATH"))
    if program is None or not environment.get("INVOCATION_ID"):
        return []
    # systemd does not stop a delegated scope if the kernel kills one program in it for lack of memory:
    # systemd.scope(5), OOMPolicy, which older versions do not have.
    return [
        *(program, "--user", "--scope", "--quiet", "--collect", "--no-ask-password", "-p", "Delegate=yes"),
        *("--description", "tmux server started by WebMux"),
        *("--unit", f"webmux-tmux-{secrets.token_hex(8)}", "--"),
    ]


def was_refused(status: int, complaint: bytes) -> bool:
    """Whether `systemd-run` failed before it ran the command, such as without a manager of the user.

    With `--quiet` it does not say that a scope failed. tmux says why it fails, so a silent failure is not of
    tmux, or the command may run again.
    """
    return status != 0 and (not complaint.strip() or complaint.startswith(_REFUSED))
