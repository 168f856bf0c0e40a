"""Logins: the user behind a cookie or a token, how long a login lasts, and what happens when it ends.

A browser stores 256 random bits; the database stores a keyed hash of them. Valid logins are also in
memory, so that a request asks no database.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gevent

from webmux.auth.accounts import Accounts, User
from webmux.auth.roles import Role, Scope
from webmux.auth.shares import Share, Shares
from webmux.auth.tokens import Token
from webmux.errors import AccessError, DatabaseFailed, Forbidden, NotLoggedIn
from webmux.logs import get_logger
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.sql import delete, insert, select, update
from webmux.store.tables import logins

log = get_logger(__name__)

LIFETIME_S = 30 * 24 * 3600
"""A login ends after this time, even if it is in use."""
IDLE_S = 7 * 24 * 3600
"""A login ends after this time without a request or an open socket."""
SEEN_S = 600
"""How far `seen_at` in the database may be out of date; must be far below `IDLE_S`."""
COOKIE_MAX_CHARS = 128
AGENT_MAX_CHARS = 256
PER_USER_MAX = 100
"""Logins of one user; one more ends the one that was not seen for the longest time."""
BEARER_ID = "bearer"
SERVERS_OWN = "token of the server"
"""What the audit trail calls the token of the state directory."""
SHARE_ID = "share:"
TIMER_MAX_S = 24 * 3600.0

Ended = Callable[[AccessError], None]


@dataclass(frozen=True, slots=True)
class Login:
    """One login of one browser, or a token that a script shows (`is_bearer`)."""

    id: str
    user_id: int
    user: str
    role: Role
    began_at: int
    seen_at: int
    address: str = ""
    agent: str = ""
    share: Share | None = None
    """The link of a guest; `user_id` is then the user who made it."""
    is_bearer: bool = False
    """A script sent the token itself: there is no cookie that another page could use."""
    paired: bool = False
    """It began with a pairing code."""
    scope: Scope = Scope.MANAGE
    """That of the token. With less than `manage` the `role` is that of viewers."""
    full_role: Role | None = None
    """The role without the scope of the token, if that lowers it."""
    token_label: str = ""
    """What the token is for, as its user wrote it."""

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        names = ("id", "address", "agent", "began_at", "seen_at", "paired")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class _Stored:
    """A row of the database; `seen_at` is newer in memory."""

    id: str
    user_id: int
    digest: str
    began_at: int
    seen_at: int
    address: str
    agent: str
    pairing: str | None
    """The id of the pairing code that it began with."""
    written_at: int


class SessionGate:
    """Finds the login of a request, and calls the listeners of a login when it ends."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        shares: Shares,
        secret: bytes,
        token: Token,
        clock: Callable[[], float] = time.time,
    ) -> None:
        # The server's token is part of the key, so a new token ends all logins.
        self._key = hmac.digest(secret, b"webmux login" + token.digest, "sha256")
        self._database = database
        self._accounts = accounts
        self._shares = shares
        self._token = token
        self._clock = clock
        self._by_id: dict[str, _Stored] = {}
        self._by_digest: dict[str, _Stored] = {}
        self._listeners: dict[str, Signal[[AccessError]]] = {}
        self._roles: dict[str, Role] = {}
        self._timers: dict[str, gevent.Greenlet[..., None]] = {}
        self._load()
        accounts.changed.add(self._recheck)
        shares.changed.add(self._recheck)

    # -- cookies ---------------------------------------------------------------------------

    def begin(
        self, user: User, address: str = "", agent: str = "", pairing: str | None = None
    ) -> tuple[Login, str]:
        """A new login, and the text for its cookie; `pairing` is the id of its code. Switches: yes."""
        text, now = secrets.token_urlsafe(32), self._now()
        about = (address, agent[:AGENT_MAX_CHARS], pairing)
        stored = _Stored(secrets.token_hex(8), user.id, self._digest(text), now, now, *about, now)
        row = {name: getattr(stored, name) for name in _Stored.__slots__ if name != "written_at"}
        self._database.run(lambda connection: connection.execute(insert(logins).values(row)))
        self._store(stored)
        self._end_oldest(user.id)
        return self._login(stored, user), text

    def check(self, cookie: str) -> Login | None:
        """The login of a cookie, seen now; None if the cookie is forged, or its login ended."""
        if len(cookie) > COOKIE_MAX_CHARS:
            return None
        stored = self._by_digest.get(self._digest(cookie))
        return None if stored is None else self._seen(stored)

    def bearer(self, text: str) -> Login:
        """The login of a request that showed a token: the server's own, or one of a user.

        Raises:
            NotLoggedIn: it is neither, or it ended.
        """
        if self._token.matches(text):
            return self._bearer_login(BEARER_ID)
        token = self._accounts.find_token(text)
        if token is None:
            raise NotLoggedIn("the bearer token is wrong")
        return self._bearer_login(f"{BEARER_ID}:{token.id}")

    def guest(self, cookie: str) -> Login | None:
        """The login of a guest's cookie, `<id>.<secret>` of a link; None if the link ended."""
        share_id, _, secret = cookie.partition(".")
        share = self._shares.open(share_id, secret) if len(cookie) <= COOKIE_MAX_CHARS else None
        return None if share is None else self._guest_login(share)

    def logins_of(self, user_id: int) -> list[Login]:
        """The logins of a user, last seen first."""
        user = self._accounts.user(user_id)
        newest = sorted(self._valid_of(user_id), key=lambda one: one.seen_at, reverse=True)
        return [] if user is None else [self._login(one, user) for one in newest]

    def paired_by(self, pairing: str, user_id: int) -> Login | None:
        """The login of a user that began with this pairing code, if it is valid."""
        user = self._accounts.user(user_id)
        found = [one for one in self._valid_of(user_id) if one.pairing == pairing]
        return self._login(found[0], user) if found and user is not None else None

    def knows(self, user_id: int, address: str) -> bool:
        """Whether this user is logged in from this address."""
        return any(one.address == address for one in self._valid_of(user_id))

    def _valid_of(self, user_id: int) -> list[_Stored]:
        return [one for one in self._by_id.values() if one.user_id == user_id and self._is_valid(one)]

    # -- live sockets ----------------------------------------------------------------------

    def find(self, login_id: str) -> Login | None:
        """A login that was accepted before, as it is now; it counts as seen."""
        if login_id.startswith(SHARE_ID):
            share = self._shares.find(login_id.removeprefix(SHARE_ID))
            return None if share is None else self._guest_login(share)
        if login_id.startswith(BEARER_ID):
            try:
                return self._bearer_login(login_id)
            except NotLoggedIn:
                return None
        stored = self._by_id.get(login_id)
        return None if stored is None else self._seen(stored)

    def on_ended(self, login_id: str, callback: Ended) -> Callable[[], None]:
        """Call `callback` once when this login ends or its role changes, with the error for the client.

        Returns a function that removes the callback. A callback must not wait. If the login has ended
        already, it is called before this returns.
        """
        login = self.find(login_id)
        if login is None:
            callback(NotLoggedIn("the login has ended"))
            return lambda: None
        listeners = self._listeners.setdefault(login_id, Signal())
        remove = listeners.add(callback)
        self._roles.setdefault(login_id, login.role)
        self._start_timer(login_id)

        def forget() -> None:
            remove()
            if not listeners and self._listeners.get(login_id) is listeners:
                self._forget_listeners(login_id)

        return forget

    def revoke(self, login_id: str) -> None:
        """End a login. Switches: yes."""
        stored = self._by_id.get(login_id)
        if stored is not None:
            self._drop(stored)
        change = update(logins).where(logins.c.id == login_id).values(ended_at=self._now())
        self._database.run(lambda connection: connection.execute(change))
        self._end(login_id, NotLoggedIn("the login has ended"))

    def reload(self) -> None:
        """End the logins that another process ended in the database."""

        def read(connection: Any) -> set[str]:
            valid = select(logins.c.id).where(logins.c.ended_at.is_(None))
            return {row.id for row in connection.execute(valid)}

        known = list(
            self._by_id.values()
        )  # a login that begins meanwhile may be missing in the database's answer
        valid = self._database.run(read)
        for stored in known:
            if stored.id not in valid:
                self._drop(stored)
        self._recheck()

    # -- inside ----------------------------------------------------------------------------

    def _now(self) -> int:
        return int(self._clock())

    def _digest(self, text: str) -> str:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _is_valid(self, stored: _Stored) -> bool:
        now = self._clock()
        return now - stored.seen_at < IDLE_S and now - stored.began_at < LIFETIME_S

    def _seen(self, stored: _Stored) -> Login | None:
        user = self._accounts.user(stored.user_id)
        if user is None or not self._is_valid(stored):
            return None
        stored.seen_at = self._now()
        if stored.seen_at - stored.written_at >= SEEN_S:
            stored.written_at = stored.seen_at
            change = update(logins).where(logins.c.id == stored.id).values(seen_at=stored.seen_at)
            try:
                self._database.run(lambda connection: connection.execute(change))
            except DatabaseFailed as error:
                log.warning("login not written", error=error.message)  # the next request writes it
        return self._login(stored, user)

    def _login(self, one: _Stored, user: User) -> Login:
        seen = (one.began_at, one.seen_at, one.address, one.agent)
        return Login(one.id, user.id, user.name, user.role, *seen, paired=one.pairing is not None)

    def _bearer_login(self, login_id: str) -> Login:
        now = self._now()
        _, _, token_id = login_id.partition(":")
        if not token_id:
            user = self._accounts.owner()
            return Login(
                login_id, user.id, user.name, user.role, now, now, is_bearer=True, token_label=SERVERS_OWN
            )
        token = self._accounts.token(int(token_id))
        owner = None if token is None else self._accounts.user(token.user_id)
        if token is None or owner is None:
            raise NotLoggedIn("the token has ended")
        full = owner.role.at_most(token.role)
        role = full if token.scope is Scope.MANAGE else Role.VIEWER
        return Login(
            login_id,
            owner.id,
            owner.name,
            role,
            token.created_at,
            now,
            is_bearer=True,
            scope=token.scope,
            full_role=full,
            token_label=token.label,
        )

    def _guest_login(self, share: Share) -> Login | None:
        owner = self._accounts.user(share.user_id)
        if owner is None:
            return None
        now = self._now()
        role = share.role.at_most(owner.role)
        return Login(
            SHARE_ID + share.id, owner.id, f"guest of {owner.name}", role, share.created_at, now, share=share
        )

    def _load(self) -> None:
        now = self._now()

        def read(connection: Any) -> list[Any]:
            gone = (logins.c.began_at < now - LIFETIME_S) | (logins.c.seen_at < now - IDLE_S - SEEN_S)
            connection.execute(delete(logins).where(gone))
            return list(connection.execute(select(logins).where(logins.c.ended_at.is_(None))))

        for row in self._database.run(read):
            values = {name: getattr(row, name) for name in _Stored.__slots__ if name != "written_at"}
            self._store(_Stored(**values, written_at=row.seen_at))

    def _store(self, stored: _Stored) -> None:
        self._by_id[stored.id] = self._by_digest[stored.digest] = stored

    def _drop(self, stored: _Stored) -> None:
        self._by_id.pop(stored.id, None)
        self._by_digest.pop(stored.digest, None)

    def _end_oldest(self, user_id: int) -> None:
        mine = sorted((k for k in self._by_id.values() if k.user_id == user_id), key=lambda k: k.seen_at)
        for stored in mine[: max(0, len(mine) - PER_USER_MAX)]:
            self.revoke(stored.id)

    def _recheck(self) -> None:
        """Accounts or links changed: end the connections of logins that ended, or whose role changed."""
        for login_id in list(self._listeners):
            login = self.find(login_id)
            if login is None:
                self._end(login_id, NotLoggedIn("the login has ended"))
            elif login.role is not self._roles.get(login_id):
                self._end(login_id, Forbidden("your role has changed"))

    def _start_timer(self, login_id: str) -> None:
        if login_id in self._timers:
            return
        timer = gevent.spawn_later(self._timer_s(login_id), self._on_timer, login_id)
        timer.name = "login timer"
        self._timers[login_id] = timer

    def _timer_s(self, login_id: str) -> float:
        stored = self._by_id.get(login_id)
        ends_at = self._clock() + TIMER_MAX_S if stored is None else stored.began_at + LIFETIME_S
        if login_id.startswith(SHARE_ID):
            share = self._shares.find(login_id.removeprefix(SHARE_ID))
            ends_at = self._clock() if share is None else share.expires_at
        elif login_id.startswith(BEARER_ID + ":"):
            token = self._accounts.token(int(login_id.partition(":")[2]))
            if token is not None and token.expires_at is not None:
                ends_at = token.expires_at
        return min(max(0.0, ends_at - self._clock()), TIMER_MAX_S)

    def _on_timer(self, login_id: str) -> None:
        self._timers.pop(login_id, None)
        if self.find(login_id) is not None:
            self._start_timer(login_id)
        else:
            self._end(login_id, NotLoggedIn("the login has ended"))

    def _forget_listeners(self, login_id: str) -> None:
        self._listeners.pop(login_id, None)
        self._roles.pop(login_id, None)
        timer = self._timers.pop(login_id, None)
        if timer is not None:
            timer.kill(block=False)

    def _end(self, login_id: str, error: AccessError) -> None:
        listeners = self._listeners.get(login_id, ())
        self._forget_listeners(login_id)
        for callback in listeners:
            try:
                callback(error)
            except Exception:  # the others must be called too
                log.exception("login listener failed")
