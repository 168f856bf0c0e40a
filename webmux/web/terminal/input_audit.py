"""What one connection types, for the audit trail: who has the keyboard, how much was pasted; never what."""

from __future__ import annotations

import time

from webmux.web.access.audit_trail import audit

KEYBOARD_S = 60.0
"""Who types after not having typed for so long has the keyboard anew."""
PASTE_MIN_BYTES = 256
"""No key sends so much at once."""
PASTE_PIECE_BYTES = 32 * 1024
"""What our page cuts a long paste into."""


class Keyboard:
    """Notes of the input of one connection, within its request. Never waits."""

    def __init__(self, session_name: str) -> None:
        self._session_name = session_name
        self._typed_at = -KEYBOARD_S
        self._pasted_bytes = 0

    def moved(self, session_name: str) -> None:
        """What is typed from now on is for another session."""
        self._session_name = session_name
        self._typed_at = -KEYBOARD_S

    def took(self, length: int) -> None:
        """So many bytes were typed at once; all pieces of a paste become one event."""
        now = time.monotonic()
        if now - self._typed_at >= KEYBOARD_S:
            audit("keyboard", session=self._session_name)
        self._typed_at = now
        if length >= PASTE_MIN_BYTES or self._pasted_bytes:
            self._pasted_bytes += length
        if length < PASTE_PIECE_BYTES:
            self.ended()

    def ended(self) -> None:
        """Nothing more is typed, or not as part of a paste that is under way."""
        if self._pasted_bytes:
            audit("paste", session=self._session_name, bytes=self._pasted_bytes)
            self._pasted_bytes = 0
