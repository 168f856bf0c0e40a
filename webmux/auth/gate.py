"""Logins: who is behind a cookie or a token, how long it lasts, and who hears when it ends.

A browser keeps 256 random bits; the database keeps a keyed hash of them. All that still counts is
also in memory, so that a request asks no database.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gevent
import structlog
from sqlalchemy import delete, insert, select, update

from webmux.auth.accounts import Accounts, User
from webmux.auth.roles import Role
from webmux.auth.shares import Share, Shares
from webmux.auth.tokens import Token
from webmux.errors import AccessError, DatabaseFailed, Forbidden, NotLoggedIn
from webmux.store.database import Database
from webmux.store.tables import logins

log = structlog.get_logger(__name__)

LIFETIME_S = 30 * 24 * 3600
"""A login ends this long after it began, however busy it is."""
IDLE_S = 7 * 24 * 3600
"""A login ends when neither a request nor an open socket was seen for this long."""
SEEN_S = 600
"""How far the database may lie behind in when a login was last seen; must be far below `IDLE_S`."""
COOKIE_MAX_CHARS = 128
AGENT_MAX_CHARS = 256
PER_USER_MAX = 100
"""Logins one user may have; a new one ends the one that was seen the longest time ago."""
BEARER_ID = "bearer"
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
    """A guest, who came by a link and sees this session alone; `user_id` is then who made it."""
    is_bearer: bool = False
    """A script showed the token itself: there is no cookie, so no page can borrow it."""

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "id": self.id,
            "address": self.address,
            "agent": self.agent,
            "began_at": self.began_at,
            "seen_at": self.seen_at,
        }


@dataclass(slots=True)
class _Kept:
    """A row of the database, and when it was last seen and last written."""

    id: str
    user_id: int
    digest: str
    began_at: int
    seen_at: int
    address: str
    agent: str
    written_at: int


class SessionGate:
    """Says whether a login still counts, and tells whoever listens when it ends."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        shares: Shares,
        secret: bytes,
        token: Token,
        clock: Callable[[], float] = time.time,
    ) -> None:
        # The server's token is part of the key: another one ends every login there is.
        self._key = hmac.digest(secret, b"webmux login" + token.digest, "sha256")
        self._database = database
        self._accounts = accounts
        self._shares = shares
        self._token = token
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._by_digest: dict[str, _Kept] = {}
        self._listeners: dict[str, set[Ended]] = {}
        self._roles: dict[str, Role] = {}
        self._timers: dict[str, gevent.Greenlet[..., None]] = {}
        self._load()
        accounts.changed.add(self._look_again)
        shares.changed.add(self._look_again)

    # -- cookies ---------------------------------------------------------------------------

    def begin(self, user: User, address: str = "", agent: str = "") -> tuple[Login, str]:
        """A new login with an id never used before, and the text its browser keeps.

        Switches: yes.
        """
        text, now = secrets.token_urlsafe(32), self._now()
        kept = _Kept(
            secrets.token_hex(8), user.id, self._digest(text), now, now, address, agent[:AGENT_MAX_CHARS], now
        )
        row = {name: getattr(kept, name) for name in _Kept.__slots__ if name != "written_at"}
        self._database.run(lambda connection: connection.execute(insert(logins).values(row)))
        self._hold(kept)
        self._end_oldest(user.id)
        return self._login(kept, user), text

    def check(self, cookie: str) -> Login | None:
        """The login behind a cookie, seen now; None when it is forged, ended or too old."""
        if len(cookie) > COOKIE_MAX_CHARS:
            return None
        kept = self._by_digest.get(self._digest(cookie))
        return None if kept is None else self._seen(kept)

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
        """The login of a guest's cookie, `<id>.<secret>` of a link; None once the link ended."""
        share_id, _, secret = cookie.partition(".")
        share = self._shares.open(share_id, secret) if len(cookie) <= COOKIE_MAX_CHARS else None
        return None if share is None else self._guest_login(share)

    def logins_of(self, user_id: int) -> list[Login]:
        """Where somebody is logged in, the newest first."""
        user = self._accounts.user(user_id)
        mine = [kept for kept in self._kept.values() if kept.user_id == user_id and self._counts(kept)]
        newest = sorted(mine, key=lambda kept: kept.seen_at, reverse=True)
        return [] if user is None else [self._login(kept, user) for kept in newest]

    def knows(self, user_id: int, address: str) -> bool:
        """Whether somebody is logged in as this user from this address."""
        mine = (kept for kept in self._kept.values() if kept.user_id == user_id)
        return any(kept.address == address and self._counts(kept) for kept in mine)

    # -- live sockets ----------------------------------------------------------------------

    def find(self, login_id: str) -> Login | None:
        """A login that was accepted before, as it is now; asking counts as being seen."""
        if login_id.startswith(SHARE_ID):
            share = self._shares.find(login_id.removeprefix(SHARE_ID))
            return None if share is None else self._guest_login(share)
        if login_id.startswith(BEARER_ID):
            try:
                return self._bearer_login(login_id)
            except NotLoggedIn:
                return None
        kept = self._kept.get(login_id)
        return None if kept is None else self._seen(kept)

    def on_ended(self, login_id: str, callback: Ended) -> Callable[[], None]:
        """Have `callback` called once when this login ends, or its role changes: with what to say.

        Returns a function that takes the request back. A callback must not wait; when the login
        is over already it is called before this returns.
        """
        login = self.find(login_id)
        if login is None:
            callback(NotLoggedIn("the login has ended"))
            return lambda: None
        self._listeners.setdefault(login_id, set()).add(callback)
        self._roles.setdefault(login_id, login.role)
        self._start_timer(login_id)

        def forget() -> None:
            listeners = self._listeners.get(login_id, set())
            listeners.discard(callback)
            if not listeners:
                self._drop_listeners(login_id)

        return forget

    def revoke(self, login_id: str) -> None:
        """End a login now and for good. Switches: yes."""
        kept = self._kept.get(login_id)
        if kept is not None:
            self._drop(kept)
        change = update(logins).where(logins.c.id == login_id).values(ended_at=self._now())
        self._database.run(lambda connection: connection.execute(change))
        self._tell(login_id, NotLoggedIn("the login has ended"))

    def reload(self) -> None:
        """Take over which logins another process ended."""

        def read(connection: Any) -> set[str]:
            living = select(logins.c.id).where(logins.c.ended_at.is_(None))
            return {row.id for row in connection.execute(living)}

        known = list(self._kept.values())  # one that begins meanwhile may be missing in what is read
        living = self._database.run(read)
        for kept in known:
            if kept.id not in living:
                self._drop(kept)
        self._look_again()

    # -- inside ----------------------------------------------------------------------------

    def _now(self) -> int:
        return int(self._clock())

    def _digest(self, text: str) -> str:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _counts(self, kept: _Kept) -> bool:
        now = self._clock()
        return now - kept.seen_at < IDLE_S and now - kept.began_at < LIFETIME_S

    def _seen(self, kept: _Kept) -> Login | None:
        user = self._accounts.user(kept.user_id)
        if user is None or not self._counts(kept):
            return None
        kept.seen_at = self._now()
        if kept.seen_at - kept.written_at >= SEEN_S:
            kept.written_at = kept.seen_at
            change = update(logins).where(logins.c.id == kept.id).values(seen_at=kept.seen_at)
            try:
                self._database.run(lambda connection: connection.execute(change))
            except DatabaseFailed as error:
                log.warning("login not written", error=error.message)  # the next time it is
        return self._login(kept, user)

    def _login(self, kept: _Kept, user: User) -> Login:
        return Login(
            kept.id, user.id, user.name, user.role, kept.began_at, kept.seen_at, kept.address, kept.agent
        )

    def _bearer_login(self, login_id: str) -> Login:
        now = self._now()
        _, _, token_id = login_id.partition(":")
        if not token_id:
            user = self._accounts.owner()
            return Login(login_id, user.id, user.name, user.role, now, now, is_bearer=True)
        token = self._accounts.token(int(token_id))
        owner = None if token is None else self._accounts.user(token.user_id)
        if token is None or owner is None:
            raise NotLoggedIn("the token has ended")
        role = owner.role.at_most(token.scope)
        return Login(login_id, owner.id, owner.name, role, token.created_at, now, is_bearer=True)

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
            names = (row.id, row.user_id, row.digest, row.began_at, row.seen_at, row.address, row.agent)
            self._hold(_Kept(*names, written_at=row.seen_at))

    def _hold(self, kept: _Kept) -> None:
        self._kept[kept.id] = self._by_digest[kept.digest] = kept

    def _drop(self, kept: _Kept) -> None:
        self._kept.pop(kept.id, None)
        self._by_digest.pop(kept.digest, None)

    def _end_oldest(self, user_id: int) -> None:
        mine = sorted((k for k in self._kept.values() if k.user_id == user_id), key=lambda k: k.seen_at)
        for kept in mine[: max(0, len(mine) - PER_USER_MAX)]:
            self.revoke(kept.id)

    def _look_again(self) -> None:
        """Somebody's account changed: end what no longer counts, and what counts for less or more."""
        for login_id in list(self._listeners):
            login = self.find(login_id)
            if login is None:
                self._tell(login_id, NotLoggedIn("the login has ended"))
            elif login.role is not self._roles.get(login_id):
                self._tell(login_id, Forbidden("your role has changed"))

    def _start_timer(self, login_id: str) -> None:
        if login_id in self._timers:
            return
        timer = gevent.spawn_later(self._timer_s(login_id), self._on_timer, login_id)
        timer.name = "login timer"
        self._timers[login_id] = timer

    def _timer_s(self, login_id: str) -> float:
        kept = self._kept.get(login_id)
        ends_at = self._clock() + TIMER_MAX_S if kept is None else kept.began_at + LIFETIME_S
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
            self._tell(login_id, NotLoggedIn("the login has ended"))

    def _drop_listeners(self, login_id: str) -> None:
        self._listeners.pop(login_id, None)
        self._roles.pop(login_id, None)
        timer = self._timers.pop(login_id, None)
        if timer is not None:
            timer.kill(block=False)

    def _tell(self, login_id: str, error: AccessError) -> None:
        listeners = self._listeners.get(login_id, set())
        self._drop_listeners(login_id)
        for callback in list(listeners):
            try:
                callback(error)
            except Exception:  # one deaf listener must not spare the others
                log.exception("login listener failed")
