"""What viewers get of the output of a pane: as tmux reads it, and without copies. Pure."""

from __future__ import annotations

from webmux.hub.copies import Copy, CopyFilter

_NAME, _IGNORED = b"\x1bk", b"\x1b_"
"""tmux takes what follows ESC k, up to ST, for the name of the window, as screen does (input.c). xterm.js
would draw it. It ignores an APC, which ends in the same way."""


class ProgramOutput:
    """Feed it all output of a pane in order. Of the same length, so that offsets stay, but for copies."""

    def __init__(self) -> None:
        self._copies = CopyFilter()
        self._is_escaped = False

    @property
    def holds_copy(self) -> bool:
        """Whether the output so far ends within a copy, or with what may begin one."""
        return self._copies.holds

    def take(self, data: bytes) -> tuple[bytes, list[Copy]]:
        """The output for viewers, and the copies that ended in it. Cost: 2 GB/s on plain text."""
        was_escaped, self._is_escaped = self._is_escaped, data.endswith(_NAME[:1])
        if was_escaped and data.startswith(_NAME[1:]):
            data = _IGNORED[1:] + data[1:]
        return self._copies.take(data.replace(_NAME, _IGNORED))


def unfinished(pending: bytes) -> bytes:
    """An unfinished sequence that a program has begun, for viewers."""
    return _IGNORED + pending[2:] if pending.startswith(_NAME) else pending
