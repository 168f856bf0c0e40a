"""The input of one connection in the audit trail: who types, and the size of a paste; never the text."""

from __future__ import annotations

import time

from webmux.web.access.audit_trail import audit

KEYBOARD_S = 60.0
"""After this time without input the next key is an event of its own."""
PASTE_MIN_BYTES = 256
"""No key sends so much at once."""
PASTE_PIECE_BYTES = 32 * 1024
"""Our page cuts a long paste into pieces of this size."""


class InputAudit:
    """Records input within the request of its connection. Never waits."""

    def __init__(self, session_name: str) -> None:
        self._session_name = session_name
        self._typed_at = -KEYBOARD_S
        self._pasted_bytes = 0

    def session_changed(self, session_name: str) -> None:
        """Later input is for another session."""
        self._session_name = session_name
        self._typed_at = -KEYBOARD_S

    def typed(self, length: int) -> None:
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
        """The input, or the paste, has ended."""
        if self._pasted_bytes:
            audit("paste", session=self._session_name, bytes=self._pasted_bytes)
            self._pasted_bytes = 0
