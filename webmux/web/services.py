"""What the views of one application share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request
from prometheus_client import CollectorRegistry

from webmux.auth.accounts import Accounts
from webmux.auth.audit import Audit
from webmux.auth.ceremonies import Ceremonies
from webmux.auth.changes import Changes
from webmux.auth.failures import FailureLimits
from webmux.auth.gate import Login, SessionGate
from webmux.auth.links import LoginLinks
from webmux.auth.origins import OwnNames
from webmux.auth.passkeys import Passkeys
from webmux.auth.rates import RequestLimits
from webmux.auth.shares import Share, Shares
from webmux.auth.tokens import Token
from webmux.config import Config
from webmux.errors import NotLoggedIn, SessionNotFound
from webmux.model import Session
from webmux.web.guests import Guests

if TYPE_CHECKING:
    from webmux.live import Live
    from webmux.recording.recordings import Recordings
    from webmux.tmux.quotas import Quotas
    from webmux.tmux.server import Tmux

EXTENSION = "webmux"


@dataclass(frozen=True, slots=True)
class Services:
    """Found at `app.extensions["webmux"]`; made once by `create_app`."""

    config: Config
    tmux: Tmux
    live: Live
    quotas: Quotas
    accounts: Accounts
    audit: Audit
    changes: Changes
    shares: Shares
    passkeys: Passkeys
    ceremonies: Ceremonies
    guests: Guests
    gate: SessionGate
    links: LoginLinks
    token: Token
    names: OwnNames
    recordings: Recordings
    rates: RequestLimits = field(default_factory=RequestLimits)
    failures: FailureLimits = field(default_factory=FailureLimits)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def take_over(self) -> None:
        """Another process changed the database: people, tokens and logins are now as it says."""
        self.accounts.reload()
        self.shares.reload()
        self.passkeys.reload()
        self.gate.reload()


def services() -> Services:
    """The services of the application that answers the current request."""
    return cast(Services, current_app.extensions[EXTENSION])


def current_login() -> Login | None:
    """Who makes the current request; None only in views of the public list."""
    return cast("Login | None", g.get("login"))


def require_login() -> Login:
    """Who makes the current request, in a view that is not public.

    Raises:
        NotLoggedIn: nobody, so the view is public after all.
    """
    login = current_login()
    if login is None:
        raise NotLoggedIn("this view must not be public")
    return login


def shared_session(share: Share) -> Session:
    """The session a link is for, or whose window it is for, as it is called now.

    Raises:
        SessionNotFound: it ended, or this is another tmux server, where its id means another one.
    """
    listed = services().tmux.list_sessions()
    for session in listed.sessions:
        if session.id == share.to.session_id and listed.epoch == share.to.epoch:
            return session
    raise SessionNotFound("the session of this link has ended")


def client_address() -> str:
    """The peer's address, or the one a trusted proxy told us."""
    return request.remote_addr or "unknown"
