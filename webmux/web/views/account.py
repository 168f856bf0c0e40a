"""One's own account: where one is logged in, one's tokens and password; and, for admins, the audit trail."""

from __future__ import annotations

import secrets
from typing import Literal

from flask import render_template, request
from pydantic import Field

from webmux.auth.accounts import LABEL_MAX_CHARS, User
from webmux.auth.links import RANDOM_BYTES
from webmux.auth.passwords import MAX_CHARS
from webmux.auth.roles import Role
from webmux.errors import BadField, Forbidden, NotLoggedIn
from webmux.store.audit import FIND_MAX, Entry
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import StrictBody
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import ADMIN, NO_CONTENT, VIEWER, Router
from webmux.web.services import client_address, require_login, services
from webmux.web.views.schemas import MAYBE_COUNT, ROLE, Json, Named, described, named, shape

route = Router("people")

PAGE_EVENTS = 200
LINK_LASTS_S = 600
"""Time to point a phone at the screen."""

ME = named("Me", user=str, role=ROLE, login=str)
LOGIN = shape(id=str, address=str, agent=str, began_at=int, seen_at=int, current=bool)
LOGIN_LIST = named("LoginList", logins=[LOGIN])
LOGIN_LINK = named("LoginLink", link=str, lasts_s=int)
TOKEN = Named(
    "Token",
    described(
        shape(id=int, label=str, scope=ROLE, created_at=int, expires_at=int | None),
        "with `token`, its text, in the answer that made it",
    ),
)
TOKEN_LIST = named("TokenList", tokens=[TOKEN])
EVENT = shape(at=int, event=str, user=str, address=str, request_id=str, outcome=str, detail=dict)
AUDIT_TRAIL = named("AuditTrail", events=[EVENT])


class NewToken(StrictBody):
    """What a token is for, the most it may do, and how long it works."""

    label: str = Field(description="what it is for", max_length=LABEL_MAX_CHARS)
    scope: Literal["viewer", "operator", "admin"] | None = Field(
        None, description="the most it may do; what its owner may when left out"
    )
    lasts_s: int | None = Field(
        None,
        description="how long it works; until it is revoked when left out",
        json_schema_extra=MAYBE_COUNT,
    )


class NewPassword(StrictBody):
    """The old one is wanted where there is one."""

    old: str | None = Field(None, max_length=MAX_CHARS)
    new: str = Field(max_length=MAX_CHARS)


@route.get("/account", VIEWER, "The account page")
def account() -> str:
    return render_template("account.html", has_password=own_user().has_password)


@route.get("/api/me", VIEWER, "Who one is", {200: ME})
def me() -> Json:
    login = require_login()
    return {"user": login.user, "role": login.role.value, "login": login.id}


@route.get("/api/logins", VIEWER, "Where one is logged in", {200: LOGIN_LIST})
def list_logins() -> Json:
    login = require_login()
    found = services().gate.logins_of(login.user_id)
    return {"logins": [{**one.fields(), "current": one.id == login.id} for one in found]}


@route.delete("/api/logins/<login_id>", VIEWER, "End one of one's logins", NO_CONTENT)
def end_login(login_id: str) -> None:
    refuse_scripts()
    mine = services().gate.logins_of(require_login().user_id)
    if login_id not in {one.id for one in mine}:
        raise HttpError(404, "login_not_found", "you have no such login")
    services().gate.revoke(login_id)
    audit("logout", login=login_id, elsewhere=login_id != require_login().id)


@route.post(
    "/api/login-links",
    VIEWER,
    "A link that logs another device in, once; only this answer has it",
    {201: LOGIN_LINK},
)
def create_login_link() -> Json:
    """A link that logs another device in as the same user, once; only this answer has it."""
    refuse_scripts()
    user = own_user()
    link = services().links.issue(secrets.token_bytes(RANDOM_BYTES), user.id, LINK_LASTS_S)
    audit("login_link_created", lasts_s=LINK_LASTS_S)
    return {"link": link, "lasts_s": LINK_LASTS_S}


@route.get("/api/tokens", VIEWER, "One's tokens", {200: TOKEN_LIST})
def list_tokens() -> Json:
    found = services().accounts.tokens_of(require_login().user_id)
    return {"tokens": [token.fields() for token in found]}


@route.post("/api/tokens", VIEWER, "Make a token; only this answer has its text", {201: TOKEN})
def create_token(body: NewToken) -> Json:
    refuse_scripts()
    user = own_user()
    scope = user.role if body.scope is None else Role(body.scope)
    text, token = services().accounts.new_token(user, body.label, scope, body.lasts_s)
    audit("token_created", id=token.id, label=token.label, scope=token.scope.value)
    return {**token.fields(), "token": text}


@route.delete("/api/tokens/<int:token_id>", VIEWER, "End one of one's tokens", NO_CONTENT)
def revoke_token(token_id: int) -> None:
    refuse_scripts()
    services().accounts.revoke_token(token_id, require_login().user_id)
    audit("token_revoked", id=token_id)


@route.post("/api/password", VIEWER, "Set one's password", NO_CONTENT)
def set_password(body: NewPassword) -> None:
    refuse_scripts()
    held, user = services(), own_user()
    if user.has_password:
        held.failures.try_password(
            client_address(),
            user.name,
            lambda: _check_old(user, body.old or ""),
            exists=True,
            known=f"login {require_login().id}",
        )
    held.accounts.set_password(user.name, body.new)
    audit("password_set")


@route.get("/api/audit", ADMIN, "What was done, for admins", {200: AUDIT_TRAIL})
def audit_trail() -> Json:
    return {"events": [entry.fields() for entry in _found(FIND_MAX)]}


@route.get("/audit", ADMIN, "The audit page")
def audit_page() -> str:
    events = _found(PAGE_EVENTS)
    known = sorted({user.name for user in services().accounts.all()})
    return render_template("audit.html", events=events, users=known, asked=request.args, most=PAGE_EVENTS)


def _found(most: int) -> list[Entry]:
    """The events that the query of the request asks for."""
    services().audit.flush()
    return services().audit.find(
        user=request.args.get("user") or None,
        event=request.args.get("event") or None,
        since=_number("since"),
        until=_number("until"),
        limit=min(_number("limit") or most, most),
    )


def _number(field: str) -> int | None:
    text = request.args.get(field, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise BadField(field, "must be a whole number")
    return int(text)


def own_user() -> User:
    """Who makes the current request.

    Raises:
        NotLoggedIn: their login ended meanwhile.
    """
    user = services().accounts.user(require_login().user_id)
    if user is None:
        raise NotLoggedIn("the login has ended")
    return user


def _check_old(user: User, password: str) -> None:
    try:
        services().accounts.check_password(user.name, password)
    except NotLoggedIn as error:
        raise Forbidden("the old password is wrong") from error


def refuse_scripts() -> None:
    """A token may not make others, or passkeys, or change the password: who stole one would never be rid of.

    Raises:
        Forbidden: the current request showed a token.
    """
    if require_login().is_bearer:
        raise Forbidden("this requires a browser's login; on the server use `webmux user` or `webmux token`")
