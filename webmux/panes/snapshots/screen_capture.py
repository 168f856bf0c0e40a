"""One line of commands that captures all of a pane's screen at one moment, and how to read the answers. Pure.

Before 3.6 a capture goes through a paste buffer, see `mirror/captures.py`. tmux makes no buffer of an empty
text, so what may be empty is put over a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webmux.mirror.captures import BUFFER, Captures
from webmux.mirror.history import plain_text, wraps_of
from webmux.mirror.marks import MARK_ROWS
from webmux.mirror.tabs import expand_tabs
from webmux.panes.snapshots.terminal_state import FORMAT, TerminalState, parse_state
from webmux.tmux.control.parser import unescape_output
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits

PENDING_MAX_BYTES = 1024 * 1024
"""The end of a longer string is left out, which damages an image: it may have any length, and viewers only
need to know that they are in one. If its length is known, it is not asked for: 20 MB hold tmux for 0.8 s."""
_NOTHING = "-"
"""In the buffer if there was nothing to capture. An unfinished escape sequence does not begin like that."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Captured rows with their attributes, and for each whether it continues in the next one."""

    styled: tuple[bytes, ...] = ()
    wraps: tuple[bool, ...] = ()

    @classmethod
    def of(cls, styled: Sequence[bytes], joined: Sequence[bytes], state: TerminalState) -> Rows:
        """Rows of `capture-pane -eN`, with the same text by `capture-pane -J`."""
        stops = None if state.tabs == state.default_tabs else state.tabs
        plain = [plain_text(row) for row in styled]
        wraps = wraps_of(plain, joined)
        rows = [
            row[:-1] if padded else expand_tabs(row, state.cols, stops)
            for row, padded in zip(styled, _padded(plain, wraps, joined), strict=True)
        ]
        return cls(tuple(rows), tuple(wraps))


def _padded(rows: Sequence[bytes], wraps: Sequence[bool], joined: Sequence[bytes]) -> list[bool]:
    """Which rows end with a blank because a wide character did not fit; since 3.4 a capture prints it."""
    found = []
    lines = iter(joined)
    rest = b""
    continues = False
    for row, wrap in zip(rows, wraps, strict=True):
        if not continues:
            rest = next(lines, b"")
        padded = wrap and row.endswith(b" ") and not rest.startswith(row)
        rest = rest[len(row) - padded :]
        continues = wrap
        found.append(padded)
    return found


@dataclass(frozen=True, slots=True)
class ScreenCapture:
    """The screen of a pane at one moment.

    The first `above` of the `rows` are the last of its history. `primary` is the primary screen while the
    alternate one is shown. `pending` is an escape sequence that the program has not finished.
    """

    state: TerminalState
    rows: Rows
    above: int = 0
    primary: Rows = Rows()
    pending: bytes = b""


def _unescaped(pending: Sequence[bytes]) -> bytes:
    most = 4 * PENDING_MAX_BYTES  # each byte may be an escape
    return unescape_output(b"".join(pending)[:most].rstrip(b"\\"))[:PENDING_MAX_BYTES]


class ScreenCaptures:
    """The commands for one pane and one version of tmux."""

    def __init__(self, pane: int, version: str) -> None:
        self._target = f"%{pane}"
        self._form = Captures(version)
        self._buffered = traits(version).leaks_captures

    def commands(self, *, pending: bool = True) -> list[Command]:
        """One line; `read` takes its answers. Cost: 0.1 to 0.3 ms of tmux.

        With `pending` also what the program has begun, which costs 40 ms for each megabyte.
        """
        with_history = ("-S", str(-MARK_ROWS))
        return [
            ("display-message", "-p", "-t", self._target, FORMAT),
            *self._form.commands(self._target, with_history, "eN"),
            *self._form.commands(self._target, with_history, "J"),
            *self._optional("qeN", "-a"),
            *self._optional("qJ", "-a"),
            *(self._optional("PC") if pending else ()),
        ]

    def read(self, blocks: Sequence[Sequence[bytes]]) -> ScreenCapture:
        """What the answers of all `commands` say. The unfinished sequence is empty if it was not asked for.

        Raises:
            TmuxError: they have an unknown form.
        """
        state = parse_state(blocks[0])
        wide = 3 if self._buffered else 1
        styled, joined = self._form.texts(blocks[1 : 1 + 2 * wide])
        others = blocks[1 + 2 * wide :]
        if self._buffered:
            others = [block for at, block in enumerate(others) if at % 4]
        primary, primary_joined, *asked = self._form.texts(others)
        pending = asked[0] if asked else [_NOTHING.encode()]
        above = min(MARK_ROWS, state.history, max(0, len(styled) - state.rows))
        return ScreenCapture(
            state,
            Rows.of(styled, joined, state),
            above,
            Rows.of(primary[: state.rows], primary_joined, state) if state.alternate else Rows(),
            _unescaped(pending) if pending != [_NOTHING.encode()] else b"",
        )

    def _optional(self, flags: str, *options: str) -> list[Command]:
        """Commands for a capture that may be empty; of four the third prints."""
        commands = self._form.commands(self._target, options, flags)
        if self._buffered:
            commands.insert(0, ("set-buffer", "-b", BUFFER, _NOTHING))
        return commands
