"""Devices that logged in before: wrong passwords of others never count against them.

A browser that logged in stores a signed mark for a year. The mark is no login; it only gives that browser
its own budget of wrong passwords for that account.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
from dataclasses import dataclass

LASTS_S = 400 * 24 * 3600  # as long as browsers store a cookie at most
_NONCE_BYTES = 12
_USER_ID = struct.Struct(">q")
_SIGNED_BYTES = _NONCE_BYTES + _USER_ID.size
_TAG_BYTES = 16
MARK_MAX_CHARS = 64


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that logged in before, and the user it logged in as."""

    id: str
    user_id: int


class Devices:
    """Signs and checks the marks of devices; stores nothing."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"webmux device", "sha256")

    def mark(self, user_id: int) -> str:
        """A new mark for a browser that logged in as this user."""
        signed = secrets.token_bytes(_NONCE_BYTES) + _USER_ID.pack(user_id)
        return base64.urlsafe_b64encode(signed + self._tag(signed)).decode()

    def read(self, text: str) -> Device | None:
        """The device with this mark; None if it is not one of ours."""
        if len(text) > MARK_MAX_CHARS:
            return None
        try:
            raw = base64.b64decode(text, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        signed, tag = raw[:_SIGNED_BYTES], raw[_SIGNED_BYTES:]
        if not hmac.compare_digest(self._tag(signed), tag):
            return None
        return Device(signed[:_NONCE_BYTES].hex(), _USER_ID.unpack(signed[_NONCE_BYTES:])[0])

    def _tag(self, signed: bytes) -> bytes:
        return hmac.digest(self._key, signed, "sha256")[:_TAG_BYTES]
