"""Passkeys of users.

A passkey is a key pair on a device. The server stores the public half, which opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webmux.auth.accounts import User, check_label
from webmux.errors import BadField, NotLoggedIn, PeerError
from webmux.store.cached_table import CachedTable
from webmux.store.database_connection import Connection
from webmux.store.sql import IntegrityError, delete, func, insert, or_, select, update
from webmux.store.tables import passkeys

PER_USER_MAX = 20


class PasskeyNotFound(PeerError):
    """The passkey does not exist, or belongs to another user."""

    status = 404
    code = "passkey_not_found"


class PasskeyExists(PeerError):
    """The passkey is registered already, for this or another user."""

    status = 409
    code = "passkey_exists"


@dataclass(frozen=True, slots=True)
class PublicHalf:
    """What an authenticator reports about a passkey: id in base64url, key in COSE, count of signatures."""

    credential_id: str
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of one user. Times are Unix seconds; `used_at` is None until the first login by it."""

    id: int
    user_id: int
    half: PublicHalf
    label: str
    created_at: int
    used_at: int | None

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {name: getattr(self, name) for name in ("id", "label", "created_at", "used_at")}


class Passkeys(CachedTable[Passkey]):
    """All passkeys, by the id that their authenticator gave them."""

    table = passkeys
    key = "credential_id"

    def read(self, row: Any) -> Passkey:
        """See `CachedTable.read`."""
        transports = tuple(filter(None, row.transports.split(",")))
        half = PublicHalf(row.credential_id, row.public_key, row.sign_count, transports)
        return Passkey(row.id, row.user_id, half, row.label, row.created_at, row.used_at)

    @property
    def any(self) -> bool:
        """Whether any user has one."""
        return bool(self._rows)

    def check_room(self, user: User) -> None:
        """Check that the user may add a passkey. Raises BadField: the user has `PER_USER_MAX` already."""
        if len(self.of(user.id)) >= PER_USER_MAX:
            raise _full()

    def add(self, user: User, label: str, half: PublicHalf) -> Passkey:
        """Let `user` log in by it from now on.

        Raises:
            BadField: the label is empty or too long, or the user has `PER_USER_MAX` already.
            PasskeyExists: it is registered already.
        """
        check_label(label)
        row = {
            "user_id": user.id,
            "credential_id": half.credential_id,
            "public_key": half.public_key,
            "sign_count": half.sign_count,
            "transports": ",".join(half.transports),
            "label": label,
            "created_at": self.now(),
        }
        count = select(func.count()).select_from(passkeys).where(passkeys.c.user_id == user.id)

        def work(connection: Connection) -> None:
            connection.execute(insert(passkeys).values(row))
            if connection.execute(count).scalar() > PER_USER_MAX:
                raise _full()

        try:
            self.transact(work)
        except IntegrityError as error:
            raise PasskeyExists("this passkey exists already") from error
        return self._rows[half.credential_id]

    def use(self, passkey: Passkey, sign_count: int) -> None:
        """A user logs in by it now, and it has signed `sign_count` times.

        Raises:
            NotLoggedIn: the count did not grow, so the passkey was copied; or it was removed meanwhile.
        """
        # Authenticators that do not count send zero. The database decides, as two logins may race.
        row = passkeys.c.id == passkey.id
        more = or_(passkeys.c.sign_count < sign_count, (passkeys.c.sign_count == 0) & (sign_count == 0))
        values = {"sign_count": sign_count, "used_at": self.now()}
        change = update(passkeys).where(row, more).values(values)
        if self.execute(change) != 1:
            raise NotLoggedIn("this passkey was copied, or removed: its count of logins is behind")

    def remove(self, passkey_id: int, user_id: int | None = None) -> Passkey:
        """Remove a passkey; with `user_id` only one of that user. Current logins stay valid.

        Raises:
            PasskeyNotFound: it does not exist, or belongs to another user.
        """
        passkey = self.owned(passkey_id, user_id)
        if passkey is None:
            raise PasskeyNotFound(f"there is no passkey {passkey_id}")
        self.execute(delete(passkeys).where(passkeys.c.id == passkey_id))
        return passkey


def _full() -> BadField:
    return BadField("passkey", f"you have {PER_USER_MAX} passkeys already: remove some")
