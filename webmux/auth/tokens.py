"""The one bearer token: kept as its hash, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac


class Token:
    """Knows whether a text is the token; holds nothing from which the token could be read."""

    def __init__(self, text: str) -> None:
        self.digest = _digest(text)

    def matches(self, text: str) -> bool:
        """Whether `text` is the token. Takes the same time for every wrong text of one length."""
        return hmac.compare_digest(_digest(text), self.digest)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
