"""The environment of servers and shells under test: nothing of the developer's own start-up files."""

from __future__ import annotations

import os
from pathlib import Path

_OURS = ("WEBMUX_", "TMUX", "GUNICORN_")
_STARTED = ("ENV", "BASH_ENV", "ZDOTDIR", "PROMPT_COMMAND", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
"""Where shells and tmux find files to run besides those of HOME, and what they run by themselves."""


def plain(home: Path, shell: str = "/bin/sh") -> dict[str, str]:
    """This process's environment with `home`, which is made, for HOME, and `shell` for SHELL.

    A start-up file of the developer may wait for others, as that of pyenv does while it holds its lock.
    """
    home.mkdir(exist_ok=True)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) and name not in _STARTED
    }
    return kept | {"HOME": str(home), "SHELL": shell}
