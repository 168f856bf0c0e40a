"""Passwords: their length, and argon2id in a thread, because one check takes a tenth of a second."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from webmux.errors import BadField
from webmux.supervise import in_thread

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_CHARS = 10
MAX_CHARS = 1024


def hash_password(password: str) -> str:
    """The hash of a password for the database.

    Raises:
        BadField: it is too short or too long.

    Switches: yes. Cost: about 0.1 s and 64 MiB, in a thread.
    """
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise BadField("password", f"must have {MIN_CHARS} to {MAX_CHARS} characters", code="bad_password")
    return in_thread(lambda: _hasher().hash(_encoded(password)))


def is_password(hashed: str | None, password: str) -> bool:
    """Whether `hashed` was made of `password`; takes as long if there is no hash.

    Switches and cost: as `hash_password`.
    """
    return in_thread(lambda: _verify(hashed, password)) and hashed is not None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # imported with the first password

    return PasswordHasher()


@cache
def _unknown_hash() -> str:
    """The hash for unknown names, so that they take as long as known ones."""
    return _hasher().hash("a password that nobody has")


def _verify(hashed: str | None, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    unknown = _unknown_hash()
    try:
        return len(password) <= MAX_CHARS and _hasher().verify(hashed or unknown, _encoded(password))
    except (Argon2Error, InvalidHashError):
        return False


def _encoded(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
