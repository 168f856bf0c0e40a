"""The admin page and its lists of connections and share links; `admin_users` has the users."""

from __future__ import annotations

from flask import render_template

from webmux.web.access.audit_trail import audit
from webmux.web.access.routes import ADMIN, NO_CONTENT, Router
from webmux.web.presence.connections import Connection
from webmux.web.services import require_login, services
from webmux.web.views.schemas import ROLE, SESSION_NAME, Json, named, shape
from webmux.web.views.server_status import FIXED, health, options
from webmux.web.views.share_links import SHARE, share_fields

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
STATS = named(
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
    return {"connections": [_connection_fields(connection) for connection in services().sockets.all()]}


@route.delete("/api/admin/connections/<connection_id>", ADMIN, "Close a WebSocket with 4403", NO_CONTENT)
def disconnect(connection_id: str) -> None:
    ended = services().sockets.disconnect(connection_id)
    audit("disconnected", of=ended.login.user, of_address=ended.address, session=ended.session_name)


@route.get("/api/admin/shares", ADMIN, "The share links of all users", {200: ALL_SHARES})
def list_all_shares() -> Json:
    names, shares = _user_names(), services().shares.all()
    return {"shares": [{**share_fields(share), "user": names.get(share.user_id, "")} for share in shares]}


@route.delete("/api/admin/shares/<share_id>", ADMIN, "End a share link of any user", NO_CONTENT)
def end_any_share(share_id: str) -> None:
    ended = services().shares.revoke(share_id)
    audit("share_ended", share=share_id, of=_user_names().get(ended.user_id, ""))


@route.get("/api/admin/health", ADMIN, "The state of the server", {200: STATS})
def health_now() -> Json:
    return health()


def _connection_fields(connection: Connection) -> Json:
    fields = connection.fields()
    session = services().live.watch.state.session(connection.session_id)
    if fields["session"] is not None and session is not None:
        fields["session"]["name"] = session.name  # it may have another name since it was opened
    return {**fields, "own": connection.login.id == require_login().id}


def _user_names() -> dict[int, str]:
    return {user.id: user.name for user in services().accounts.all()}
