"""The application: its services, views and sockets together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from webmux.config import Config
from webmux.web.access import error_replies as replies
from webmux.web.access import policy
from webmux.web.server import proxy as edge
from webmux.web.services import EXTENSION, Services
from webmux.web.terminal import json_socket, record_socket
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
    services = Services(config, tmux, live)
    app = Flask("webmux", static_folder=None, template_folder=str(TEMPLATES))
    app.extensions[EXTENSION] = services
    # Addresses are taken literally: a session may be named `a//b`, and a redirect is a surprise.
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.after_request(health.count_answers(health.add_collectors(services.registry)))
    policy.register(app)
    replies.register(app)
    pages.register(app)
    for part in PARTS:
        app.register_blueprint(part.route.blueprint)
    record_socket.register(app, services.live, services.sockets)
    json_socket.register(app, services.live, services.sockets)
    services.registry.register(LiveCollector(services.live, services.sockets))
    app.wsgi_app = edge.wrap(app.wsgi_app, config)  # type: ignore[method-assign,assignment]
    return app
