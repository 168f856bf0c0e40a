"""What the output of a pane shows of its terminal that tmux does not report: strings, modes. Pure.

tmux(1) has no format for focus reports, and before 3.7 none for bracketed paste. A string (DCS, OSC, APC, PM,
SOS) is an image, a link or a title: a viewer that misses a part of it draws the rest as text.
Where strings end is what tmux does (input.c): ESC and CAN end all but DCS, which only ST ends.
"""

from __future__ import annotations

import re

from webmux.panes.snapshots.terminal_state import TerminalState

BRACKETED_PASTE, FOCUS_REPORTS = 2004, 1004
PARTIAL_MAX_BYTES = 64
"""A control sequence cut by the end of a read is remembered up to this length; ours are shorter."""

_TOKEN = re.compile(
    rb"\x1b(?:(?P<begin>[\]P_^X])"
    rb"|\[(?:\?(?P<private>[0-9;]+)(?P<action>[hl])|(?P<style>[0-9]*) q|>4(?:;(?P<keys>[0-9]*))?m)"
    rb"|(?P<reset>c))"
)
_PARTIAL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
_STRING_END = re.compile(rb"[\x18\x1a\x1b]")
_OSC_END = re.compile(rb"[\x07\x18\x1a\x1b]")
_DCS_ESCAPE = re.compile(rb"\x1b(.)", re.DOTALL)


class PaneTracker:
    """Feed it all output of a pane in order. `None` means that the output did not say."""

    def __init__(self) -> None:
        self.strings = 0
        """How many strings have begun so far."""
        self.string_bytes = 0
        """The length of the unfinished string; 0 if the output is in none."""
        self.cursor_style: int | None = None
        """The parameter of DECSCUSR."""
        self.extended_keys: bool | None = None
        """Whether the program asked for modifyOtherKeys (`CSI > 4 ; 1 m`)."""
        self._modes: dict[int, bool] = {}
        self._string = b""
        self._partial = b""

    @property
    def in_string(self) -> bool:
        """Whether the output ends within a string."""
        return bool(self._string)

    @property
    def begin(self) -> bytes:
        """What begins a string for a viewer who comes within a long one, which it cannot draw anyway.

        An APC, which xterm.js ignores; but an OSC may end otherwise.
        """
        return b"\x1b]" if self._string == b"]" else b"\x1b_"

    def mode(self, number: int) -> bool | None:
        """Whether DECSET `number`, one of the two above, is on."""
        return self._modes.get(number)

    def unreported(self, state: TerminalState) -> bytes:
        """What sets, after a reset of the terminal, the modes that tmux did not report in `state`."""
        out = []
        if state.bracketed is None and self._modes.get(BRACKETED_PASTE):
            out.append(b"\x1b[?%dh" % BRACKETED_PASTE)
        if self._modes.get(FOCUS_REPORTS):
            out.append(b"\x1b[?%dh" % FOCUS_REPORTS)
        if not state.cursor_style and self.cursor_style:
            out.append(b"\x1b[%d q" % self.cursor_style)
        if self.extended_keys is not None:  # the page sends such keys only to a program that asked
            out.append(b"\x1b[>4;%dm" % self.extended_keys)
        return b"".join(out)

    def feed(self, data: bytes) -> int:
        """Take output; returns how many of its bytes are in strings.

        Cost: 400 MB/s on coloured text, 3,800 MB/s on plain text.
        """
        if self._partial:
            data, self._partial = self._partial + data, b""
        elif not self._string and b"\x1b" not in data:
            return 0
        at = strings = 0
        while at < len(data):
            start = at
            if self._string:
                at = self._end_string(data, at)
                strings += at - start
                self.string_bytes = 0 if not self._string else self.string_bytes + at - start
                continue
            match = _TOKEN.search(data, at)
            if match is None:
                self._note_partial(data, at)
                break
            at = match.end()
            self._take(match)
        return strings

    def cut(self, pending: bytes = b"") -> None:
        """Output was lost; the terminal has received only this much of an unfinished sequence."""
        self._string = self._partial = b""
        self.string_bytes = 0
        self.feed(pending)

    def _take(self, match: re.Match[bytes]) -> None:
        if match["begin"]:
            self._string = match["begin"]
            self.strings += 1
            self.string_bytes = 1
        elif match["private"]:
            for number in match["private"].split(b";"):
                if number in (b"2004", b"1004"):
                    self._modes[int(number)] = match["action"] == b"h"
        elif match["style"] is not None:
            self.cursor_style = int(match["style"][:4] or b"0")
        elif match["reset"]:
            self._modes = {BRACKETED_PASTE: False, FOCUS_REPORTS: False}
            self.cursor_style, self.extended_keys = 0, False
        else:
            self.extended_keys = (match["keys"] or b"0").lstrip(b"0") != b""

    def _end_string(self, data: bytes, at: int) -> int:
        """Where the string ends in `data`, or the end of `data`."""
        if self._string == b"P":
            return self._end_dcs(data, at)
        match = (_OSC_END if self._string == b"]" else _STRING_END).search(data, at)
        if match is None:
            return len(data)
        self._string = b""
        return match.start()  # ESC begins ST, or another sequence

    def _end_dcs(self, data: bytes, at: int) -> int:
        for match in _DCS_ESCAPE.finditer(data, at):
            at = match.end()
            if match[1] == b"\\":
                self._string = b""
                return at
        if data.endswith(b"\x1b") and at < len(data):
            self._partial = b"\x1b"
        return len(data)

    def _note_partial(self, data: bytes, at: int) -> None:
        begin = data.rfind(b"\x1b", max(at, len(data) - PARTIAL_MAX_BYTES))
        if begin >= 0 and _PARTIAL.match(data, begin):
            self._partial = data[begin:]
