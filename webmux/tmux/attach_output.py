"""Removes what an attach client prints when it ends: it clears the terminal. Pure.

A browser would show an empty screen just when the user wants to read why a program ended.
"""

from __future__ import annotations

import re

# Scroll region, character set and attributes, keypad, clear (tty.c, tty_stop_tty); the rest follows.
_BEGINS = re.compile(rb"\x1b\[1;\d+r\x1b\(B\x1b\[m\x1b\[\?1l\x1b>\x1b\[H\x1b\[2J")
_BACK = b"\x1b[?1049h"
"""A client that was suspended continues with the alternate screen."""


class DetachFilter:
    """Filters the output of one attach client. It finds the sequence only if one read has all of it."""

    def __init__(self) -> None:
        self._left = False

    def without(self, data: bytes) -> bytes:
        """The output without the sequence and what follows it, until the client draws again."""
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
