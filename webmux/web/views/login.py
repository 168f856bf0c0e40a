"""Logging in and out."""

from __future__ import annotations

from functools import partial

from flask import Response, render_template, request

from webmux.auth.accounts import User
from webmux.auth.failures import SecretKind
from webmux.auth.links import OWNER, LinkGone
from webmux.auth.passwords import MAX_CHARS as PASSWORD_MAX_CHARS
from webmux.auth.roles import Scope
from webmux.errors import AccessError, BadField, NotLoggedIn
from webmux.program import link_command
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.cookies import clear_login_cookie, mark_device, set_login_cookie, this_device
from webmux.web.access.error_replies import no_content
from webmux.web.access.policy import safe_next
from webmux.web.access.routes import NO_CONTENT, PUBLIC, VIEWER, Router
from webmux.web.services import client_address, current_login, services

route = Router("login")

SECRET_MAX_CHARS = 4096


class LoginBody(StrictBody):
    """A user and a password; or a token; or what follows `#` in a login link."""

    TITLE = "Login"
    SCHEMA = extra(minProperties=1)

    user: str | None = Field(None, max_length=64)
    password: str | None = Field(None, max_length=PASSWORD_MAX_CHARS)
    token: str | None = Field(None, max_length=SECRET_MAX_CHARS)
    link: str | None = Field(None, max_length=SECRET_MAX_CHARS)


@route.get("/login", PUBLIC, "The login page")
def page() -> str:
    return render_template(
        "login.html",
        next_path=safe_next(request.args.get("next"), request.script_root + "/"),
        passwords_used=services().accounts.passwords_used,
        passkeys_used=services().passkeys.any,
        link_command=link_command(),
    )


@route.post("/login", PUBLIC, "Exchange a token or a one-time link for a cookie", NO_CONTENT, counted=False)
def enter(body: LoginBody) -> Response:
    method = _method_of(body)
    pairing = None
    try:
        if body.link is not None:
            user, pairing = _check_link(body.link)
        else:
            user = _check(body)
    except AccessError as error:
        # An unknown name may be a password in the wrong field, so it is not recorded.
        audit_failure("login", error, user=body.user if _find_user(body.user) else "", by=method)
        raise
    return start_login(user, method if pairing is None else "pairing", pairing)


def start_login(user: User, method: str, pairing: str | None = None) -> Response:
    """Log `user` in, who has proved their identity, and answer with the cookie."""
    agent = request.headers.get("User-Agent", "")
    login, cookie = services().gate.begin(user, client_address(), agent, pairing)
    audit("login", user=login.user, by=method, login=login.id)
    answer = no_content()
    set_login_cookie(answer, cookie)
    mark_device(answer, user.id)
    return answer


@route.post("/logout", VIEWER, "End this login", NO_CONTENT)
def leave() -> Response:
    # The gate closes the open sockets of the login with 4401.
    login = current_login()
    answer = no_content()
    if login is not None and not login.is_bearer:
        services().gate.revoke(login.id)
        audit("logout", login=login.id)
        clear_login_cookie(answer)
    return answer


def _method_of(body: LoginBody) -> str:
    """How the client wants to log in.

    Raises:
        BadField: the fields do not belong together.
    """
    sent = {name for name in LoginBody.fields() if getattr(body, name) is not None}
    methods = {"password": {"user", "password"}, "token": {"token"}, "link": {"link"}}
    for method, fields in methods.items():
        if sent == fields:
            return method
    raise BadField("token", "send user and password, or token, or link")


def _find_user(name: str | None) -> User | None:
    return next((user for user in services().accounts.all() if user.name == name), None)


def _check(body: LoginBody) -> User:
    if body.password is not None:
        return _check_password(body.user or "", body.password)
    check = partial(_user_of_token, body.token or "")
    return services().failures.try_secret(SecretKind.AT_LOGIN, client_address(), check)


def _check_link(link: str) -> tuple[User, str | None]:
    """The user of a link, and its id if it is a pairing code."""
    check = partial(_use_link, link)
    return services().failures.try_secret(SecretKind.LOGIN_LINK, client_address(), check)


def _check_password(name: str, password: str) -> User:
    user = _find_user(name)
    check = partial(services().accounts.check_password, name, password)
    known = None if user is None else _known_device(user)
    return services().failures.try_password(
        client_address(), name, check, exists=user is not None, known=known
    )


def _known_device(user: User) -> str | None:
    """The device or address, if `user` logged in from it before. Its failures are counted apart."""
    device = this_device()
    if device is not None and device.user_id == user.id:
        return f"device {device.id}"
    known = services().gate.knows(user.id, client_address())
    return f"address {client_address()} of {user.id}" if known else None


def _use_link(text: str) -> tuple[User, str | None]:
    accounts, link = services().accounts, services().links.redeem(text)
    user = accounts.owner() if link.user_id == OWNER else accounts.user(link.user_id)
    if user is None:
        raise NotLoggedIn("the user of this link is disabled")
    if link.maker and services().gate.find(link.maker) is None:
        # Otherwise a thief who was logged out could come back with a code made before.
        raise LinkGone("the browser that showed this code is logged out")
    return user, link.id if link.pairs else None


def _user_of_token(text: str) -> User:
    login = services().gate.bearer(text)
    user = services().accounts.user(login.user_id)
    if user is None or login.role is not user.role or login.scope is not Scope.MANAGE:
        raise NotLoggedIn("this token has fewer rights than its user: it is for scripts, not for a browser")
    return user
