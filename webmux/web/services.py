"""What the views of one application share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import current_app, g, request
from prometheus_client import CollectorRegistry

from webmux.auth.accounts import Accounts
from webmux.auth.administration import Administration
from webmux.auth.ceremonies import Ceremonies
from webmux.auth.devices import Devices
from webmux.auth.failures import FailureLimits
from webmux.auth.gate import Login, SessionGate
from webmux.auth.links import LoginLinks
from webmux.auth.origins import OwnNames
from webmux.auth.passkey_store import Passkeys
from webmux.auth.rates import RequestLimits
from webmux.auth.shares import Share, Shares
from webmux.auth.subscriptions import PushSubscriptions
from webmux.auth.tokens import Token
from webmux.config import Config
from webmux.errors import NotLoggedIn, SessionNotFound
from webmux.files.folders import Folders
from webmux.model import Session
from webmux.push.notifier import Notifier
from webmux.push.sender import Sender
from webmux.push.vapid_keys import VapidKeys
from webmux.signals import Signal
from webmux.store.audit import Audit
from webmux.store.database import Database
from webmux.store.preferences import Preferences
from webmux.store.reload_signal import Changes
from webmux.web.engine.admission import Admission
from webmux.web.presence.connections import OpenSockets
from webmux.web.presence.guests import Guests
from webmux.web.presence.input_streams import InputStreams
from webmux.web.presence.page_visibility import PageVisibility

if TYPE_CHECKING:
    from webmux.files.uploads import Uploads
    from webmux.live import Live
    from webmux.recording.catalogue import Recordings
    from webmux.tmux.quotas import Quotas
    from webmux.tmux.server import Tmux

EXTENSION = "webmux"


@dataclass(frozen=True, slots=True)
class Services:
    """Found at `app.extensions["webmux"]`; made once by `create_app`."""

    config: Config
    database: Database
    tmux: Tmux
    live: Live
    quotas: Quotas
    accounts: Accounts
    people: Administration
    audit: Audit
    changes: Changes
    shares: Shares
    preferences: Preferences
    passkeys: Passkeys
    ceremonies: Ceremonies
    guests: Guests
    page_visibility: PageVisibility
    subscriptions: PushSubscriptions
    push_keys: VapidKeys
    sender: Sender
    notifier: Notifier
    gate: SessionGate
    links: LoginLinks
    token: Token
    names: OwnNames
    devices: Devices
    cookie_suffix: str
    recordings: Recordings
    uploads: Uploads
    folders: Folders = field(default_factory=Folders)
    admission: Admission = field(default_factory=Admission)
    sockets: OpenSockets = field(default_factory=OpenSockets)
    input_streams: InputStreams = field(default_factory=InputStreams)
    admin_changes: Signal[[str]] = field(default_factory=Signal)
    """The name of a part of the admin page that changed."""
    rates: RequestLimits = field(default_factory=RequestLimits)
    failures: FailureLimits = field(default_factory=FailureLimits)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def take_over(self) -> None:
        """Another process changed the database: people, tokens and logins are now as it says."""
        self.accounts.reload()
        self.shares.reload()
        self.preferences.reload()
        self.passkeys.reload()
        self.gate.reload()
        self.subscriptions.reload()


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
    for session in services().tmux.list_sessions().sessions:
        if (session.id, session.epoch) == (share.to.session_id, share.to.epoch):
            return session
    raise SessionNotFound("the session of this link has ended")


def rate_key() -> str:
    """Whose requests count together: a user's, a link's guests' of one address, a stranger's address's.

    The login of a guest has the id of who made the link, whose requests those of guests must not use up.
    """
    login = current_login()
    if login is None:
        return client_address()
    return f"user {login.user_id}" if login.share is None else f"{login.id} {client_address()}"


def client_address() -> str:
    """The peer's address, or the one a trusted proxy told us."""
    return request.remote_addr or "unknown"


def asked_origin() -> str:
    """The origin that the current request was sent to."""
    return f"{request.scheme}://{request.host.lower()}"
