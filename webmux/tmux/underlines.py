"""Rewrites the colours of underlines so that xterm.js understands them."""

from __future__ import annotations

import re

# tmux writes `58:2:R:G:B` (tty-features.c, Setulc of "usstyle"). ISO 8613-6 has the number of a colour space,
# which may be empty, before R, so xterm.js would read G, B and 0.
_COLOUR = re.compile(rb"\x1b\[58:2:(\d+:\d+:\d+m)")
_BEGUN = re.compile(rb"\x1b(?:\[(?:5(?:8(?::[0-9:]{0,16})?)?)?)?\Z")
_LONGEST = 24


class Underlines:
    """Rewrites a stream; a sequence that is cut by a read waits for its end."""

    def __init__(self) -> None:
        self._begun = b""

    def rewritten(self, data: bytes) -> bytes:
        """The rewritten output, which is empty while a sequence is cut."""
        data = self._begun + data
        begun = _BEGUN.search(data, max(0, len(data) - _LONGEST))
        self._begun = begun[0] if begun else b""
        if begun:
            data = data[: begun.start()]
        return _COLOUR.sub(b"\x1b[58:2::\\1", data) if b"\x1b[58:2:" in data else data
