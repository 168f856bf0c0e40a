"""The command line that starts this program again, also after an upgrade and in another folder."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from webmux.errors import ServiceRefused

_TEMPORARY = ("/uv/archive-v", "/uv/builds-v", "/uv/environments-v", "/pipx/.cache/", "/.cache/pipx/")
"""Folders of environments that `uvx` and `pipx run` make for one call and delete later."""


def own_command(called_as: str | None = None, python: str | None = None) -> list[str]:
    """The program and its first arguments as absolute paths. Symbolic links stay: they survive an upgrade.

    `called_as` is `sys.argv[0]`, and `python` the interpreter.

    Raises:
        ServiceRefused: the program is in an environment that will be deleted.
    """
    called, interpreter = called_as or sys.argv[0], python or sys.executable
    name = os.path.basename(called)
    if name == "__main__.py":
        command = [interpreter, "-m", os.path.basename(os.path.dirname(os.path.abspath(called)))]
    elif name.endswith(".py"):
        command = [interpreter, os.path.abspath(called)]
    else:
        found = called if os.path.dirname(called) else shutil.which(called)
        command = [os.path.abspath(found or called)]
    _check_stays(command)
    return command


def _check_stays(command: Sequence[str]) -> None:
    # The interpreter of an environment is a link out of it: look at both ends of the program's links.
    for path in (command[0], str(Path(command[0]).resolve())):
        if any(part in path for part in _TEMPORARY):
            raise ServiceRefused(
                f"{path} is in a temporary environment, which will be deleted: install WebMux first, with"
                " uv tool install webmux or pipx install webmux, then run webmux service install"
            )
