"""The files that describe our service to systemd and to launchd. Pure."""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from webmux.service.environment import LAUNCHD_LABEL

WRITTEN = "Written by `webmux service install`"
"""In the first lines of a file of ours; other files are never replaced."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the service runs. `user` is the account of a service of the whole machine, else empty."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = ""


def systemd_unit(service: Service) -> str:
    """The unit file, for the manager of the user, or of the machine if the service has a `user`."""
    system = bool(service.user)
    edit = f"systemctl {'' if system else '--user '}edit webmux.service"
    network = "Wants=network-online.target\nAfter=network-online.target\n" if system else ""
    user = f"User={_escaped(service.user)}\n" if system else ""
    lines = (
        f"Environment={_word(f'{name}={value}')}\n" for name, value in sorted(service.environment.items())
    )
    command = " ".join(_word(word, is_command=True) for word in service.command)
    return f"""\
# {WRITTEN}, which replaces this file.
# `{edit}` makes a file for changes of yours.

[Unit]
Description=WebMux: tmux sessions in a browser
{network}StartLimitIntervalSec=60
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=main
{user}WorkingDirectory=~
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
{"".join(lines)}EnvironmentFile=-%E/webmux/environment
Restart=on-failure
RestartSec=2
TimeoutStopSec=20
# A stop or a restart must not end tmux. WebMux starts a new tmux server in a scope of its own if
# the user has a manager; if not, tmux is in this service, and WebMux ends its other processes itself.
KillMode=process
OOMPolicy=continue
TasksMax=infinity
# No PrivateTmp: tmux has its socket in /tmp. No other sandbox: programs in tmux would inherit it.

[Install]
WantedBy={"multi-user" if system else "default"}.target
"""


def launchd_plist(service: Service, log: str, home: str) -> str:
    """The property list of a launchd agent, which starts when its user logs in."""
    values = {
        "Label": LAUNCHD_LABEL,
        "ProgramArguments": list(service.command),
        "EnvironmentVariables": dict(sorted(service.environment.items())),
        "WorkingDirectory": home,
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ExitTimeOut": 20,
        # launchd would end the process group of the service, and with it a tmux server that just starts.
        "AbandonProcessGroup": True,
        "ProcessType": "Interactive",
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    head, _, rest = plistlib.dumps(values, sort_keys=False).decode().partition("\n")
    return f"{head}\n<!-- {WRITTEN}, which replaces this file. -->\n{rest}"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _word(text: str, *, is_command: bool = False) -> str:
    """One word in the syntax of systemd.syntax(7), in quotes if necessary. It has no control characters."""
    word = _escaped(text).replace("\\", "\\\\").replace('"', '\\"')
    if is_command:
        word = word.replace("$", "$$")
    return f'"{word}"' if word != text or not word or any(char in " ';#" for char in word) else word
