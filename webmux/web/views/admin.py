"""The admin page, and what it shows beside users: connections, everybody's links, how the server does."""

from __future__ import annotations

from flask import render_template

from webmux.auth.shares import Share
from webmux.web.access.audit_trail import audit
from webmux.web.access.routes import ADMIN, NO_CONTENT, Router
from webmux.web.presence.connections import Connection
from webmux.web.services import Services, require_login, services
from webmux.web.views.schemas import ROLE, SESSION_NAME, Json, named, shape
from webmux.web.views.server_status import FIXED, health, options
from webmux.web.views.share_links import SHARE

route = Router("admin")

CONNECTION = named(
    "Connection",
    id=str,
    user=str,
    guest=bool,
    role=ROLE,
    address=str,
    device=str,
    session={"anyOf": [SESSION_NAME, {"type": "null"}]},
    view=str,
    since=int,
    sent_bytes=int,
    window_bytes=int | None,
    in_flight_bytes=int | None,
    own=bool,
)
CONNECTION_LIST = named("ConnectionList", connections=[CONNECTION])
ALL_SHARES = named("AllShares", shares=[{"allOf": [SHARE, shape(user=str, guests={"type": "array"})]}])
FIGURES = named(
    "Figures",
    version=str,
    python=str,
    uptime_s=int,
    memory_bytes=int,
    tmux=shape(ok=bool, message=str, version=str, sessions=int, windows=int),
    database=shape(ok=bool, message=str, kind=str, answer_ms={"type": ["number", "null"]}),
    connections=int,
    terminals=int,
    host=dict,
)


@route.get("/admin", ADMIN, "The admin page")
def page() -> str:
    return render_template("admin.html", options=options(services().config), limits=FIXED)


@route.get("/api/admin/connections", ADMIN, "Open WebSockets", {200: CONNECTION_LIST})
def list_connections() -> Json:
    held, own = services(), require_login().id
    return {"connections": [_connection_fields(held, one, own) for one in held.sockets.all()]}


@route.delete("/api/admin/connections/<connection_id>", ADMIN, "Close one with 4403", NO_CONTENT)
def disconnect(connection_id: str) -> None:
    ended = services().sockets.disconnect(connection_id)
    audit("disconnected", of=ended.login.user, of_address=ended.address, session=ended.session_name)


@route.get("/api/admin/shares", ADMIN, "Everybody's share links", {200: ALL_SHARES})
def list_all_shares() -> Json:
    held = services()
    names = {user.id: user.name for user in held.accounts.all()}
    return {"shares": [_share_fields(held, share, names) for share in held.shares.all()]}


@route.delete("/api/admin/shares/<share_id>", ADMIN, "End anybody's share link", NO_CONTENT)
def end_any_share(share_id: str) -> None:
    held = services()
    ended = held.shares.revoke(share_id)
    maker = next((user.name for user in held.accounts.all() if user.id == ended.user_id), "")
    audit("share_ended", share=share_id, of=maker)


@route.get("/api/admin/health", ADMIN, "How the server does", {200: FIGURES})
def health_now() -> Json:
    return health(services())


def _connection_fields(held: Services, connection: Connection, own_login: str) -> Json:
    fields = connection.fields()
    session = held.live.watch.state.session(connection.session_id)
    if fields["session"] is not None and session is not None:
        fields["session"]["name"] = session.name  # it may have been renamed meanwhile
    return {**fields, "own": connection.login.id == own_login}


def _share_fields(held: Services, share: Share, names: dict[int, str]) -> Json:
    guests = [guest.fields() for guest in held.guests.of(share.id)]
    return {**share.fields(), "user": names.get(share.user_id, ""), "guests": guests}
