"""The one gate before every view: what is not listed as public needs a login.

Order of the questions: is the address one of ours (404), is the host (400), may this origin act
(403), who is it (401, or 303 to the login page), have they the role (403), is the upgrade sound (400, 426).
"""

from __future__ import annotations

import re
import secrets
import time
from urllib.parse import quote

import structlog
from flask import Flask, Response, g, redirect, request
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.wrappers import Response as BaseResponse

from webmux.auth.failures import SecretKind
from webmux.auth.gate import Login
from webmux.auth.origins import LOOPBACK_NAMES, host_name
from webmux.auth.rates import Kind
from webmux.auth.roles import Role
from webmux.errors import Forbidden, NotLoggedIn
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.cookies import clear_login_cookie, login_cookies, share_cookie, this_device
from webmux.web.access.error_replies import HttpError, error_reply, wants_page
from webmux.web.access.handshake import asks_websocket, check_handshake, is_socket_path
from webmux.web.server.headers import CONTENT_POLICY, HEADERS
from webmux.web.services import asked_origin, client_address, rate_key, services

log = structlog.get_logger(__name__)

PUBLIC_ENDPOINTS = frozenset(
    {
        "login.page",
        "login.enter",
        "passkeys.login_options",
        "passkeys.enter",
        "health.alive",
        "pages.static",
        "shared.view",
        "shared.enter",
        "pwa.manifest",
        "pwa.worker",
        "pwa.offline",
    }
)
"""Everything a stranger may ask for. A view that is not named here is closed."""

GUEST_ENDPOINTS = frozenset({"shared.view", "ws_optimized.ws_optimized"})
"""Where a link makes one a guest; the view itself looks which session that is. Elsewhere it is nothing."""

APP_ENDPOINTS = frozenset({"pages.static", "pwa.manifest", "pwa.worker", "pwa.offline"})
"""The same for everybody: they say themselves how long they may be kept."""

UNCOUNTED_ENDPOINTS = APP_ENDPOINTS | {"health.alive", "login.enter", "passkeys.enter", "shared.enter"}
"""Cheap ones, and logins, which have limits of their own."""

READING_ENDPOINTS = frozenset({"files.find"})
"""Posts that change nothing: counted as reads."""

LEAST_ROLES = {
    "pages.home": Role.VIEWER,
    "pages.terminal": Role.VIEWER,
    "pages.help_page": Role.VIEWER,
    "pages.settings_page": Role.VIEWER,
    "login.leave": Role.VIEWER,
    "health.ready": Role.VIEWER,
    "health.metrics": Role.VIEWER,
    "api.list_sessions": Role.VIEWER,
    "api.create_session": Role.OPERATOR,
    "api.rename_session": Role.OPERATOR,
    "api.kill_session": Role.OPERATOR,
    "api.preview": Role.VIEWER,
    "api.list_windows": Role.VIEWER,
    "api.list_all_windows": Role.VIEWER,
    "api.create_window": Role.OPERATOR,
    "api.rename_window": Role.OPERATOR,
    "api.kill_window": Role.OPERATOR,
    "api.select_window": Role.OPERATOR,
    "arranging.move_window": Role.OPERATOR,
    "arranging.split_window": Role.OPERATOR,
    "arranging.zoom_pane": Role.OPERATOR,
    "arranging.select_pane": Role.OPERATOR,
    "arranging.resize_pane": Role.OPERATOR,
    "arranging.select_layout": Role.OPERATOR,
    "arranging.kill_pane": Role.OPERATOR,
    "api.openapi": Role.VIEWER,
    "people.me": Role.VIEWER,
    "people.account": Role.VIEWER,
    "people.list_logins": Role.VIEWER,
    "people.end_login": Role.VIEWER,
    "people.create_login_link": Role.VIEWER,
    "people.list_tokens": Role.VIEWER,
    "people.create_token": Role.VIEWER,
    "people.revoke_token": Role.VIEWER,
    "search.search": Role.VIEWER,
    "settings.read_settings": Role.VIEWER,
    "settings.change_settings": Role.VIEWER,
    "push.key": Role.VIEWER,
    "push.list_subscriptions": Role.VIEWER,
    "push.subscribe": Role.VIEWER,
    "push.unsubscribe": Role.VIEWER,
    "push.test": Role.VIEWER,
    "people.set_password": Role.VIEWER,
    "passkeys.list_passkeys": Role.VIEWER,
    "passkeys.options": Role.VIEWER,
    "passkeys.create": Role.VIEWER,
    "passkeys.remove": Role.VIEWER,
    "shared.list_shares": Role.OPERATOR,
    "shared.create_share": Role.OPERATOR,
    "shared.end_share": Role.OPERATOR,
    "recordings.start": Role.OPERATOR,
    "recordings.stop": Role.OPERATOR,
    "recordings.list_recordings": Role.OPERATOR,
    "recordings.play": Role.OPERATOR,
    "recordings.delete": Role.OPERATOR,
    "files.upload": Role.OPERATOR,
    "files.undo": Role.OPERATOR,
    "files.download": Role.OPERATOR,
    "files.find": Role.OPERATOR,
    "folders.list_folder": Role.OPERATOR,
    "folders.list_server_folder": Role.OPERATOR,
    "recordings.page": Role.OPERATOR,
    "recordings.player": Role.OPERATOR,
    "people.audit_trail": Role.ADMIN,
    "people.audit_page": Role.ADMIN,
    "admin.page": Role.ADMIN,
    "admin.list_connections": Role.ADMIN,
    "admin.disconnect": Role.ADMIN,
    "admin.list_all_shares": Role.ADMIN,
    "admin.end_any_share": Role.ADMIN,
    "admin.health_now": Role.ADMIN,
    "users.list_users": Role.ADMIN,
    "users.add_user": Role.ADMIN,
    "users.change_user": Role.ADMIN,
    "users.set_password_of": Role.ADMIN,
    "users.end_logins_of": Role.ADMIN,
    "ws.ws": Role.VIEWER,
    "ws_optimized.ws_optimized": Role.VIEWER,
}
"""The least role that each other view takes. One that is named nowhere is closed to everybody."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT = "/%:@!$&'()*+,;=~-._"
_SHARE_ID = re.compile(r"[0-9a-f]{16}")


class BadOrigin(Forbidden):
    """The page that sent this is not one of ours."""

    code = "bad_origin"


def register(app: Flask) -> None:
    """Put the gate in front of every view and the headers on every answer."""
    app.before_request(_number_request)
    app.before_request(_gate)
    app.after_request(_finish)


def safe_next(path: str | None, first_page: str = "/") -> str:
    """Where to go after the login: a path on this server, its first page for everything else."""
    if path is None or not path.startswith("/") or path.startswith("//"):
        return first_page
    if "\\" in path or not path.isprintable() or " " in path:
        return first_page
    path, mark, query = path.partition("#")[0].partition("?")
    return quote(path, safe=_KEPT) + mark + quote(query, safe=_KEPT + "?")


def check_role(login: Login, least: Role) -> None:
    """Let pass who may.

    Raises:
        Forbidden: this takes another role.
    """
    if not login.role.allows(least):
        raise Forbidden(f"this requires the role {least}; yours is {login.role}")


# -- before -----------------------------------------------------------------------------------


def _number_request() -> None:
    g.request_id = secrets.token_hex(8)
    g.began_at = time.monotonic()
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _gate() -> BaseResponse | None:
    _check_target()
    if not services().names.serves(request.environ.get("HTTP_HOST")):
        raise HttpError(400, "bad_host", "this server does not go by that name")
    g.login = _bearer_login()
    upgrading = "Upgrade" in request.headers and (is_socket_path() or asks_websocket())
    if g.login is None and (upgrading or request.method not in SAFE_METHODS):
        origin = request.headers.get("Origin")
        # No browser upgrades without an origin: a program with neither that nor a login is told to log in.
        stranger = upgrading and origin is None and _cookie_login() is None
        if not stranger and not services().names.owns(origin, asked_origin()):
            raise BadOrigin(f"the origin {origin!r} is not allowed here; see the option public_origins")
    if g.login is None:
        g.login = _cookie_login()
    if g.login is not None:
        _know_connection()
    _count(upgrading=upgrading)
    if g.login is None and request.endpoint not in PUBLIC_ENDPOINTS:
        return _turn_away()
    _check_role()
    if upgrading or is_socket_path():
        check_handshake()
    return None


def _know_connection() -> None:
    """This connection belongs to a login: strangers' connections can no longer displace it."""
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        services().admission.know(connection.fileno(), rate_key())


def _count(*, upgrading: bool) -> None:
    """One more request of whoever asks: a user's, see `rate_key`, a known device's, an address's."""
    if request.endpoint in UNCOUNTED_ENDPOINTS:
        return
    reads = request.method in SAFE_METHODS or request.endpoint in READING_ENDPOINTS
    kind = Kind.UPGRADE if upgrading else Kind.REQUEST if reads else Kind.CHANGE
    device = this_device() if g.login is None else None
    services().rates.hit(kind, rate_key() if device is None else f"device {device.id}")


def _check_role() -> None:
    if request.endpoint is None or request.endpoint in PUBLIC_ENDPOINTS or g.login is None:
        return
    least = LEAST_ROLES.get(request.endpoint)
    if least is None:
        raise Forbidden("no role allows this")
    try:
        check_role(g.login, least)
    except Forbidden:
        audit("denied", "refused", what=request.endpoint, role=g.login.role.value)
        raise


def _check_target() -> None:
    raw = request.environ.get("RAW_URI", request.path)
    path = raw.partition("?")[0]
    try:
        decoded = request.environ["PATH_INFO"].encode("latin-1").decode()
    except UnicodeError:
        decoded = "\0"
    segments = path.split("/")
    odd = not path.startswith("/") or "//" in path or "\\" in path or "\0" in decoded
    if odd or "." in segments or ".." in segments:
        raise HttpError(404, "not_found", "there is no such address here")


def _bearer_login() -> Login | None:
    """The login of a bearer token; a wrong one is never saved by a cookie.

    Other schemes (Basic, Digest, Negotiate) are between the browser and a proxy in front of us.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    held = services()
    try:
        return held.failures.try_secret(
            SecretKind.BEARER, client_address(), lambda: held.gate.bearer(text.strip())
        )
    except NotLoggedIn:
        audit_failure("token", user="")
        raise


def _cookie_login() -> Login | None:
    values = login_cookies()
    g.cookie_sent = bool(values)
    login = services().gate.check(values[0]) if len(values) == 1 else None
    return _guest_login() or login


def _guest_login() -> Login | None:
    """Of the link that is asked for, whoever else one may be: a browser may have several, and an account."""
    if request.endpoint not in GUEST_ENDPOINTS:
        return None
    share_id = (request.view_args or {}).get("share_id") or request.args.get("share", "")
    cookie = share_cookie(share_id) if _SHARE_ID.fullmatch(share_id) else ""
    return services().gate.guest(f"{share_id}.{cookie}") if cookie else None


def _turn_away() -> BaseResponse:
    if wants_page():
        path = safe_next(request.environ.get("RAW_URI", request.path), request.script_root + "/")
        answer = redirect(f"{request.script_root}/login?next={quote(path, safe='/')}", 303)
    else:
        answer = error_reply(NotLoggedIn("log in first"))
    if g.cookie_sent:
        clear_login_cookie(answer)
    return answer


# -- after ------------------------------------------------------------------------------------


def _is_plain_abroad() -> bool:
    """Whether this is plain http by a name of ours that is not this machine's own."""
    if request.is_secure or not services().names.serves(request.host):
        return False
    return (host_name(request.host) or "").strip("[]") not in LOOPBACK_NAMES


def _finish(answer: Response) -> Response:
    # The page that is shown offline has a narrower policy of its own.
    policy = answer.headers.get(CONTENT_POLICY) if request.endpoint == "pwa.offline" else None
    answer.headers.update(HEADERS if policy is None else HEADERS | {CONTENT_POLICY: policy})
    if _is_plain_abroad():
        del answer.headers["Cross-Origin-Opener-Policy"]  # ignored there, with an error in the console
    answer.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint not in APP_ENDPOINTS or answer.status_code >= 400:
        answer.headers["Cache-Control"] = "no-store"
    elapsed_ms = round((time.monotonic() - g.get("began_at", time.monotonic())) * 1000, 1)
    if request.endpoint not in ("pages.static", "health.alive"):
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=answer.status_code,
            ms=elapsed_ms,
            address=client_address(),
        )
    return answer
