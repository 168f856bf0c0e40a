"""The state of a terminal that a repaint of its screen does not set again."""

from __future__ import annotations

# xterm private modes (ctlseqs, "DEC Private Mode Set"). Not tracked: 2026 (a frame bracket), 12
# (blink, part of the cursor style), 69 (margins, set again with the screen).
_MOUSE_PROTOCOLS = frozenset((9, 1000, 1002, 1003))
_MOUSE_ENCODINGS = frozenset((1005, 1006, 1015, 1016))
_ALTERNATE_SCREENS = frozenset((47, 1047, 1049))
_OTHERS = frozenset((1, 6, 7, 25, 1004, 1007, 2004, 2031))
TRACKED = _MOUSE_PROTOCOLS | _MOUSE_ENCODINGS | _ALTERNATE_SCREENS | _OTHERS

TITLE_MAX_BYTES = 1024


class Modes:
    """The modes, cursor style, cursor colour and title in force. Small and bounded."""

    def __init__(self) -> None:
        self.title = b""
        self._private: dict[int, bool] = {}
        self.reset()

    def reset(self) -> None:
        """Set everything to the values of a new terminal, as RIS does; the title stays."""
        self._private.clear()
        self._keypad_application = False
        self._cursor_style = b""
        self._cursor_colour = b""
        self._modify_other_keys = b""

    def set_private(self, numbers: bytes, on: bool) -> None:
        """`CSI ? numbers h` or `l`."""
        for text in numbers.split(b";"):
            number = int(text or b"0")
            if number not in TRACKED:
                continue
            for group in (_MOUSE_PROTOCOLS, _MOUSE_ENCODINGS):
                if number in group:
                    for other in group:
                        self._private.pop(other, None)
            self._private.pop(number, None)
            self._private[number] = on

    def set_keypad(self, application: bool) -> None:
        """`ESC =` and `ESC >`."""
        self._keypad_application = application

    def set_cursor_style(self, style: bytes) -> None:
        """`CSI style SP q`."""
        self._cursor_style = style

    def set_cursor_colour(self, colour: bytes) -> None:
        """`OSC 12 ; colour`; empty resets it (`OSC 112`)."""
        self._cursor_colour = colour[:64]

    def set_modify_other_keys(self, parameters: bytes) -> None:
        """`CSI > parameters m`."""
        self._modify_other_keys = parameters

    def set_title(self, title: bytes) -> None:
        """`OSC 0` or `OSC 2`; cut to `TITLE_MAX_BYTES`."""
        self.title = title[:TITLE_MAX_BYTES]

    def prelude(self) -> bytes:
        """Bytes that bring a terminal into these modes after a reset.

        All resets come before the sets: in xterm.js any `?100xl` turns the mouse off.
        """
        resets = [b"\x1b[?%dl" % number for number, on in self._private.items() if not on]
        sets = [b"\x1b[?%dh" % number for number, on in self._private.items() if on]
        sets.sort(key=lambda item: b"1049" not in item)
        return b"".join(
            (
                *resets,
                *sets,
                b"\x1b=" if self._keypad_application else b"\x1b>",
                b"\x1b[%s q" % self._cursor_style if self._cursor_style else b"",
                b"\x1b]12;%s\x07" % self._cursor_colour if self._cursor_colour else b"",
                b"\x1b[>%sm" % self._modify_other_keys if self._modify_other_keys else b"",
                b"\x1b]2;%s\x07" % self.title if self.title else b"",
            )
        )
