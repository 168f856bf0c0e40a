"""Logging in and out."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, render_template, request
from pydantic import Field

from webmux.errors import AccessError, BadField, NotLoggedIn
from webmux.web.bodies import Nothing, StrictBody, read_body
from webmux.web.policy import clear_login_cookie, safe_next, set_login_cookie
from webmux.web.replies import no_content
from webmux.web.services import Services, client_address, current_login, services

log = structlog.get_logger(__name__)
blueprint = Blueprint("login", __name__)

SECRET_MAX_CHARS = 4096


class LoginBody(StrictBody):
    """One of the two."""

    token: str | None = Field(None, description="the bearer token", max_length=SECRET_MAX_CHARS)
    link: str | None = Field(
        None, description="what stands behind # in a login link", max_length=SECRET_MAX_CHARS
    )


@blueprint.get("/login")
def page() -> str:
    return render_template("login.html", next_path=safe_next(request.args.get("next")))


@blueprint.post("/login")
def enter() -> Response:
    """Exchange a token or a one-time link for a login cookie."""
    held = services()
    body = read_body(LoginBody)
    if (body.token is None) == (body.link is None):
        raise BadField("token", "send either token or link")
    address = client_address()
    try:
        held.failures.try_login(address, lambda: _check(held, body))
    except AccessError as error:
        log.warning("login failed", address=address, code=error.code)
        raise
    login = held.gate.begin()
    log.info("login", address=address, by="token" if body.token is not None else "link")
    answer = no_content()
    set_login_cookie(answer, login)
    return answer


@blueprint.post("/logout")
def leave() -> Response:
    """End this login; its open sockets close with 4401."""
    read_body(Nothing)
    login = current_login()
    answer = no_content()
    if login is not None and not login.is_bearer:
        services().gate.revoke(login.id)
        log.info("logout", address=client_address())
        clear_login_cookie(answer)
    return answer


def _check(held: Services, body: LoginBody) -> None:
    if body.link is not None:
        held.links.redeem(body.link)
    elif not held.token.matches(body.token or ""):
        raise NotLoggedIn("the token is wrong")
