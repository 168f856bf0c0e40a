"""What an attach client sends when it ends: it clears the terminal and gives it back. Pure.

A browser that drew that would show an empty screen just when somebody wants to read why a program ended.
"""

from __future__ import annotations

import re

# Scroll region, character set and attributes, keypad, clear (tty.c, tty_stop_tty); the rest follows.
_BEGINS = re.compile(rb"\x1b\[1;\d+r\x1b\(B\x1b\[m\x1b\[\?1l\x1b>\x1b\[H\x1b\[2J")
_BACK = b"\x1b[?1049h"
"""A client that was only suspended begins again with the alternate screen."""


class DetachFilter:
    """Leaves it out of the output of one attach client, where it comes in one read, as it mostly does."""

    def __init__(self) -> None:
        self._left = False

    def without(self, data: bytes) -> bytes:
        """Output without what clears the screen at the end."""
        if self._left:
            back = data.find(_BACK)
            if back < 0:
                return b""
            self._left = False
            data = data[back:]
        found = _BEGINS.search(data) if b"\x1b>\x1b[H" in data else None
        if found is None:
            return data
        self._left = True
        return data[: found.start()] + self.without(data[found.end() :])
