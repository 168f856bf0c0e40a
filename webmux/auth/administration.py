"""What an admin does to users, from a browser or a shell, with its event for the audit trail."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from webmux.auth.accounts import Accounts, User
from webmux.auth.passkey_store import Passkeys
from webmux.auth.roles import Role
from webmux.store.database import Database
from webmux.store.database_connection import Connection
from webmux.store.sql import func, select, update
from webmux.store.tables import logins

Done = tuple[str, dict[str, Any]]
"""What was done: the event of the audit trail, and its details."""


class Administration:
    """Changes all accounts. The caller checks that this is allowed."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        passkeys: Passkeys,
        on_logins_ended: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._passkeys = passkeys
        self._on_logins_ended = on_logins_ended
        self._clock = clock

    def listed(self) -> list[dict[str, Any]]:
        """All users, by name. `last_login_at` is None after 30 days without a login."""
        began = select(logins.c.user_id, func.max(logins.c.began_at).label("at")).group_by(logins.c.user_id)
        rows = self._database.run(lambda connection: connection.execute(began).all())
        last = {row.user_id: row.at for row in rows}
        return [self._fields(user, last.get(user.id)) for user in self._accounts.all()]

    def add(self, name: str, role: Role, password: str | None) -> Done:
        """See `Accounts.add`."""
        self._accounts.add(name, role, password)
        return "user_added", {"name": name, "role": role.value}

    def set_role(self, name: str, role: Role) -> Done:
        """See `Accounts.set_role`."""
        self._accounts.set_role(name, role)
        return "user_role", {"name": name, "role": role.value}

    def set_disabled(self, name: str, *, disabled: bool) -> Done:
        """See `Accounts.set_disabled`."""
        self._accounts.set_disabled(name, disabled=disabled)
        return "user_disabled" if disabled else "user_enabled", {"name": name}

    def set_password(self, name: str, password: str) -> Done:
        """See `Accounts.set_password`."""
        self._accounts.set_password(name, password)
        return "password_set", {"name": name}

    def end_logins(self, name: str) -> Done:
        """Log out all browsers of a user; tokens still work. Raises UserNotFound: no user has that name."""
        user = self._accounts.named(name)
        living = (logins.c.user_id == user.id) & logins.c.ended_at.is_(None)
        change = update(logins).where(living).values(ended_at=int(self._clock()))

        def end(connection: Connection) -> int:
            return connection.execute(change).rowcount

        ended = self._database.run(end)
        self._on_logins_ended()
        return "logins_ended", {"name": name, "logins": ended}

    def _fields(self, user: User, last_login_at: int | None) -> dict[str, Any]:
        return {
            "name": user.name,
            "role": user.role.value,
            "disabled": user.disabled,
            "password": user.has_password,
            "passkeys": len(self._passkeys.of(user.id)),
            "tokens": len(self._accounts.tokens_of(user.id)),
            "last_login_at": last_login_at,
        }
