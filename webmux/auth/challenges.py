"""Challenges: random texts that an authenticator signs, each for one purpose, once, within five minutes.

An unused challenge is not stored, so a client that requests many cannot displace those of others: the
challenge itself has its end and a tag. Used ones are stored, and using one takes a right answer.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
import time
from collections.abc import Callable

LASTS_S = 300
_RANDOM_BYTES = 16
_TAG_BYTES = 16
_ENDS_AT = struct.Struct(">d")
_SIGNED_BYTES = _RANDOM_BYTES + _ENDS_AT.size


class Challenges:
    """Issues and checks challenges. They end with this process, which has the key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._used: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._used)

    def issue(self, purpose: str) -> str:
        """A new challenge in base64url, without padding. Never switches."""
        signed = secrets.token_bytes(_RANDOM_BYTES) + _ENDS_AT.pack(self._clock() + LASTS_S)
        return base64.urlsafe_b64encode(signed + self._tag(signed, purpose)).decode().rstrip("=")

    def is_open(self, text: str, purpose: str) -> bool:
        """Whether this is an unused challenge of ours for `purpose`, still valid. Never switches."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        signed, tag = raw[:_SIGNED_BYTES], raw[_SIGNED_BYTES:]
        if not hmac.compare_digest(self._tag(signed, purpose), tag):
            return False
        return self._clock() < _ENDS_AT.unpack(signed[_RANDOM_BYTES:])[0] and text not in self._used

    def use(self, text: str, purpose: str) -> bool:
        """Use a challenge after its answer was right; False if it is not open any more. Never switches."""
        if not self.is_open(text, purpose):
            return False
        now = self._clock()
        self._used = {one: ends_at for one, ends_at in self._used.items() if now < ends_at}
        self._used[text] = now + LASTS_S
        return True

    def _tag(self, signed: bytes, purpose: str) -> bytes:
        return hmac.digest(self._key, signed + purpose.encode(), "sha256")[:_TAG_BYTES]
