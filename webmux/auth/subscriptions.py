"""Browsers that want to be told while no page is open: one subscription for each login of a browser.

Asked from memory, kept in the database.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from webmux.auth.gate import Login
from webmux.errors import PeerError
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.tables import push_subscriptions as table

PER_USER_MAX = 20
"""A new one beyond it ends the oldest: most likely a browser that nobody uses any more."""
USED_S = 3600
"""How far the database may lie behind in when something was last sent."""


class SubscriptionNotFound(PeerError):
    """No such subscription, or it is somebody else's."""

    status = 404
    code = "subscription_not_found"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a browser is reached, as its `PushSubscription` tells: an address, and keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def digest(self) -> str:
        """What stands for the endpoint where it must be unique."""
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
        """As the contract writes it; where it is reached stays here."""
        return {
            "id": self.id,
            "label": self.label,
            "created_at": self.created_at,
            "used_at": self.used_at,
        }


class PushSubscriptions:
    """All subscriptions. `changed` is sent after every change."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._by_id: dict[int, PushSubscription] = {}
        self.changed: Signal[[]] = Signal()
        self.reload()

    def reload(self) -> None:
        """Take over what the database has now."""
        rows = self._database.run(lambda connection: connection.execute(select(table)).all())
        self._by_id = {row.id: _subscription(row) for row in rows}
        self.changed.send()

    def of(self, user_id: int) -> list[PushSubscription]:
        """Somebody's, the newest first. Never switches."""
        mine = [one for one in self._by_id.values() if one.user_id == user_id]
        return sorted(mine, key=lambda one: one.id, reverse=True)

    def of_login(self, login_id: str) -> PushSubscription | None:
        """That of the browser with this login, where it has one. Never switches."""
        return next((one for one in self._by_id.values() if one.login_id == login_id), None)

    def user_ids(self) -> set[int]:
        """Who has any. Never switches."""
        return {one.user_id for one in self._by_id.values()}

    def add(self, login: Login, address: Address) -> PushSubscription:
        """Reach the browser of this login there from now on, and nowhere else.

        Whoever had that address before has it no more: a browser is one person's at a time.

        Switches: yes.
        """
        created_at = int(self._clock())
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

        added_id = self._database.run(work)
        self.reload()
        # Not asked from memory: another page of that browser may have taken its place by now.
        return PushSubscription(added_id, login.user_id, login.id, address, login.agent, created_at, None)

    def remove(self, subscription_id: int, user_id: int) -> PushSubscription:
        """Tell that browser of this user nothing any more.

        Raises:
            SubscriptionNotFound: they have none with that id.
        """
        found = self._by_id.get(subscription_id)
        if found is None or found.user_id != user_id:
            raise SubscriptionNotFound(f"you have no subscription {subscription_id}")
        self.drop([found])
        return found

    def drop(self, gone: Iterable[PushSubscription]) -> None:
        """Forget those that are gone: the browser took them back, or its login ended. Switches: yes."""
        ids = {one.id for one in gone if self._is_kept(one)}
        if ids:
            self._database.run(
                lambda connection: connection.execute(delete(table).where(table.c.id.in_(ids)))
            )
            self.reload()

    def _is_kept(self, one: PushSubscription) -> bool:
        """Whether it is still this one: SQLite gives the highest number again after it was deleted."""
        known = self._by_id.get(one.id)
        return known is not None and (known.login_id, known.address) == (one.login_id, one.address)

    def used(self, subscription: PushSubscription) -> None:
        """Something was sent to it now. Switches: at times."""
        if not self._is_kept(subscription):
            return
        now, known = int(self._clock()), self._by_id[subscription.id]
        if now - (known.used_at or 0) < USED_S:
            return
        self._by_id[known.id] = replace(known, used_at=now)
        change = update(table).where(table.c.id == known.id).values(used_at=now)
        self._database.run(lambda connection: connection.execute(change))


def _subscription(row: Any) -> PushSubscription:
    address = Address(row.endpoint, row.p256dh, row.auth)
    return PushSubscription(
        row.id, row.user_id, row.login_id, address, row.label, row.created_at, row.used_at
    )
