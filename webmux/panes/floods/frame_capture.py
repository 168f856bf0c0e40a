"""The picture of a held pane: one cheap capture, and the bytes that draw it over what a terminal shows. Pure.

Its rows are sent as tmux printed them. So each of them needs the one before it, whose attributes go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from webmux.mirror.captures import Captures
from webmux.mirror.tabs import expand_tabs
from webmux.panes.floods.flood_rules import Look
from webmux.panes.snapshots import compose
from webmux.panes.snapshots.terminal_state import FORMAT, TerminalState, parse_state
from webmux.tmux.control.quoting import Command

# Ends a string or a synchronized update that was cut; then region, origin, insert, charsets, attributes.
_BEGIN = b"\x18\x1b[?2026l\x1b[r\x1b[?6l\x1b[4l\x0f\x1b(B\x1b)0\x1b[m\x1b[?7l"
# Not the first cell: the row may continue the last one of the scrollback, and erasing it would end that.
_CLEAR = b"\x1b[1;2H\x1b[K\x1b[2;1H\x1b[J\x1b[H"
_END = b"\x0f\x1b)B\x1b]8;;\x1b\\\x1b[m\x1b[?7h"


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible screen of a pane at one moment."""

    state: TerminalState
    rows: tuple[bytes, ...]

    @property
    def look(self) -> Look:
        """What decides whether the pane still floods."""
        state = self.state
        return Look(state.history, state.limit, self.rows, (state.x, state.y), state.alternate)

    def looks_like(self, other: Frame | None) -> bool:
        """Whether a terminal that shows the other one shows this one too."""
        if other is None or self.rows != other.rows:
            return False
        return replace(self.state, history=0) == replace(other.state, history=0)

    def drawn(self) -> bytes:
        """Bytes that draw it without a reset, so that the scrollback of the terminal stays."""
        state = self.state
        screen = b"\x1b[?1049h" if state.alternate else b"\x1b[?1047l"
        cursor = b"\x1b[%d;%dH" % (state.y + 1, min(state.x, state.cols - 1) + 1)
        return b"".join((_BEGIN, screen, _CLEAR, *self._rows(), _END, cursor, *compose.modes(state)))

    def _rows(self) -> list[bytes]:
        rows = [expand_tabs(row, self.state.cols) if b"\t" in row else row for row in self.rows]
        first = rows[0] if rows and rows[0] else b" "
        return [first, *(b"\x1b[%d;1H%s" % (place, row) for place, row in enumerate(rows[1:], 2))]


class FrameCaptures:
    """The commands for one pane and one version of tmux."""

    def __init__(self, pane: int, version: str) -> None:
        self._target = f"%{pane}"
        self._form = Captures(version)

    def commands(self) -> list[Command]:
        """One line; `read` takes its answers. Cost: 0.1 ms of tmux."""
        return [
            ("display-message", "-p", "-t", self._target, FORMAT),
            *self._form.commands(self._target, (), "eN"),
        ]

    def read(self, blocks: Sequence[Sequence[bytes]]) -> Frame:
        """What the answers say.

        Raises:
            TmuxError: they have an unknown form.
        """
        state = parse_state(blocks[0])
        [rows] = self._form.texts(blocks[1:])
        return Frame(state, tuple(rows[: state.rows]))
