"""The one gate before every view: only what is declared public works without a login.

Order of the checks: the address (404), the host (400), the origin (403), the login (401, or 303 to the login
page), the role (403), and the handshake of a WebSocket (400, 426).
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webmux import logs
from webmux.auth.failures import SecretKind
from webmux.auth.gate import Login
from webmux.auth.origins import LOOPBACK_NAMES, host_name
from webmux.auth.rates import Kind
from webmux.auth.roles import Role, Scope
from webmux.errors import Forbidden, NotLoggedIn
from webmux.logs import get_logger
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.cookies import clear_login_cookie, login_cookies, share_cookie, this_device
from webmux.web.access.error_replies import HttpError, error_reply, wants_page
from webmux.web.access.handshake import asks_websocket, check_handshake, is_socket_path
from webmux.web.access.routes import PUBLIC, ROUTES, Route
from webmux.web.server.headers import CONTENT_POLICY, HEADERS
from webmux.web.services import client_address, rate_key, request_origin, services

log = get_logger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNQUOTED = "/%:@!$&'()*+,;=~-._"
_SHARE_ID = re.compile(r"[0-9a-f]{16}")


class NoScope(Forbidden):
    """The token of a script is not for this."""

    code = "no_scope"


class BadOrigin(Forbidden):
    """The page that sent the request is not a page of this server."""

    code = "bad_origin"


def register(app: Flask) -> None:
    """Add the gate before every view, and the headers to every answer."""
    app.before_request(_number_request)
    app.before_request(_gate)
    app.after_request(_finish)


def safe_next(path: str | None, first_page: str = "/") -> str:
    """The page after the login: `path` if it is one of this server, otherwise its first page."""
    if path is None or not path.startswith("/") or path.startswith("//"):
        return first_page
    if "\\" in path or not path.isprintable() or " " in path:
        return first_page
    path, mark, query = path.partition("#")[0].partition("?")
    return quote(path, safe=_UNQUOTED) + mark + quote(query, safe=_UNQUOTED + "?")


def check_role(login: Login, least: Role) -> None:
    """Check that the role of a login is enough.

    Raises:
        Forbidden: it is not.
    """
    if not login.role.allows(least):
        raise Forbidden(f"this requires the role {least}; yours is {login.role}")


def check_scope(login: Login, least: Scope) -> None:
    """Check that the scope of a token is enough; a browser's login has all.

    Raises:
        NoScope: it is not.
    """
    if not login.scope.allows(least):
        raise NoScope(
            f"this requires a token with the scope {least}; yours has {login.scope}: create another"
        )


def _number_request() -> None:
    g.request_id = secrets.token_hex(8)
    g.started_at = time.monotonic()
    logs.bind(request_id=g.request_id)


def _gate() -> BaseResponse | None:
    _check_target()
    if not services().names.serves(request.environ.get("HTTP_HOST")):
        raise HttpError(400, "bad_host", "this server does not have that name; see the option public_origins")
    g.login = _bearer_login()
    upgrading = "Upgrade" in request.headers and (is_socket_path() or asks_websocket())
    if g.login is None and (upgrading or request.method not in SAFE_METHODS):
        origin = request.headers.get("Origin")
        # No browser upgrades without an origin. A program without an origin and a login gets 401 below.
        is_program = upgrading and origin is None and _cookie_login() is None
        if not is_program and not services().names.owns(origin, request_origin()):
            raise BadOrigin(f"the origin {origin!r} is not allowed here; see the option public_origins")
    if g.login is None:
        g.login = _cookie_login()
    if g.login is not None:
        _protect_connection()
    route = _route()
    _count(route, upgrading=upgrading)
    if route is None or route.role != PUBLIC:
        if g.login is None:
            return _turn_away()
        _check_role(g.login, route)
    if upgrading or is_socket_path():
        check_handshake()
    return None


def _protect_connection() -> None:
    """Connections without a login can no longer displace this one."""
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        services().admission.know(connection.fileno(), rate_key())


def _route() -> Route | None:
    return ROUTES.get(request.endpoint or "")


def _count(route: Route | None, *, upgrading: bool) -> None:
    """Count one request of a user (see `rate_key`), or of a known device, or of an address."""
    if route is not None and not route.counted:
        return
    reads = request.method in SAFE_METHODS or (route is not None and route.reads)
    kind = Kind.UPGRADE if upgrading else Kind.REQUEST if reads else Kind.CHANGE
    if route is not None and route.kind is not None:
        kind = route.kind
    device = this_device() if g.login is None else None
    services().rates.hit(kind, rate_key() if device is None else f"device {device.id}")


def _check_role(login: Login, route: Route | None) -> None:
    if request.endpoint is None:
        return  # the router answers 404 or 405
    if route is None or route.role == PUBLIC:
        raise Forbidden("no role permits this")
    if route.needs is Scope.TYPE and login.full_role is not None:
        login = replace(login, role=login.full_role)
    try:
        check_scope(login, route.needs)
        check_role(login, route.role)
    except Forbidden:
        audit("denied", "refused", what=request.endpoint, role=login.role.value)
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
        raise HttpError(404, "not_found", "this address does not exist")


def _bearer_login() -> Login | None:
    """The login of a bearer token. A cookie does not replace a wrong token.

    Other schemes (Basic, Digest, Negotiate) are between the browser and a proxy.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    check = partial(services().gate.bearer, text.strip())
    try:
        return services().failures.try_secret(SecretKind.BEARER, client_address(), check)
    except NotLoggedIn:
        audit_failure("token", user="")
        raise


def _cookie_login() -> Login | None:
    values = login_cookies()
    g.cookie_sent = bool(values)
    login = services().gate.check(values[0]) if len(values) == 1 else None
    return _guest_login() or login


def _guest_login() -> Login | None:
    """The guest of the link that the address names. A browser may have other links and a login besides."""
    route = _route()
    if route is None or not route.guests:
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


def _is_plain_over_network() -> bool:
    """Whether this is plain HTTP, by a name of this server that is not a loopback name."""
    if request.is_secure or not services().names.serves(request.host):
        return False
    return (host_name(request.host) or "").strip("[]") not in LOOPBACK_NAMES


def _finish(answer: Response) -> Response:
    route = _route()
    policy = answer.headers.get(CONTENT_POLICY, HEADERS[CONTENT_POLICY])  # some pages have their own
    answer.headers.update({**HEADERS, CONTENT_POLICY: policy})
    if _is_plain_over_network():
        del answer.headers["Cross-Origin-Opener-Policy"]  # it would be an error in the console
    answer.headers["X-Request-ID"] = g.get("request_id", "")
    if route is None or not route.cacheable or answer.status_code >= 400:
        answer.headers["Cache-Control"] = "no-store"
    elapsed_ms = round((time.monotonic() - g.get("started_at", time.monotonic())) * 1000, 1)
    if route is None or route.logged:
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=answer.status_code,
            ms=elapsed_ms,
            address=client_address(),
        )
    return answer
