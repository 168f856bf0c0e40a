r"""Reads the stream of a control client: bytes in, replies, notifications and output of panes out. Pure.

Framing (tmux(1), CONTROL MODE; cmd-queue.c of 3.3a):
- The reply of a command is a block: lines between `%begin <time> <number> <flags>` and `%end` or `%error`
  with the same three words. The text of a pane inside may look like another `%end`.
- Flag 1 marks replies to lines that this client sent. tmux also sends blocks for other commands.
- A line of a block is as long as a program likes: `capture-pane -P` prints its unfinished string. It is cut.
- `a ; b` gives a block for each. After an `%error` tmux drops the rest of the line without blocks.
- Every line outside a block is a notification. 3.2 to 3.7 put `%pause` and `%continue` into the block of
  the command that caused them.
- `%output %<pane> <data>`; with `pause-after` set `%extended-output %<pane> <age> ... : <data>`. Bytes below
  0x20 and `\` are printed as `\ooo`; everything else is raw, and a character may be cut (control.c).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from webmux.errors import WebMuxError
from webmux.tmux.control.notifications import Notification, parse_notification

_ESCAPED_DOLLAR = re.compile(rb"\\\$(?=[A-Za-z_{])")

LINE_MAX_BYTES = 16 * 1024 * 1024
BLOCK_MAX_BYTES = 64 * 1024 * 1024
"""Far beyond any reply that we need. A longer line of a reply is cut; a stream that exceeds them otherwise is
broken, and the connection ends."""


class BrokenStream(WebMuxError):
    """A line or a block of the control stream exceeds its limit."""

    code = "tmux_failed"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole block: the output of one command. `ours` if a line of this client asked for it."""

    ok: bool
    ours: bool
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PaneBytes:
    """What the program of a pane, tmux's `%<pane>`, printed: at least one byte."""

    pane: int
    data: bytes


Item = Reply | Notification | PaneBytes

_OUTPUT, _EXTENDED = b"%output %", b"%extended-output %"


class ControlParser:
    """Splits a control stream into replies and notifications, wherever the reads cut it.

    With `outputs` the output of panes is read as well; lines of one pane that follow each other are joined.
    Otherwise such a line is a notification without fields.
    """

    def __init__(
        self,
        line_max_bytes: int = LINE_MAX_BYTES,
        block_max_bytes: int = BLOCK_MAX_BYTES,
        *,
        outputs: bool = False,
    ) -> None:
        self._line_max = line_max_bytes
        self._block_max = block_max_bytes
        self._outputs = outputs
        self._escaped: list[bytes] = []
        self._escaped_of = -1
        self._parts: list[bytes] = []
        self._parts_bytes = 0
        self._is_cut = False
        self._ends: tuple[bytes, bytes] | None = None
        self._ours = False
        self._lines: list[bytes] = []
        self._block_bytes = 0

    def feed(self, data: bytes) -> list[Item]:
        """The items that `data` completes, in order.

        Raises:
            BrokenStream: a limit is exceeded.

        Cost: O(len(data)), whatever was fed before.
        """
        *lines, rest = data.split(b"\n")
        if lines and self._parts:
            self._add_part(lines[0])
            lines[0] = b"".join(self._parts)
            if self._is_cut:
                lines[0] = lines[0].rstrip(b"\\")  # not within an escape
            self._parts.clear()
            self._parts_bytes = 0
            self._is_cut = False
        found: list[Item] = []
        for line in lines:
            if self._ends is not None:
                self._take_content(line, found)
            else:
                self._take_line(line, found)
        if self._escaped:
            self._end_output(found)
        if rest:
            self._add_part(rest)
        return found

    def _add_part(self, part: bytes) -> None:
        """Store a part of a line that the reads cut, up to the limit."""
        room = self._line_max - self._parts_bytes
        if len(part) > room:
            if self._ends is None:
                raise BrokenStream(f"tmux sent a line of more than {self._line_max} bytes")
            self._is_cut = True
            part = part[:room]
        if part:
            self._parts.append(part)
            self._parts_bytes += len(part)

    def _take_content(self, line: bytes, found: list[Item]) -> None:
        assert self._ends is not None
        if line in self._ends:
            found.append(Reply(line == self._ends[0], self._ours, tuple(self._lines)))
            self._ends = None
            self._lines = []
            self._block_bytes = 0
            return
        self._block_bytes += len(line) + 1
        if self._block_bytes > self._block_max:
            raise BrokenStream(f"tmux answered with more than {self._block_max} bytes")
        self._lines.append(line)

    def _take_line(self, line: bytes, found: list[Item]) -> None:
        if self._outputs and line.startswith((_OUTPUT, _EXTENDED)) and self._take_output(line, found):
            return
        if self._escaped:
            self._end_output(found)
        if line.startswith(b"%begin "):
            guard = line[7:]
            self._ends = (b"%end " + guard, b"%error " + guard)
            self._ours = guard.endswith(b" 1")
        elif line:
            found.append(parse_notification(line))

    def _take_output(self, line: bytes, found: list[Item]) -> bool:
        """Read a line of output; False if it has another form."""
        start = len(_OUTPUT if line.startswith(_OUTPUT) else _EXTENDED)
        number, _, rest = line[start:].partition(b" ")
        if start == len(_EXTENDED):
            _, colon, rest = rest.partition(b": ")
            if not colon:
                return False
        if not number.isdigit():
            return False
        pane = int(number)
        if pane != self._escaped_of and self._escaped:
            self._end_output(found)
        self._escaped_of = pane
        self._escaped.append(rest)
        return True

    def _end_output(self, found: list[Item]) -> None:
        data = unescape_output(b"".join(self._escaped))
        if data:
            found.append(PaneBytes(self._escaped_of, data))
        self._escaped.clear()


def unescape_output(escaped: bytes) -> bytes:
    r"""The bytes that a program printed, from `%output`: each `\` there begins `\ooo`.

    Cost: 300 to 2,900 MB/s. Raises BrokenStream: tmux printed something else.
    """
    try:
        decoded: bytes = codecs.escape_decode(escaped)[0]
    except ValueError as error:
        raise BrokenStream(f"tmux sent output that cannot be decoded: {error}") from error
    return decoded


def unescape_buffer(line: bytes) -> bytes:
    r"""Decode a line of `show-buffer` of tmux before 3.4, printed by vis(3): `\033`, `\\`, `\$` of a name."""
    if b"\\" not in line:
        return line
    # Pairs first, from the left: a backslash that remains before a dollar belongs to the dollar.
    plain = line.replace(b"\\\\", b"\\134").replace(b"\\$", b"$")
    decoded: bytes = codecs.escape_decode(plain)[0]
    return decoded


def unescape_dollars(printed: bytes) -> bytes:
    r"""Remove the `\` that tmux 3.4 prints before a `$` that begins a name, except in buffers and captures.

    It escapes control characters as well, but not backslashes, so those escapes are ambiguous and stay.
    """
    return _ESCAPED_DOLLAR.sub(b"$", printed)
