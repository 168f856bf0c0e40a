"""The server's bearer token: stored as a hash, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac


class Token:
    """Recognizes the token; stores nothing from which the token could be read."""

    def __init__(self, text: str) -> None:
        self.digest = hashlib.sha256(_encoded(text)).digest()

    def matches(self, text: str) -> bool:
        """Whether `text` is the token. Takes the same time for every wrong text of one length."""
        return hmac.compare_digest(hashlib.sha256(_encoded(text)).digest(), self.digest)


def digest_of(text: str) -> str:
    """What the database stores of a secret of 256 random bits: its SHA-256, in hex."""
    return hashlib.sha256(_encoded(text)).hexdigest()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
