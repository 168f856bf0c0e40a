"""The application: its services, views and sockets together."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from flask import Flask

from webmux.config import Config
from webmux.shipped import shipped
from webmux.web import agents, automation, changes, views
from webmux.web.access import error_replies as replies
from webmux.web.access import policy
from webmux.web.server import proxy as edge
from webmux.web.services import EXTENSION, Services
from webmux.web.terminal import check_socket, json_socket, record_socket
from webmux.web.views import health, pages
from webmux.web.views.metrics import LiveCollector

if TYPE_CHECKING:
    from webmux.hub.size_owner import SizePolicy
    from webmux.live import Live
    from webmux.tmux.server import Tmux
    from webmux.web.engine.transport import WebSocket
    from webmux.web.presence.connections import OpenSockets
    from webmux.web.terminal.upgrade_query import SocketQuery

VIEWS = [
    import_module(f"{package.__name__}.{found.name}")
    for package in (views, agents, automation, changes)
    for found in iter_modules(package.__path__)
]
"""Every module of these packages; those with a `route` are parts of each application."""


def _serve_panes(
    ws: WebSocket, live: Live, query: SocketQuery, size_policy: SizePolicy, sockets: OpenSockets
) -> None:
    """Serve a connection of `view=panes`; the first one loads that view."""
    from webmux.web.panes.pane_socket import serve

    serve(ws, live, query, size_policy, sockets)


def create_app(config: Config, tmux: Tmux | None = None, live: Live | None = None) -> Flask:
    """An application of its own; `tmux` and `live` are made from the configuration when left out.

    Raises:
        ConfigError: the state directory cannot be used.
    """
    services = Services(config, tmux, live)
    app = Flask("webmux", static_folder=None, template_folder=str(shipped("templates")))
    app.extensions[EXTENSION] = services
    # Addresses are taken literally: a session may be named `a//b`, and a redirect is a surprise.
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    health.register(app)
    policy.register(app)
    replies.register(app)
    pages.register(app)
    for view in VIEWS:
        if hasattr(view, "route"):
            app.register_blueprint(view.route.blueprint)
    record_socket.register(app, services.live, services.sockets, _serve_panes)
    json_socket.register(app, services.live, services.sockets)
    check_socket.register(app)
    services.collectors.append(LiveCollector(services))
    app.wsgi_app = edge.wrap(app.wsgi_app, config)  # type: ignore[method-assign,assignment]
    return app
