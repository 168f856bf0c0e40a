"""Commands that capture rows of a pane, and how to read their output for each version of tmux. Pure.

Before tmux 3.6 `capture-pane -p` in control mode never frees its text (tmux#4590), 12 KB of a full screen.
There we use a paste buffer, which is made and deleted in the same line, so that no user sees it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from webmux.tmux.control.parser import unescape_buffer
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits

BUFFER = f"webmux-{os.getpid()}"


class Captures:
    """The commands for one version of tmux.

    `used_cells`: rows end behind the last written cell, if this version can do that. Otherwise they include
    cells that a program cleared, which may have a background; tmux 3.3 omits them in any case.
    """

    def __init__(self, version: str, *, used_cells: bool = False) -> None:
        self._traits = traits(version)
        self._used = used_cells and self._traits.captures_used_cells

    @property
    def leaks(self) -> bool:
        """Whether a capture takes three commands, of which the second prints."""
        return self._traits.leaks_captures

    def commands(self, target: str, lines: Sequence[str], flags: str = "eN") -> list[Command]:
        """Commands for one capture with these flags of `capture-pane`; of three the second prints."""
        flags += "T" if self._used and "J" not in flags else ""
        if not self._traits.leaks_captures:
            return [("capture-pane", f"-p{flags}", *lines, "-t", target)]
        return [
            ("capture-pane", f"-{flags}", *lines, "-b", BUFFER, "-t", target),
            ("show-buffer", "-b", BUFFER),
            ("delete-buffer", "-b", BUFFER),
        ]

    def texts(self, blocks: Sequence[Sequence[bytes]]) -> list[list[bytes]]:
        """The rows of each capture, from the output of all commands."""
        if not self._traits.leaks_captures:
            return [list(block) for block in blocks]
        return [self._of_buffer(block) for block in blocks[1::3]]

    def _of_buffer(self, block: Sequence[bytes]) -> list[bytes]:
        """Lines of `show-buffer`; the last one is empty if the text ended with a line break."""
        lines = block[:-1] if block and not block[-1] else block
        return [unescape_buffer(line) for line in lines] if self._traits.encodes_buffers else list(lines)
