"""Share links: one session or window, for whoever has the link, until it expires or is ended.

A link is `/v/<id>#<secret>`. The secret is exchanged for a cookie that holds both; the database has
a hash. What a link opens is fixed when it is made: a session of one tmux server, or a window of it, to
look or to type.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select, update

from webmux.auth.accounts import User
from webmux.auth.roles import Role
from webmux.auth.tokens import digest_of
from webmux.errors import BadField, PeerError
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.tables import shares

LASTS_MAX_S = 30 * 24 * 3600
PER_USER_MAX = 100
COOKIE_MAX_CHARS = 128
NAME_MAX_CHARS = 256


class ShareNotFound(PeerError):
    """No such link, or it is somebody else's, or it ended."""

    status = 404
    code = "share_not_found"


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link is to: a session of the tmux server `epoch`, or one window of it."""

    epoch: str
    session_id: str
    session_name: str
    window_id: str | None = None
    window_name: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """One link. `role` is what its guests may: look, or type as well. Times are Unix seconds."""

    id: str
    user_id: int
    to: Shared
    role: Role
    created_at: int
    expires_at: int

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "id": self.id,
            "session": {"id": self.to.session_id, "name": self.to.session_name},
            "window": None
            if self.to.window_id is None
            else {"id": self.to.window_id, "name": self.to.window_name},
            "role": self.role.value,
            "created_at": self.created_at,
            "expires_at": self.expires_at,
        }


class Shares:
    """All links that work. `changed` is sent after every change."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._shares: dict[str, Share] = {}
        self._digests: dict[str, str] = {}
        self.changed: Signal[[]] = Signal()
        self.reload()

    def reload(self) -> None:
        """Take over what the database has now."""
        living = select(shares).where(shares.c.revoked_at.is_(None), shares.c.expires_at > self._now())
        rows = self._database.run(lambda connection: connection.execute(living).all())
        self._shares = {row.id: _share(row) for row in rows}
        self._digests = {row.id: row.digest for row in rows}
        self.changed.send()

    def create(self, user: User, to: Shared, role: Role, lasts_s: int) -> tuple[str, Share]:
        """A new link's secret, which nobody can see again, and the link.

        Raises:
            BadField: it should last no time or too long, or the user has too many.
        """
        if not 1 <= lasts_s <= LASTS_MAX_S:
            raise BadField("lasts_s", f"must be 1 to {LASTS_MAX_S}")
        if len(self.of(user.id)) >= PER_USER_MAX:
            raise BadField("session", f"you have {PER_USER_MAX} links already: end some")
        secret, share_id, now = secrets.token_urlsafe(32), secrets.token_hex(8), self._now()
        row = {
            "id": share_id,
            "digest": digest_of(secret),
            "user_id": user.id,
            **asdict(to),
            "role": role.at_most(user.role).at_most(Role.OPERATOR).value,
            "created_at": now,
            "expires_at": now + lasts_s,
        }
        self._database.run(lambda connection: connection.execute(insert(shares).values(row)))
        self.reload()
        return secret, self._shares[share_id]

    def of(self, user_id: int) -> list[Share]:
        """Somebody's links that work, oldest first."""
        return [share for share in self.all() if share.user_id == user_id]

    def all(self) -> list[Share]:
        """Everybody's links that work, oldest first."""
        working = [share for share in self._shares.values() if self.find(share.id)]
        return sorted(working, key=lambda share: share.created_at)

    def find(self, share_id: str) -> Share | None:
        """A link while it works. Never switches."""
        share = self._shares.get(share_id)
        return None if share is None or self._clock() >= share.expires_at else share

    def open(self, share_id: str, secret: str) -> Share | None:
        """The link with this id, where this is its secret and it works. Never switches."""
        right = hmac.compare_digest(self._digests.get(share_id, ""), digest_of(secret))
        return self.find(share_id) if right else None

    def revoke(self, share_id: str, user_id: int | None = None) -> Share:
        """End a link now, and with it what its guests have open; with `user_id` only one of that user.

        Raises:
            ShareNotFound: there is none that works.
        """
        share = self.find(share_id)
        if share is None or user_id not in (None, share.user_id):
            raise ShareNotFound("there is no such link" if user_id is None else "you have no such link")
        change = update(shares).where(shares.c.id == share_id).values(revoked_at=self._now())
        self._database.run(lambda connection: connection.execute(change))
        self.reload()
        return share

    def _now(self) -> int:
        return int(self._clock())


def _share(row: Any) -> Share:
    return Share(
        row.id,
        row.user_id,
        Shared(row.epoch, row.session_id, row.session_name, row.window_id, row.window_name),
        Role(row.role),
        row.created_at,
        row.expires_at,
    )
