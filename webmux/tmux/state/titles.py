"""Titles that programs give their panes (OSC 0 and 2), without those that say nothing new. Pure."""

from __future__ import annotations

import re
import socket
import unicodedata

TITLE_MAX_CHARS = 120
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_SHELL_PROMPT = re.compile(r"[^\s@:]{1,64}@[^\s@:]{1,255}(:.*)?", re.DOTALL)
"""The title that Debian's and other shells set: `user@host: folder`."""


def _host_names() -> frozenset[str]:
    full = socket.gethostname()
    return frozenset({full, full.partition(".")[0], "localhost"})


HOSTS = _host_names()


def meaningful(title: str, *known: str) -> str:
    """The title without leading signs; `""` if it is the host's name, a shell's prompt or a known word.

    The first title of a pane is the name of the host. Leading signs may be spinners, and each turn of one
    would be a change of the window.
    """
    shown = "".join(c for c in title if unicodedata.category(c) not in _HIDDEN)
    words = shown.lstrip().lstrip("*·•.-").lstrip()
    while words and unicodedata.category(words[0]) in ("So", "Sm", "Sk", "Po") and words[0] not in "#/~'\"":
        words = words[1:].lstrip("\ufe0e\ufe0f").lstrip()
    words = words.strip()
    if words in HOSTS or words in known or _SHELL_PROMPT.fullmatch(words):
        return ""
    return words if len(words) <= TITLE_MAX_CHARS else words[: TITLE_MAX_CHARS - 1] + "…"
