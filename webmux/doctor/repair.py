"""Commands that fix something, for this system: its package manager, its shell, this installation."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from webmux.shipped import PACKAGE, is_checkout

_MANAGERS = {
    "apt-get": "apt-get install -y",
    "dnf": "dnf install -y",
    "yum": "yum install -y",
    "pacman": "pacman -S --needed",
    "apk": "apk add",
    "zypper": "zypper install -y",
    "xbps-install": "xbps-install -S",
    "emerge": "emerge",
    "pkg": "pkg install -y",
}
"""Package managers, each with the command that installs or updates a package."""
_NO_ROOT = {"brew": "brew install"}

Which = Callable[[str], str | None]


def quoted(*words: object) -> str:
    """Words as one shell command; a path may contain anything."""
    return shlex.join(str(word) for word in words)


def install(package: str, uid: int, which: Which = shutil.which) -> str:
    """The command that installs or updates a package with the package manager of this system."""
    for manager, command in _NO_ROOT.items():
        if which(manager):
            return f"{command} {package}"
    for manager, command in _MANAGERS.items():
        if which(manager):
            return as_root(f"{command} {package}", uid, which)
    return f"command -v {package} || echo 'install {package} with the tools of your system'"


def as_root(command: str, uid: int, which: Which = shutil.which) -> str:
    """The command as root: with sudo or doas if they exist and are necessary."""
    if uid == 0:
        return command
    tool = next((name for name in ("sudo", "doas") if which(name)), "sudo")
    return f"{tool} {command}"


def program() -> str:
    """How the user calls WebMux, from any folder: `webmux`, or the checkout's Python and `app.py`."""
    root = checkout()
    return "webmux" if root is None else quoted(sys.executable, root / "app.py")


def checkout() -> Path | None:
    """The folder of the checkout that runs; None if WebMux is installed as a package."""
    return PACKAGE.parent if is_checkout() else None


def update() -> str:
    """The command that installs the newest WebMux, or its packages again."""
    root = checkout()
    if root is not None:
        return f"cd {quoted(root)} && git pull && make setup"
    prefix = Path(sys.prefix).as_posix()
    if "/pipx/" in prefix:
        return "pipx upgrade webmux"
    if "/uv/tools/" in prefix:
        return "uv tool upgrade webmux"
    return quoted(sys.executable, "-m", "pip", "install", "--upgrade", "webmux")


def python() -> str:
    """The Python that runs WebMux."""
    return sys.executable


def reinstall() -> str:
    """The command that installs the packages of WebMux again, in the versions that it requires."""
    root = checkout()
    if root is not None:
        return f"make -C {quoted(root)} setup"
    prefix = Path(sys.prefix).as_posix()
    if "/pipx/" in prefix:
        return "pipx reinstall webmux"
    if "/uv/tools/" in prefix:
        return "uv tool install --reinstall webmux"
    return quoted(sys.executable, "-m", "pip", "install", "--upgrade", "--force-reinstall", "webmux")
