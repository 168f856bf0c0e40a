"""Logging in and out."""

from __future__ import annotations

from flask import Response, render_template, request
from pydantic import ConfigDict, Field

from webmux.auth.accounts import User
from webmux.auth.failures import SecretKind
from webmux.auth.links import OWNER
from webmux.auth.passwords import MAX_CHARS as PASSWORD_MAX_CHARS
from webmux.errors import AccessError, BadField, NotLoggedIn
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.bodies import StrictBody
from webmux.web.access.cookies import clear_login_cookie, mark_device, set_login_cookie, this_device
from webmux.web.access.error_replies import no_content
from webmux.web.access.policy import safe_next
from webmux.web.access.routes import NO_CONTENT, PUBLIC, VIEWER, Router
from webmux.web.services import Services, client_address, current_login, services

route = Router("login")

SECRET_MAX_CHARS = 4096


class LoginBody(StrictBody):
    """A user and a password, a token, or a link."""

    model_config = ConfigDict(title="Login", json_schema_extra={"minProperties": 1})

    user: str | None = Field(None, description="who logs in by a password", max_length=64)
    password: str | None = Field(None, description="that user's password", max_length=PASSWORD_MAX_CHARS)
    token: str | None = Field(None, description="the bearer token", max_length=SECRET_MAX_CHARS)
    link: str | None = Field(
        None, description="what stands behind # in a login link", max_length=SECRET_MAX_CHARS
    )


@route.get("/login", PUBLIC, "The login page")
def page() -> str:
    return render_template(
        "login.html",
        next_path=safe_next(request.args.get("next"), request.script_root + "/"),
        passwords_used=services().accounts.passwords_used,
        passkeys_used=services().passkeys.any,
    )


@route.post("/login", PUBLIC, "Exchange a token or a one-time link for a cookie", NO_CONTENT, counted=False)
def enter(body: LoginBody) -> Response:
    held = services()
    way = _way(body)
    try:
        user = _check(held, body)
    except AccessError as error:
        audit_failure("login", error, user=_known_name(held, body), by=way)
        raise
    return let_in(user, way)


def let_in(user: User, way: str) -> Response:
    """Begin a login of whoever has proved to be `user`: its cookie, and that it is in the trail."""
    login, cookie = services().gate.begin(user, client_address(), request.headers.get("User-Agent", ""))
    audit("login", user=login.user, by=way, login=login.id)
    answer = no_content()
    set_login_cookie(answer, cookie)
    mark_device(answer, user.id)
    return answer


@route.post("/logout", VIEWER, "End this login", NO_CONTENT)
def leave() -> Response:
    """End this login; its open sockets close with 4401."""
    login = current_login()
    answer = no_content()
    if login is not None and not login.is_bearer:
        services().gate.revoke(login.id)
        audit("logout", login=login.id)
        clear_login_cookie(answer)
    return answer


def _way(body: LoginBody) -> str:
    """How somebody wants to come in.

    Raises:
        BadField: there is no such way.
    """
    given = {name for name in LoginBody.model_fields if getattr(body, name) is not None}
    for way in ({"user", "password"}, {"token"}, {"link"}):
        if given == way:
            return "password" if "password" in way else way.pop()
    raise BadField("token", "send user and password, or token, or link")


def _known_name(held: Services, body: LoginBody) -> str:
    """The name that was tried, where there is such a user: what else is typed there may be a password."""
    return next((user.name for user in held.accounts.all() if user.name == body.user), "")


def _check(held: Services, body: LoginBody) -> User:
    if body.password is not None:
        return _check_password(held, body.user or "", body.password)
    if body.link is not None:
        link = body.link
        return held.failures.try_secret(SecretKind.LOGIN_LINK, client_address(), lambda: _of_link(held, link))
    return held.failures.try_secret(
        SecretKind.AT_LOGIN, client_address(), lambda: _of_token(held, body.token or "")
    )


def _of_link(held: Services, link: str) -> User:
    user_id = held.links.redeem(link)
    user = held.accounts.owner() if user_id == OWNER else held.accounts.user(user_id)
    if user is None:
        raise NotLoggedIn("the user of this link is disabled")
    return user


def _check_password(held: Services, name: str, password: str) -> User:
    user = next((user for user in held.accounts.all() if user.name == name), None)
    return held.failures.try_password(
        client_address(),
        name,
        lambda: held.accounts.check_password(name, password),
        exists=user is not None,
        known=None if user is None else _known_here(held, user),
    )


def _known_here(held: Services, user: User) -> str | None:
    """What a device or address that logged in as `user` before is counted by; None for a stranger's."""
    device = this_device()
    if device is not None and device.user_id == user.id:
        return f"device {device.id}"
    known = held.gate.knows(user.id, client_address())
    return f"address {client_address()} of {user.id}" if known else None


def _of_token(held: Services, text: str) -> User:
    login = held.gate.bearer(text)
    user = held.accounts.user(login.user_id)
    if user is None or login.role is not user.role:
        raise NotLoggedIn("this token has fewer rights than its user: it is for scripts, not for a browser")
    return user
