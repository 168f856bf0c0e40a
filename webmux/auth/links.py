"""One-time login links: a secret in the fragment of an address, good for one exchange.

A link is 32 random bytes and a tag over them, so that a link of ours that was used is told apart
from a guess. On disk is only a file named by the link's hash; exchanging it removes the file, and
the kernel lets exactly one process do that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from pathlib import Path

from webmux.auth.state import write_private
from webmux.errors import AccessError, NotLoggedIn

RANDOM_BYTES = 32
TAG_BYTES = 16
LIFETIME_S = 24 * 3600


class LinkGone(AccessError):
    """This link was ours, and was used, replaced by a newer one, or is too old."""

    status = 410
    code = "link_gone"


class LoginLinks:
    """The links of one state directory; any process that has the secret may issue or redeem."""

    def __init__(self, directory: Path, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._directory = directory
        self._key = hmac.digest(secret, b"webmux login link", "sha256")
        self._clock = clock

    def issue(self, random: bytes) -> str:
        """A new link from 32 random bytes; it works once, within a day."""
        if len(random) != RANDOM_BYTES:
            raise ValueError(f"a link needs {RANDOM_BYTES} random bytes")
        link = base64.urlsafe_b64encode(random + self._tag(random)).decode().rstrip("=")
        write_private(self._file(link), str(int(self._clock()) + LIFETIME_S))
        return link

    def redeem(self, link: str) -> None:
        """Use a link up.

        Raises:
            NotLoggedIn: this was never a link of ours.
            LinkGone: it was, and works no more.
        """
        if not self._is_ours(link):
            raise NotLoggedIn("this is no login link of this server")
        path = self._file(link)
        try:
            expires_at = int(path.read_text())
            path.unlink()  # of several who read it, one removes it
        except (FileNotFoundError, ValueError):
            raise LinkGone(
                "this login link was used or replaced: start the server again or use the token"
            ) from None
        if self._clock() >= expires_at:
            raise LinkGone("this login link is too old: start the server again or use the token")

    def remove_all(self) -> None:
        """Make every link issued so far useless."""
        for path in self._directory.iterdir():
            path.unlink(missing_ok=True)

    def _is_ours(self, link: str) -> bool:
        try:
            raw = base64.b64decode(link + "=" * (-len(link) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        random, tag = raw[:RANDOM_BYTES], raw[RANDOM_BYTES:]
        return hmac.compare_digest(self._tag(random), tag)

    def _tag(self, random: bytes) -> bytes:
        return hmac.digest(self._key, random, "sha256")[:TAG_BYTES]

    def _file(self, link: str) -> Path:
        return self._directory / hashlib.sha256(link.encode()).hexdigest()
