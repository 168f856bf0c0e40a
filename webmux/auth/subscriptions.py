"""Browsers that get notifications while no page is open: one subscription for each login."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from webmux.auth.gate import Login
from webmux.errors import PeerError
from webmux.store.cached_table import CachedTable
from webmux.store.database_connection import Connection
from webmux.store.sql import delete, insert, or_, select, update
from webmux.store.tables import push_subscriptions as table

PER_USER_MAX = 20
"""One more replaces the oldest, which is most likely a browser that nobody uses any more."""
USED_S = 3600
"""How far `used_at` in the database may be out of date."""


class SubscriptionNotFound(PeerError):
    """The subscription does not exist, or belongs to another user."""

    status = 404
    code = "subscription_not_found"


@dataclass(frozen=True, slots=True)
class Address:
    """The address and keys (base64url) of a browser, from its `PushSubscription`."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def digest(self) -> str:
        """Identifies the endpoint."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PushSubscription:
    """One browser of one user. Times are Unix seconds; `used_at` is None until something was sent."""

    id: int
    user_id: int
    login_id: str
    address: Address = field(repr=False)
    label: str
    created_at: int
    used_at: int | None

    def fields(self) -> dict[str, Any]:
        """As the contract writes it, without the address."""
        return {name: getattr(self, name) for name in ("id", "label", "created_at", "used_at")}


class PushSubscriptions(CachedTable[PushSubscription]):
    """All subscriptions."""

    table = table

    def read(self, row: Any) -> PushSubscription:
        """See `CachedTable.read`."""
        address = Address(row.endpoint, row.p256dh, row.auth)
        return PushSubscription(
            row.id, row.user_id, row.login_id, address, row.label, row.created_at, row.used_at
        )

    def of(self, user_id: int) -> list[PushSubscription]:
        """The subscriptions of a user, newest first."""
        return super().of(user_id)[::-1]

    def of_login(self, login_id: str) -> PushSubscription | None:
        """The subscription of the browser with this login."""
        return next((one for one in self.all() if one.login_id == login_id), None)

    def user_ids(self) -> set[int]:
        """The users who have a subscription."""
        return {one.user_id for one in self.all()}

    def add(self, login: Login, address: Address) -> PushSubscription:
        """Reach the browser of this login at this address from now on.

        It replaces an older subscription of the login or of the address: a browser belongs to one user at
        a time. Switches: yes.
        """
        created_at = self.now()
        row = {
            "user_id": login.user_id,
            "login_id": login.id,
            "digest": address.digest,
            "endpoint": address.endpoint,
            "p256dh": address.p256dh,
            "auth": address.auth,
            "label": login.agent,
            "created_at": created_at,
        }
        before = or_(table.c.login_id == login.id, table.c.digest == address.digest)
        oldest = select(table.c.id).where(table.c.user_id == login.user_id).order_by(table.c.id.desc())

        def work(connection: Connection) -> int:
            connection.execute(delete(table).where(before))
            added = connection.execute(insert(table).values(row)).inserted_primary_key
            many = [found.id for found in connection.execute(oldest.offset(PER_USER_MAX))]
            connection.execute(delete(table).where(table.c.id.in_(many)))
            assert added is not None
            return int(added[0])

        added_id = self.transact(work)
        # Not read from memory: another page of the browser may have replaced it by now.
        return PushSubscription(added_id, login.user_id, login.id, address, login.agent, created_at, None)

    def remove(self, subscription_id: int, user_id: int) -> PushSubscription:
        """Remove a subscription of this user. Raises SubscriptionNotFound: the user has none with that id."""
        found = self.owned(subscription_id, user_id)
        if found is None:
            raise SubscriptionNotFound(f"you have no subscription {subscription_id}")
        self.drop([found])
        return found

    def drop(self, ended: Iterable[PushSubscription]) -> None:
        """Remove subscriptions that their browser ended, or whose login ended. Switches: yes."""
        ids = {one.id for one in ended if self._is_stored(one)}
        if ids:
            self.execute(delete(table).where(table.c.id.in_(ids)))

    def _is_stored(self, one: PushSubscription) -> bool:
        """Whether this id is still the same one: SQLite may assign the id of a deleted row again."""
        known = self.find(one.id)
        return known is not None and (known.login_id, known.address) == (one.login_id, one.address)

    def used(self, subscription: PushSubscription) -> None:
        """Something was sent to it now. Switches: sometimes."""
        now, known = self.now(), self.find(subscription.id)
        if known is None or not self._is_stored(subscription) or now - (known.used_at or 0) < USED_S:
            return
        self._rows[known.id] = replace(known, used_at=now)
        change = update(table).where(table.c.id == known.id).values(used_at=now)
        self._database.run(lambda connection: connection.execute(change))
