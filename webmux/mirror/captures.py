"""Commands that copy rows of a pane, and what they print: the same rows whatever tmux it is. Pure.

In control mode `capture-pane -p` never gives its text's memory back before tmux 3.6 (tmux#4590), 12 KB for
each capture of a full screen; there the text goes through a paste buffer of our own, made and
deleted in the same line, so that nobody ever sees it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from webmux.tmux.control.parser import unescape_buffer
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits

BUFFER = f"webmux-{os.getpid()}"


class Captures:
    """How to ask one version of tmux for rows.

    `used_cells`: rows end behind the last cell that was written, where tmux can tell. Otherwise cells that
    a program cleared follow, which may have a background; tmux 3.3 leaves them out in any case.
    """

    def __init__(self, version: str, *, used_cells: bool = False) -> None:
        self._traits = traits(version)
        self._used = used_cells and self._traits.captures_used_cells

    def commands(self, target: str, lines: Sequence[str], flags: str = "eN") -> list[Command]:
        """Commands for one capture with `capture-pane`'s `flags`; of several the second one prints."""
        flags += "T" if self._used and "J" not in flags else ""
        if not self._traits.leaks_captures:
            return [("capture-pane", f"-p{flags}", *lines, "-t", target)]
        return [
            ("capture-pane", f"-{flags}", *lines, "-b", BUFFER, "-t", target),
            ("show-buffer", "-b", BUFFER),
            ("delete-buffer", "-b", BUFFER),
        ]

    def texts(self, blocks: Sequence[Sequence[bytes]]) -> list[list[bytes]]:
        """The rows of each capture, from what all the commands printed."""
        if not self._traits.leaks_captures:
            return [list(block) for block in blocks]
        return [self._of_buffer(block) for block in blocks[1::3]]

    def _of_buffer(self, block: Sequence[bytes]) -> list[bytes]:
        """Lines of `show-buffer`; the last one is empty where the text ended with a line break."""
        lines = block[:-1] if block and not block[-1] else block
        return [unescape_buffer(line) for line in lines] if self._traits.encodes_buffers else list(lines)
