"""One-time login links: a secret in the fragment of an address that logs in one user once.

A link is 32 random bytes and a tag over them, so that a used link differs from a guess. The disk has only
a file named by the link's hash. Using the link removes the file, which only one process can do.

A pairing code is a link of a minute. The login that it begins has the code's id, so that the browser or the
shell that showed the code finds the device.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from webmux.errors import AccessError, NotLoggedIn
from webmux.store.state_dir import write_private

RANDOM_BYTES = 32
TAG_BYTES = 16
LIFETIME_S = 24 * 3600
PAIRING_LASTS_S = 60
"""How long a pairing code works."""
WRITING_MAX_S = 60
"""A file that is not whole is not removed before, since the shell and the server make links at once."""
PER_USER_MAX = 5
"""Unused links of a user; one more replaces the one that would end first."""
OWNER = 0
"""In place of a user's id: the owner at the time when the link is used."""
GONE = "this login link was used or replaced, or has expired"


_ID = re.compile(r"[0-9a-f]{64}")
_PAIRS = "pair"


class Link(NamedTuple):
    """What the server knows of a link."""

    id: str
    """Its SHA-256 in hex: no secret."""
    expires_at: int
    user_id: int = OWNER
    pairs: bool = False
    """It is a pairing code."""
    maker: str = ""
    """The id of the login that made it, and with which it ends; empty if a shell did."""


class LinkGone(AccessError):
    """This link was used, replaced by a newer one, or is too old."""

    status = 410
    code = "link_gone"


class LoginLinks:
    """The links of one state directory. Any process with the secret can issue and redeem them."""

    def __init__(self, directory: Path, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._directory = directory
        self._key = hmac.digest(secret, b"webmux login link", "sha256")
        self._clock = clock

    def issue(
        self,
        random: bytes,
        user_id: int = OWNER,
        lasts_s: int = LIFETIME_S,
        *,
        pairs: bool = False,
        maker: str = "",
    ) -> str:
        """A new link from 32 random bytes; it works once, for this user, within `lasts_s`."""
        if len(random) != RANDOM_BYTES:
            raise ValueError(f"a link needs {RANDOM_BYTES} random bytes")
        link = base64.urlsafe_b64encode(random + self._tag(random)).decode().rstrip("=")
        self._make_room(user_id)
        kind = f" {_PAIRS} {maker}" if pairs else ""
        write_private(self._directory / id_of(link), f"{int(self._clock()) + lasts_s} {user_id}{kind}")
        return link

    def redeem(self, link: str) -> Link:
        """Use a link up.

        Raises:
            NotLoggedIn: this was never a link of ours.
            LinkGone: it no longer works.
        """
        if not self._is_ours(link):
            raise NotLoggedIn("this is not a login link of this server")
        path = self._directory / id_of(link)
        try:
            found = _read(path)
            path.unlink()  # of several who read it, one removes it
        except (FileNotFoundError, ValueError):
            raise LinkGone(GONE) from None
        if self._clock() >= found.expires_at:
            raise LinkGone(GONE)
        return found

    def find(self, link_id: str) -> Link | None:
        """The link with this id, while it works."""
        if not _ID.fullmatch(link_id):
            return None
        try:
            found = _read(self._directory / link_id)
        except (FileNotFoundError, ValueError):
            return None
        return found if self._clock() < found.expires_at else None

    def remove(self, link_id: str) -> None:
        """End a link now; nothing happens if it ended already."""
        if _ID.fullmatch(link_id):
            (self._directory / link_id).unlink(missing_ok=True)

    def remove_all(self) -> None:
        """End all links."""
        for path in self._directory.iterdir():
            path.unlink(missing_ok=True)

    def _make_room(self, user_id: int) -> None:
        """Remove links that have ended, and those of this user that would end first."""
        mine = []
        for path in self._directory.iterdir():
            try:
                found = _read(path)
            except FileNotFoundError:
                continue  # used meanwhile
            except ValueError:
                if _is_new(path):
                    continue  # another process writes it now
                found = Link(path.name, 0, user_id)
            if self._clock() >= found.expires_at:
                path.unlink(missing_ok=True)
            elif found.user_id == user_id:
                mine.append((found.expires_at, path))
        for _, path in sorted(mine)[: max(0, len(mine) - PER_USER_MAX + 1)]:
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


def id_of(link: str) -> str:
    """The id of a link: its file has this name."""
    return hashlib.sha256(link.encode()).hexdigest()


def _is_new(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < WRITING_MAX_S
    except FileNotFoundError:
        return False


def _read(path: Path) -> Link:
    """What the file of a link says. Raises ValueError: it is not one of ours."""
    expires_at, user_id, kind, maker = [*path.read_text().split(" "), "", "", ""][:4]
    return Link(path.name, int(expires_at), int(user_id or OWNER), kind == _PAIRS, maker)
