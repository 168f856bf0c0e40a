"""Filters for the output of an attach client. Pure."""

from __future__ import annotations

import re

# Scroll region, character set and attributes, keypad, clear (tty.c, tty_stop_tty); the rest follows.
_DETACHES = re.compile(rb"\x1b\[1;\d+r\x1b\(B\x1b\[m\x1b\[\?1l\x1b>\x1b\[H\x1b\[2J")
_RETURNS = b"\x1b[?1049h"
"""A client that was suspended continues with the alternate screen."""

# tmux writes `58:2:R:G:B` (tty-features.c, Setulc of "usstyle"). ISO 8613-6 has the number of a colour space,
# which may be empty, before R, so xterm.js would read G, B and 0.
_COLOUR = re.compile(rb"\x1b\[58:2:(\d+:\d+:\d+m)")
# tmux before 3.4 begins and ends a synchronized update as iTerm2 first did (tty-features.c, Sync).
_OLD_BEGIN, _OLD_END = b"\x1bP=1s\x1b\\", b"\x1bP=2s\x1b\\"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
_CUT = re.compile(rb"\x1b(?:\[(?:5(?:8(?::[0-9:]{0,16})?)?)?|P(?:=(?:[12](?:s(?:\x1b)?)?)?)?)?\Z")
_CUT_MAX_BYTES = 24


class DetachFilter:
    """Removes what a client prints at its end: it clears the terminal.

    A browser would show an empty screen just when the user wants to read why a program ended. The sequence is
    found only if one read has all of it.
    """

    def __init__(self) -> None:
        self._left = False

    def without(self, data: bytes) -> bytes:
        """The output without the sequence and what follows it, until the client draws again."""
        if self._left:
            back = data.find(_RETURNS)
            if back < 0:
                return b""
            self._left = False
            data = data[back:]
        found = _DETACHES.search(data) if b"\x1b>\x1b[H" in data else None
        if found is None:
            return data
        self._left = True
        return data[: found.start()] + self.without(data[found.end() :])


class Rewriter:
    """Rewrites what xterm.js reads otherwise: colours of underlines, and old marks of synchronized updates.

    A sequence that is cut by a read waits for its end.
    """

    def __init__(self) -> None:
        self._cut = b""

    def rewritten(self, data: bytes) -> bytes:
        """The rewritten output, which is empty while a sequence is cut."""
        data = self._cut + data
        cut = _CUT.search(data, max(0, len(data) - _CUT_MAX_BYTES))
        self._cut = cut[0] if cut else b""
        if cut:
            data = data[: cut.start()]
        if b"\x1bP=" in data:
            data = data.replace(_OLD_BEGIN, _BEGIN).replace(_OLD_END, _END)
        return _COLOUR.sub(b"\x1b[58:2::\\1", data) if b"\x1b[58:2:" in data else data
