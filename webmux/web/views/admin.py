"""The admin page, and what it shows beside users: connections, everybody's links, how the server does."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from webmux.auth.shares import Share
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import Nothing, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.presence.connections import Connection
from webmux.web.services import Services, require_login, services
from webmux.web.views.server_status import FIXED, health, options

blueprint = Blueprint("admin", __name__)


@blueprint.get("/admin")
def page() -> str:
    return render_template("admin.html", options=options(services().config), limits=FIXED)


@blueprint.get("/api/admin/connections")
def list_connections() -> dict[str, Any]:
    held, own = services(), require_login().id
    return {"connections": [_connection_fields(held, one, own) for one in held.sockets.all()]}


@blueprint.delete("/api/admin/connections/<connection_id>")
def disconnect(connection_id: str) -> Response:
    read_body(Nothing)
    ended = services().sockets.disconnect(connection_id)
    audit("disconnected", of=ended.login.user, of_address=ended.address, session=ended.session_name)
    return no_content()


@blueprint.get("/api/admin/shares")
def list_all_shares() -> dict[str, Any]:
    held = services()
    names = {user.id: user.name for user in held.accounts.all()}
    return {"shares": [_share_fields(held, share, names) for share in held.shares.all()]}


@blueprint.delete("/api/admin/shares/<share_id>")
def end_any_share(share_id: str) -> Response:
    read_body(Nothing)
    held = services()
    ended = held.shares.revoke(share_id)
    maker = next((user.name for user in held.accounts.all() if user.id == ended.user_id), "")
    audit("share_ended", share=share_id, of=maker)
    return no_content()


@blueprint.get("/api/admin/health")
def health_now() -> dict[str, Any]:
    return health(services())


def _connection_fields(held: Services, connection: Connection, own_login: str) -> dict[str, Any]:
    fields = connection.fields()
    session = held.live.watch.state.session(connection.session_id)
    if fields["session"] is not None and session is not None:
        fields["session"]["name"] = session.name  # it may have been renamed meanwhile
    return {**fields, "own": connection.login.id == own_login}


def _share_fields(held: Services, share: Share, names: dict[int, str]) -> dict[str, Any]:
    guests = [guest.fields() for guest in held.guests.of(share.id)]
    return {**share.fields(), "user": names.get(share.user_id, ""), "guests": guests}
