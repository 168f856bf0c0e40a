"""The application: every part of it is made and wired here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from webmux.auth.accounts import Accounts
from webmux.auth.administration import Administration
from webmux.auth.ceremonies import Ceremonies
from webmux.auth.devices import Devices
from webmux.auth.gate import SessionGate
from webmux.auth.links import LoginLinks
from webmux.auth.origins import OwnNames
from webmux.auth.passkey_store import Passkeys
from webmux.auth.shares import Shares
from webmux.auth.subscriptions import PushSubscriptions
from webmux.auth.tokens import Token
from webmux.config import Config
from webmux.files.uploads import Limits, Uploads
from webmux.push.notifier import Notifier
from webmux.push.sender import Sender
from webmux.push.vapid_keys import VapidKeys
from webmux.recording.catalogue import Recordings
from webmux.recording.storage import Files
from webmux.store.audit import Audit
from webmux.store.database import Database
from webmux.store.preferences import Preferences
from webmux.store.reload_signal import Changes
from webmux.store.state_dir import StateDir, StateFile
from webmux.web.access import error_replies as replies
from webmux.web.access import policy
from webmux.web.access.cookies import name_suffix
from webmux.web.presence.connections import OpenSockets
from webmux.web.presence.guests import Guests
from webmux.web.presence.page_visibility import PageVisibility
from webmux.web.server import proxy as edge
from webmux.web.services import EXTENSION, Services
from webmux.web.views import account as people
from webmux.web.views import admin, files, health, login, pages, passkeys, pwa, recordings, search, settings
from webmux.web.views import admin_users as users
from webmux.web.views import folder_listing as folders
from webmux.web.views import push_subscriptions as push
from webmux.web.views import sessions as api
from webmux.web.views import share_links as shared
from webmux.web.views import window_layout as arranging
from webmux.web.views.metrics import LiveCollector

if TYPE_CHECKING:
    from webmux.live import Live
    from webmux.tmux.server import Tmux

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"


PARTS = (
    login,
    passkeys,
    api,
    arranging,
    people,
    admin,
    users,
    settings,
    search,
    shared,
    recordings,
    files,
    folders,
    push,
    pwa,
    health,
)


def create_app(config: Config, tmux: Tmux | None = None, live: Live | None = None) -> Flask:
    """An application of its own; `tmux` and `live` are made from the configuration when left out.

    Raises:
        ConfigError: the state directory cannot be used.
    """
    state = StateDir(config.state_dir)
    token = Token(config.token.get_secret_value() if config.token else state.token())
    database = Database(config.state_dir, config.database_url)
    accounts = Accounts(database)
    accounts.ensure_owner()
    shares = Shares(database)
    known_passkeys = Passkeys(database)
    tmux = tmux or _tmux_of(config, state)
    from webmux.tmux.quotas import Quotas

    if live is None:
        from webmux.live import Live

        live = Live(config, tmux)
    audit = Audit(database, config.state_dir)
    recorded = Files(state.directory("recordings"), config.recording_max_bytes)
    gate = SessionGate(database, accounts, shares, state.secret(), token)
    preferences, page_visibility, subscriptions = (
        Preferences(database),
        PageVisibility(live.current_window),
        PushSubscriptions(database),
    )
    push_keys = VapidKeys(state.push_key())
    sender = Sender(
        push_keys,
        config.push_hosts,
        config.push_contact,
        on_sent=subscriptions.used,
        on_gone=lambda gone: subscriptions.drop([gone]),
    )
    held = Services(
        config=config,
        database=database,
        tmux=tmux,
        live=live,
        quotas=Quotas(tmux, config.sessions_per_user, config.windows_per_user),
        accounts=accounts,
        people=Administration(database, accounts, known_passkeys, gate.reload),
        audit=audit,
        changes=Changes(state),
        shares=shares,
        preferences=preferences,
        guests=Guests(),
        page_visibility=page_visibility,
        subscriptions=subscriptions,
        push_keys=push_keys,
        sender=sender,
        notifier=Notifier(live, subscriptions, gate, preferences, sender, page_visibility),
        passkeys=known_passkeys,
        ceremonies=Ceremonies(known_passkeys, accounts, state.secret()),
        gate=gate,
        links=LoginLinks(state.links, state.secret()),
        token=token,
        names=OwnNames.of(config),
        devices=Devices(state.secret()),
        cookie_suffix=name_suffix(config, state.secret()),
        recordings=Recordings(database, recorded, live, config.recording_days, recordings.ends_in(audit)),
        uploads=Uploads(
            state.directory("uploads"),
            Limits(config.upload_max_bytes, config.upload_quota_bytes, config.upload_days),
        ),
    )
    app = Flask("webmux", static_folder=None, template_folder=str(TEMPLATES))
    app.extensions[EXTENSION] = held
    # Addresses are taken literally: a session may be named `a//b`, and a redirect is a surprise.
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.after_request(health.count_answers(health.add_collectors(held.registry)))
    policy.register(app)
    replies.register(app)
    pages.register(app)
    for part in PARTS:
        app.register_blueprint(part.route.blueprint)
    _add_sockets(app, live, held.sockets)
    _tell_admins(held)
    live.stopping.add(held.changes.stop)
    live.stopping.add(held.recordings.stop)
    live.stopping.add(held.uploads.stop)
    live.stopping.add(held.notifier.stop)
    held.registry.register(LiveCollector(live, held.sockets))
    app.wsgi_app = edge.wrap(app.wsgi_app, config)  # type: ignore[method-assign,assignment]
    return app


def _tmux_of(config: Config, state: StateDir) -> Tmux:
    from webmux.tmux.server import Tmux
    from webmux.tmux.session_start import Startups

    tmux = Tmux(config.tmux_command, config.tmux_socket)
    tmux.startups = Startups(StateFile(state, "beginnings"))
    return tmux


def _add_sockets(app: Flask, live: Live, opened: OpenSockets) -> None:
    from webmux.web.terminal import json_socket
    from webmux.web.terminal import record_socket as sockets

    sockets.register(app, live, opened)
    json_socket.register(app, live, opened)
    live.stopping.add(opened.close_all)


def _tell_admins(held: Services) -> None:
    changed = held.admin_changes.send
    held.accounts.changed.add(partial(changed, "users"))
    held.shares.changed.add(partial(changed, "shares"))
    held.sockets.changed.add(partial(changed, "connections"))
    held.audit.recorded.add(partial(changed, "audit"))
