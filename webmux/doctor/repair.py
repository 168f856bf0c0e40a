"""Commands that fix something, for this system: its package manager, its shell, this installation."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from webmux.shipped import PACKAGE, is_checkout
from webmux.system_packages import Which, as_root, install_command

__all__ = ["as_root", "checkout", "install", "program", "python", "quoted", "reinstall", "update"]


def quoted(*words: object) -> str:
    """Words as one shell command on one printable line; a path may contain anything."""
    return " ".join(_quoted(str(word)) for word in words)


def _quoted(word: str) -> str:
    if word.isprintable():
        return shlex.quote(word)
    # $'...' of bash, ksh and zsh: an escape sequence must not reach the terminal that shows the command.
    parts = (
        chr(byte) if 32 <= byte < 127 and chr(byte) not in "'\\" else f"\\x{byte:02x}"
        for byte in os.fsencode(word)
    )
    return f"$'{''.join(parts)}'"


def install(package: str, uid: int, which: Which = shutil.which) -> str:
    """The command that installs or updates a package with the package manager of this system."""
    known = install_command(package, uid, which)
    return known or f"command -v {package} || echo 'install {package} with the tools of your system'"


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
    return _for_installer("pipx upgrade webmux", "uv tool upgrade webmux", ["--upgrade"])


def python() -> str:
    """The Python that runs WebMux."""
    return sys.executable


def reinstall() -> str:
    """The command that installs the packages of WebMux again, in the versions that it requires."""
    root = checkout()
    if root is not None:
        return f"make -C {quoted(root)} setup"
    pip_options = ["--upgrade", "--force-reinstall"]
    return _for_installer("pipx reinstall webmux", "uv tool install --reinstall webmux", pip_options)


def _for_installer(pipx: str, uv: str, pip_options: list[str]) -> str:
    """The command of the program that made the environment in which we run."""
    prefix = Path(sys.prefix).as_posix()
    if "/pipx/" in prefix:
        return pipx
    if "/uv/tools/" in prefix:
        return uv
    return quoted(sys.executable, "-m", "pip", "install", *pip_options, "webmux")
