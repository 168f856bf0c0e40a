"""The command that installs a package on this system, for messages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

_MANAGERS = {
    "brew": "brew install",
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "yum": "yum install",
    "pacman": "pacman -S",
    "apk": "apk add",
    "zypper": "zypper install",
    "xbps-install": "xbps-install -S",
    "emerge": "emerge",
    "pkg": "pkg install",
}
"""The first of these that exists is the system's package manager."""
_NOT_AS_ROOT = "brew"

Which = Callable[[str], str | None]


def install_command(package: str, uid: int | None = None, which: Which = shutil.which) -> str | None:
    """The command that installs or updates a package; None if no package manager is known here."""
    for manager, command in _MANAGERS.items():
        if which(manager):
            whole = f"{command} {package}"
            return whole if manager == _NOT_AS_ROOT else as_root(whole, uid, which)
    return None


def as_root(command: str, uid: int | None = None, which: Which = shutil.which) -> str:
    """The command as root: with sudo or doas unless this user is root already."""
    if (os.geteuid() if uid is None else uid) == 0:
        return command
    return f"{'doas' if which('doas') and not which('sudo') else 'sudo'} {command}"
