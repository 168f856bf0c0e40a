"""Logins: the signed cookie, how long it lasts, and who hears when it ends.

A login lives in its cookie; the server keeps only which logins ended early and, in memory, when
each was last seen. Times are Unix seconds: a login outlives a restart.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import gevent
import structlog
from itsdangerous import BadData, URLSafeSerializer

from webmux.auth.state import StateDir
from webmux.auth.tokens import Token

log = structlog.get_logger(__name__)

LIFETIME_S = 30 * 24 * 3600
"""A login ends this long after it began, however busy it is."""
IDLE_S = 7 * 24 * 3600
"""A login ends when neither a request nor an open socket was seen for this long."""
REFRESH_S = 3600
"""A cookie that saw no request for this long is written again; must be far below `IDLE_S`."""
COOKIE_MAX_CHARS = 512
BEARER_ID = "bearer"
KNOWN_MAX = 1000
TIMER_MAX_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Login:
    """One login of one browser, or the bearer token's (`id` is then `bearer`)."""

    id: str
    began_at: int
    seen_at: int

    @property
    def is_bearer(self) -> bool:
        """Whether a script showed the token itself: no cookie, so no page can borrow it."""
        return self.id == BEARER_ID


class SessionGate:
    """Says whether a login still counts, and tells whoever listens when it ends."""

    def __init__(self, state: StateDir, token: Token, clock: Callable[[], float] = time.time) -> None:
        # The token is part of the key: another token ends every login that the old one gave.
        key = hmac.digest(state.secret(), b"webmux login" + token.digest, "sha256")
        self._serializer = URLSafeSerializer(key, salt="webmux.login")
        self._state = state
        self._clock = clock
        self._known: dict[str, Login] = {}
        self._revoked: dict[str, int] = self._read_revoked()
        self._listeners: dict[str, set[Callable[[], None]]] = {}
        self._timers: dict[str, gevent.Greenlet[..., None]] = {}

    # -- cookies ---------------------------------------------------------------------------

    def begin(self) -> Login:
        """A new login with an id never used before."""
        if len(self._known) >= KNOWN_MAX:
            self._prune()
        now = int(self._clock())
        return self._remember(Login(secrets.token_urlsafe(16), now, now))

    def bearer(self) -> Login:
        """The login of a request that showed the token; lasts as long as the process."""
        now = int(self._clock())
        return Login(BEARER_ID, now, now)

    def cookie(self, login: Login) -> str:
        """The signed text a browser keeps."""
        text: str = self._serializer.dumps([login.id, login.began_at, login.seen_at])
        return text

    def check(self, cookie: str) -> Login | None:
        """The login behind a cookie, seen now; None when it is forged, ended or too old."""
        if len(cookie) > COOKIE_MAX_CHARS:
            return None
        try:
            login_id, began_at, seen_at = self._serializer.loads(cookie)
            login = Login(str(login_id), int(began_at), int(seen_at))
        except (BadData, TypeError, ValueError):
            return None
        known = self._known.get(login.id)
        last_seen = max(login.seen_at, known.seen_at if known else 0)
        if not self._counts(Login(login.id, login.began_at, last_seen)):
            return None
        return self._remember(Login(login.id, login.began_at, int(self._clock())))

    def wants_refresh(self, cookie: str) -> bool:
        """Whether a cookie that `check` accepted should be written again with a newer time."""
        seen_at: int = self._serializer.loads(cookie)[2]
        return self._clock() - seen_at >= REFRESH_S

    # -- live sockets ----------------------------------------------------------------------

    def still_valid(self, login_id: str) -> bool:
        """Whether a login that was accepted before still counts; asking counts as being seen."""
        if login_id == BEARER_ID:
            return True
        login = self._known.get(login_id)
        if login is None or not self._counts(login):
            return False
        self._remember(Login(login.id, login.began_at, int(self._clock())))
        return True

    def on_revoked(self, login_id: str, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` called once, without arguments, when this login ends for any reason.

        Returns a function that takes the request back. A callback must not wait; when the login
        is over already it is called before this returns.
        """
        if not self.still_valid(login_id):
            callback()
            return lambda: None
        self._listeners.setdefault(login_id, set()).add(callback)
        self._start_timer(login_id)

        def forget() -> None:
            listeners = self._listeners.get(login_id, set())
            listeners.discard(callback)
            if not listeners:
                self._drop_listeners(login_id)

        return forget

    def revoke(self, login_id: str) -> None:
        """End a login now, also for every process start after this one."""
        login = self._known.get(login_id)
        began_at = login.began_at if login is not None else int(self._clock())
        self._revoked[login_id] = began_at + LIFETIME_S
        self._tell_ended(login_id)
        self._prune()
        lines = [f"{expires_at} {revoked_id}\n" for revoked_id, expires_at in self._revoked.items()]
        self._state.replace("revoked", "".join(lines))

    # -- inside ----------------------------------------------------------------------------

    def _counts(self, login: Login) -> bool:
        now = self._clock()
        fresh = now - login.seen_at < IDLE_S and now - login.began_at < LIFETIME_S
        return fresh and login.id not in self._revoked

    def _remember(self, login: Login) -> Login:
        self._known[login.id] = login
        return login

    def _prune(self) -> None:
        now = self._clock()
        self._revoked = {key: at for key, at in self._revoked.items() if at > now}
        self._known = {key: login for key, login in self._known.items() if self._counts(login)}

    def _read_revoked(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in (self._state.read("revoked") or "").splitlines():
            expires_at, _, login_id = line.partition(" ")
            if expires_at.isascii() and expires_at.isdigit() and int(expires_at) > self._clock():
                found[login_id] = int(expires_at)
        return found

    def _start_timer(self, login_id: str) -> None:
        if login_id in self._timers or login_id == BEARER_ID:
            return
        left_s = self._known[login_id].began_at + LIFETIME_S - self._clock()
        timer = gevent.spawn_later(min(left_s, TIMER_MAX_S), self._on_timer, login_id)
        timer.name = "login timer"
        self._timers[login_id] = timer

    def _on_timer(self, login_id: str) -> None:
        self._timers.pop(login_id, None)
        if self.still_valid(login_id):
            self._start_timer(login_id)
        else:
            self._tell_ended(login_id)

    def _drop_listeners(self, login_id: str) -> None:
        self._listeners.pop(login_id, None)
        timer = self._timers.pop(login_id, None)
        if timer is not None:
            timer.kill(block=False)

    def _tell_ended(self, login_id: str) -> None:
        listeners = self._listeners.get(login_id, set())
        self._drop_listeners(login_id)
        for callback in list(listeners):
            try:
                callback()
            except Exception:  # one deaf listener must not spare the others
                log.exception("login listener failed")
