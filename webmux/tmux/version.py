"""What a tmux calls its version, compared."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d+)\.(\d+)")


def at_least(version: str, major: int, minor: int) -> bool:
    """Whether `3.3a`, `next-3.6` and the like are this version or newer; `master` is newer than any."""
    number = _NUMBER.search(version)
    return number is None or (int(number[1]), int(number[2])) >= (major, minor)
