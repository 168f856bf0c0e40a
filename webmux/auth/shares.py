"""Share links: each opens one session or window to guests, until it expires or is ended.

A link is `/v/<id>#<secret>`. A browser exchanges the secret for a cookie that has both; the database
has a hash. What a link opens never changes: a session of one tmux server, or a window of it, read-only
or with the right to type.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from webmux.auth.accounts import User
from webmux.auth.roles import Role
from webmux.auth.tokens import digest_of
from webmux.errors import BadField, PeerError
from webmux.store.cached_table import CachedTable
from webmux.store.sql import Expression, insert, update
from webmux.store.tables import shares

LASTS_MAX_S = 30 * 24 * 3600
PER_USER_MAX = 100
COOKIE_MAX_CHARS = 128
NAME_MAX_CHARS = 256


class ShareNotFound(PeerError):
    """The link does not exist, has ended, or belongs to another user."""

    status = 404
    code = "share_not_found"


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link opens: a session of the tmux server `epoch`, or one window of it."""

    epoch: str
    session_id: str
    session_name: str
    window_id: str | None = None
    window_name: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """One link. `role` is that of its guests. Times are Unix seconds."""

    id: str
    user_id: int
    to: Shared
    role: Role
    created_at: int
    expires_at: int
    digest: str = field(default="", repr=False)
    """Of the secret."""

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


class Shares(CachedTable[Share]):
    """All links that work."""

    table = shares

    def read(self, row: Any) -> Share:
        """See `CachedTable.read`."""
        return Share(
            row.id,
            row.user_id,
            Shared(row.epoch, row.session_id, row.session_name, row.window_id, row.window_name),
            Role(row.role),
            row.created_at,
            row.expires_at,
            row.digest,
        )

    def valid(self) -> Expression:
        """See `CachedTable.valid`."""
        return shares.c.revoked_at.is_(None) & (shares.c.expires_at > self.now())

    def create(self, user: User, to: Shared, role: Role, lasts_s: int) -> tuple[str, Share]:
        """A new link's secret, which nobody can see again, and the link.

        Raises:
            BadField: `lasts_s` is out of range, or the user has too many links.
        """
        if not 1 <= lasts_s <= LASTS_MAX_S:
            raise BadField("lasts_s", f"must be 1 to {LASTS_MAX_S}")
        if len(self.of(user.id)) >= PER_USER_MAX:
            raise BadField("session", f"you have {PER_USER_MAX} links already: end some")
        secret, share_id, now = secrets.token_urlsafe(32), secrets.token_hex(8), self.now()
        row = {
            "id": share_id,
            "digest": digest_of(secret),
            "user_id": user.id,
            **asdict(to),
            "role": role.at_most(user.role).at_most(Role.OPERATOR).value,
            "created_at": now,
            "expires_at": now + lasts_s,
        }
        self.execute(insert(shares).values(row))
        return secret, self._rows[share_id]

    def all(self) -> list[Share]:
        """Everybody's links that work, oldest first."""
        working = [share for share in super().all() if self.find(share.id)]
        return sorted(working, key=lambda share: share.created_at)

    def find(self, key: object) -> Share | None:
        """A link while it works. Never switches."""
        share = super().find(key)
        return None if share is None or self._clock() >= share.expires_at else share

    def open(self, share_id: str, secret: str) -> Share | None:
        """The link with this id, if this is its secret and it works. Never switches."""
        share = self.find(share_id)
        right = hmac.compare_digest("" if share is None else share.digest, digest_of(secret))
        return share if right else None

    def revoke(self, share_id: str, user_id: int | None = None) -> Share:
        """End a link and the connections of its guests; with `user_id` only a link of that user.

        Raises:
            ShareNotFound: no link with this id works, or it belongs to another user.
        """
        share = self.owned(share_id, user_id)
        if share is None:
            raise ShareNotFound("there is no such link" if user_id is None else "you have no such link")
        self.execute(update(shares).where(shares.c.id == share_id).values(revoked_at=self.now()))
        return share
