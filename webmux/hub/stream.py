"""One pass over a terminal's output: tracks modes, and removes and answers queries.

Two browsers on one stream would answer a query twice, and tmux types the second answer into the pane. So no
query reaches a browser; the hub answers each one, once. Copies are removed too: only one viewer gets them.
Sources: xterm ctlseqs for the sequences; tmux(1) and measurements in docs/decisions/0003.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webmux.hub.copies import Copy, CopyFilter
from webmux.hub.modes import Modes
from webmux.model import Size

PARTIAL_MAX_BYTES = 4096
"""A sequence cut by the end of a read is buffered until the rest arrives, up to this length."""

_INTERESTING = re.compile(
    rb"\x1b(?:"
    rb"\[\?(?P<private>[0-9;]+)(?P<onoff>[hl])"
    rb"|\[(?P<device>[>=?]?[0-9;]*c)"
    rb"|\[(?P<status>\??[0-9;]*n)"
    rb"|\[(?P<request>\??[0-9;]*\$p)"
    rb"|\[(?P<window>1[13-9](?:;[0-9]*)*t|2[01]t)"
    rb"|\[>(?P<version>[0-9]*q)"
    rb"|\[(?P<kitty>\?u)"
    rb"|\[(?P<graphics>\?[0-9;]+S)"
    rb"|\[(?P<parameters>[01]?x)"
    rb"|\[(?P<style>[0-9]*) q"
    rb"|\[>(?P<otherkeys>4(?:;[0-9]*)?)m"
    rb"|\[(?P<soft>!p)"
    rb"|(?P<keypad>[=>])"
    rb"|(?P<ris>c)"
    rb"|\](?P<osc>[0-9]+)(?:;(?P<text>[^\x07\x1b]*))?(?:\x07|\x1b\\)"
    rb"|P(?P<dcs>[$+]q)[^\x1b]*\x1b\\"
    rb")"
)
_PARTIAL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)?\Z")
_OSC = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_COLOUR_QUERIES = {b"10", b"11", b"12"}
_QUERY_GROUPS = frozenset(
    ("device", "status", "request", "window", "version", "kitty", "graphics", "parameters", "dcs")
)

# Our identity: DA2 as xterm 276, for which tmux assumes no special features. We name the features when we
# start its client.
_DA1 = b"\x1b[?62;22c"
_DA2 = b"\x1b[>0;276;0c"
_VERSION = b"\x1bP>|WebMux\x1b\\"


@dataclass(slots=True)
class Filtered:
    """One filtered read: output to publish, answers to type, and what was found in it."""

    output: bytes
    answers: bytes = b""
    title: str | None = None
    bell: bool = False
    copies: list[Copy] = field(default_factory=list)


@dataclass(slots=True)
class StreamFilter:
    """Stateful filter of one source's output; feed it every byte once, in order."""

    size: Size
    modes: Modes = field(default_factory=Modes)
    _partial: bytes = b""
    _copies: CopyFilter = field(default_factory=CopyFilter)

    def feed(self, data: bytes) -> Filtered:
        """Filter one read. Never switches; cost is linear in `data`.

        The output may be empty. A cut sequence at the end follows with the next call; a cut UTF-8 character
        is passed on.
        """
        data, copies = self._copies.take(data)
        if self._partial:
            data = self._partial + data
            self._partial = b""
        if b"\x1b" not in data:
            return Filtered(data, bell=b"\x07" in data, copies=copies)
        data = self._buffer_partial(data)
        result = Filtered(b"", copies=copies)
        output: list[bytes] = []
        start = 0
        for match in _INTERESTING.finditer(data):
            answer = self._consider(match, result)
            if answer is not None:
                output.append(data[start : match.start()])
                start = match.end()
                result.answers += answer
        result.output = b"".join((*output, data[start:])) if start else data
        result.bell = b"\x07" in data and b"\x07" in _OSC.sub(b"", data)
        return result

    def _buffer_partial(self, data: bytes) -> bytes:
        cut = _PARTIAL.search(data, max(0, len(data) - PARTIAL_MAX_BYTES))
        if cut is None:
            return data
        self._partial = data[cut.start() :]
        return data[: cut.start()]

    def _consider(self, match: re.Match[bytes], result: Filtered) -> bytes | None:
        """Track a mode; return the answer of a query (perhaps empty), or None to pass the sequence on."""
        modes = self.modes
        name = match.lastgroup or ""
        if name in _QUERY_GROUPS:
            return self._answer(name, match[name])
        match name:
            case "onoff":
                modes.set_private(match["private"], match["onoff"] == b"h")
            case "style":
                modes.set_cursor_style(match["style"])
            case "otherkeys":
                modes.set_modify_other_keys(match["otherkeys"])
            case "keypad":
                modes.set_keypad(match["keypad"] == b"=")
            case "ris" | "soft":
                modes.reset()
            case "osc" | "text":
                return self._consider_osc(match["osc"], match["text"] or b"", result)
        return None

    def _consider_osc(self, number: bytes, text: bytes, result: Filtered) -> bytes | None:
        if number in (b"0", b"2"):
            self.modes.set_title(text)
            result.title = self.modes.title.decode("utf-8", "replace")
        elif number in _COLOUR_QUERIES and text == b"?":
            return b""
        elif number == b"12":
            self.modes.set_cursor_colour(text)
        elif number == b"112":
            self.modes.set_cursor_colour(b"")
        elif number == b"4" and text.endswith(b"?"):
            return b""
        return None

    def _answer(self, name: str, query: bytes) -> bytes:
        if name == "device":
            return {b"c": _DA1, b"0c": _DA1, b">c": _DA2, b">0c": _DA2}.get(query, b"")
        if name == "version":
            return _VERSION
        if name == "status" and query == b"5n":
            return b"\x1b[0n"
        if name == "window" and query == b"18t":
            return b"\x1b[8;%d;%dt" % (self.size.rows, self.size.cols)
        return b""
