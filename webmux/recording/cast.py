"""asciicast v3: what happened on a terminal, a line of JSON for each event.

An event is `[seconds since the one before, code, text]`.
Source: https://docs.asciinema.org/manual/asciicast/v3/.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping

from webmux.model import Size

RESET = "\x1bc"
"""A reset terminal has an empty screen, so a player can start there."""
MARKER_MAX_CHARS = 200


def header(size: Size, began_at: int, title: str, widths: Mapping[str, object] | None = None) -> bytes:
    """The first line of a file; `began_at` is Unix seconds.

    `widths`, as in the Attached record, is our own: players that do not know it leave it out.
    """
    fields = {"version": 3, "term": {"cols": size.cols, "rows": size.rows, "type": "xterm-256color"}}
    own = {} if widths is None else {"webmux_widths": widths}
    return _line({**fields, "timestamp": began_at, "title": title, **own})


class CastEncoder:
    """The events of one recording as lines, in order; `b""` if there is nothing to write.

    Times are seconds on the clock of `began_at`. They are rounded to milliseconds without adding up errors.
    """

    def __init__(self, began_at: float, size: Size) -> None:
        self._began_at = began_at
        self._written_ms = 0
        self._size = size
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def output(self, at: float, data: bytes | memoryview) -> bytes:
        """Terminal bytes; a character that is cut waits for its rest."""
        text = self._decoder.decode(bytes(data))
        return self._event(at, "o", text) if text else b""

    def screen(self, at: float, data: bytes) -> bytes:
        """A screen that stands in for all before it."""
        self._decoder.reset()
        return self._event(at, "o", RESET + data.decode("utf-8", "replace"))

    def resize(self, at: float, size: Size) -> bytes:
        """The size that holds from here on."""
        if size == self._size:
            return b""
        self._size = size
        return self._event(at, "r", f"{size.cols}x{size.rows}")

    def marker(self, at: float, text: str) -> bytes:
        """Something a viewer may want to find."""
        return self._event(at, "m", text[:MARKER_MAX_CHARS])

    def exit(self, at: float) -> bytes:
        """The session ended; tmux tells no status, so it is 0."""
        return self._event(at, "x", "0")

    def end(self, at: float) -> bytes:
        """Nothing more comes: what was last to see lasted until now."""
        return self._event(at, "o", "")

    def _event(self, at: float, code: str, text: str) -> bytes:
        now_ms = max(self._written_ms, round((at - self._began_at) * 1000))
        interval_ms, self._written_ms = now_ms - self._written_ms, now_ms
        return _line([interval_ms / 1000, code, text])


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
