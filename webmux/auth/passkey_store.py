"""Passkeys that users have here: asked from memory, kept in the database.

A passkey is a key pair in somebody's device. The server keeps the public half, which opens nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from webmux.auth.accounts import User, check_label
from webmux.errors import BadField, NotLoggedIn, PeerError
from webmux.store.database import Database
from webmux.store.tables import passkeys

PER_USER_MAX = 20


class PasskeyNotFound(PeerError):
    """No such passkey, or it is somebody else's."""

    status = 404
    code = "passkey_not_found"


class PasskeyExists(PeerError):
    """That passkey is here already, of whomever."""

    status = 409
    code = "passkey_exists"


@dataclass(frozen=True, slots=True)
class PublicHalf:
    """What an authenticator told of a passkey: id in base64url, key in COSE, how often it signed."""

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
        return {
            "id": self.id,
            "label": self.label,
            "created_at": self.created_at,
            "used_at": self.used_at,
        }


class Passkeys:
    """All passkeys. Another process changes them too; `reload` takes over what it did."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._by_credential: dict[str, Passkey] = {}
        self.reload()

    def reload(self) -> None:
        """Take over what the database has now."""
        rows = self._database.run(lambda connection: connection.execute(select(passkeys)).all())
        self._by_credential = {row.credential_id: _passkey(row) for row in rows}

    @property
    def any(self) -> bool:
        """Whether anybody has one."""
        return bool(self._by_credential)

    def of(self, user_id: int) -> list[Passkey]:
        """Somebody's passkeys, oldest first."""
        mine = [passkey for passkey in self._by_credential.values() if passkey.user_id == user_id]
        return sorted(mine, key=lambda passkey: passkey.id)

    def find(self, credential_id: str) -> Passkey | None:
        """The passkey with this id of its authenticator. Never switches."""
        return self._by_credential.get(credential_id)

    def check_room(self, user: User) -> None:
        """Whether the user may have one more.

        Raises:
            BadField: they have as many as one may have.
        """
        if len(self.of(user.id)) >= PER_USER_MAX:
            raise _full()

    def add(self, user: User, label: str, half: PublicHalf) -> Passkey:
        """Have `user` log in by it from now on.

        Raises:
            BadField: the label is empty or too long, or the user has as many as one may have.
            PasskeyExists: it is here already.
        """
        check_label(label)
        row = {
            "user_id": user.id,
            "credential_id": half.credential_id,
            "public_key": half.public_key,
            "sign_count": half.sign_count,
            "transports": ",".join(half.transports),
            "label": label,
            "created_at": int(self._clock()),
        }
        count = select(func.count()).select_from(passkeys).where(passkeys.c.user_id == user.id)

        def work(connection: Connection) -> None:
            connection.execute(insert(passkeys).values(row))
            if connection.execute(count).scalar_one() > PER_USER_MAX:
                raise _full()

        try:
            self._database.run(work)
        except IntegrityError as error:
            raise PasskeyExists("this passkey is here already") from error
        self.reload()
        return self._by_credential[half.credential_id]

    def use(self, passkey: Passkey, sign_count: int) -> None:
        """Somebody logs in by it now, and it has signed so often.

        Raises:
            NotLoggedIn: it has signed as often before, so there are two of it; or it was removed meanwhile.
        """
        # Zero is said by those that do not count. The database decides: two may come at the same moment.
        row = passkeys.c.id == passkey.id
        more = or_(passkeys.c.sign_count < sign_count, (passkeys.c.sign_count == 0) & (sign_count == 0))
        values = {"sign_count": sign_count, "used_at": int(self._clock())}
        change = update(passkeys).where(row, more).values(values)
        if self._database.run(lambda connection: connection.execute(change).rowcount) != 1:
            raise NotLoggedIn("this passkey was copied, or removed: its count of logins is behind")
        self.reload()

    def remove(self, passkey_id: int, user_id: int | None = None) -> Passkey:
        """Let nobody in by it any more; with `user_id` only one of that user. Logins that there are go on.

        Raises:
            PasskeyNotFound: there is none.
        """
        passkey = next((one for one in self._by_credential.values() if one.id == passkey_id), None)
        if passkey is None or user_id not in (None, passkey.user_id):
            raise PasskeyNotFound(f"there is no passkey {passkey_id}")
        change = delete(passkeys).where(passkeys.c.id == passkey_id)
        self._database.run(lambda connection: connection.execute(change))
        self.reload()
        return passkey


def _full() -> BadField:
    return BadField("passkey", f"you have {PER_USER_MAX} passkeys already: remove some")


def _passkey(row: Any) -> Passkey:
    transports = tuple(filter(None, row.transports.split(",")))
    half = PublicHalf(row.credential_id, row.public_key, row.sign_count, transports)
    return Passkey(row.id, row.user_id, half, row.label, row.created_at, row.used_at)
