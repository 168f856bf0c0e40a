"""The account of the current user: logins, tokens, password; and, for admins, the audit trail."""

from __future__ import annotations

from functools import partial
from typing import Literal

from flask import render_template, request

from webmux.auth.accounts import LABEL_MAX_CHARS, User
from webmux.auth.passwords import MAX_CHARS
from webmux.auth.roles import Role, Scope
from webmux.errors import BadField, Forbidden, NotLoggedIn
from webmux.store.audit import FIND_MAX, Entry
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import ADMIN, NO_CONTENT, VIEWER, Router
from webmux.web.services import client_address, require_login, services
from webmux.web.views.schemas import MAYBE_COUNT, ROLE, SCOPE, Json, named, shape

route = Router("people")

PAGE_EVENTS = 200

ME = named("Me", user=str, role=ROLE, login=str, paired=bool)
LOGIN = shape(id=str, address=str, agent=str, began_at=int, seen_at=int, paired=bool, current=bool)
LOGIN_LIST = named("LoginList", logins=[LOGIN])
TOKEN = named(
    "Token", id=int, label=str, scope=SCOPE, role=ROLE, created_at=int, expires_at=int | None
).described("with `token`, its text, in the answer that made it")
TOKEN_LIST = named("TokenList", tokens=[TOKEN])
EVENT = shape(at=int, event=str, user=str, address=str, request_id=str, outcome=str, detail=dict)
AUDIT_TRAIL = named("AuditTrail", events=[EVENT])


class NewToken(StrictBody):
    """A token with its purpose. By default it reads only, and works until it is revoked.

    `role` is the highest that it gives; by default that of its owner.
    """

    label: str = Field(max_length=LABEL_MAX_CHARS)
    scope: Literal["read", "type", "manage"] = Field("read", json_schema_extra=SCOPE)
    role: Literal["viewer", "operator", "admin"] | None = None
    lasts_s: int | None = Field(None, json_schema_extra=MAYBE_COUNT)


class NewPassword(StrictBody):
    """The old password is required if the user has one."""

    old: str | None = Field(None, max_length=MAX_CHARS)
    new: str = Field(max_length=MAX_CHARS)


@route.get("/account", VIEWER, "The account page")
def account() -> str:
    return render_template("account.html", has_password=own_user().has_password)


@route.get("/api/me", VIEWER, "Who you are", {200: ME})
def me() -> Json:
    login = require_login()
    return {"user": login.user, "role": login.role.value, "login": login.id, "paired": login.paired}


@route.get("/api/logins", VIEWER, "Your logins", {200: LOGIN_LIST})
def list_logins() -> Json:
    login = require_login()
    found = services().gate.logins_of(login.user_id)
    return {"logins": [{**one.fields(), "current": one.id == login.id} for one in found]}


@route.delete("/api/logins/<login_id>", VIEWER, "End one of your logins", NO_CONTENT)
def end_login(login_id: str) -> None:
    refuse_scripts()
    own = services().gate.logins_of(require_login().user_id)
    if login_id not in {login.id for login in own}:
        raise HttpError(404, "login_not_found", "you have no such login")
    services().gate.revoke(login_id)
    audit("logout", login=login_id, elsewhere=login_id != require_login().id)


@route.get("/api/tokens", VIEWER, "Your tokens", {200: TOKEN_LIST})
def list_tokens() -> Json:
    found = services().accounts.tokens_of(require_login().user_id)
    return {"tokens": [token.fields() for token in found]}


@route.post("/api/tokens", VIEWER, "Create a token; only this answer has its text", {201: TOKEN})
def create_token(body: NewToken) -> Json:
    refuse_scripts()
    user = own_user()
    role = user.role if body.role is None else Role(body.role)
    text, token = services().accounts.new_token(user, body.label, role, body.lasts_s, Scope(body.scope))
    audit("token_created", id=token.id, label=token.label, scope=token.scope.value, role=token.role.value)
    return {**token.fields(), "token": text}


@route.delete("/api/tokens/<int:token_id>", VIEWER, "End one of your tokens", NO_CONTENT)
def revoke_token(token_id: int) -> None:
    refuse_scripts()
    services().accounts.revoke_token(token_id, require_login().user_id)
    audit("token_revoked", id=token_id)


@route.post("/api/password", VIEWER, "Set your password", NO_CONTENT)
def set_password(body: NewPassword) -> None:
    refuse_scripts()
    user = own_user()
    if user.has_password:
        check = partial(_check_old, user, body.old or "")
        known = f"login {require_login().id}"
        services().failures.try_password(client_address(), user.name, check, exists=True, known=known)
    services().accounts.set_password(user.name, body.new)
    audit("password_set")


@route.get("/api/audit", ADMIN, "The audit trail, for admins", {200: AUDIT_TRAIL})
def audit_trail() -> Json:
    return {"events": [entry.fields() for entry in _find_events(FIND_MAX)]}


@route.get("/audit", ADMIN, "The audit page")
def audit_page() -> str:
    events = _find_events(PAGE_EVENTS)
    users = sorted({user.name for user in services().accounts.all()})
    return render_template("audit.html", events=events, users=users, asked=request.args, most=PAGE_EVENTS)


def _find_events(most: int) -> list[Entry]:
    """The events that the query of the request selects."""
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
    """The user who sends the current request.

    Raises:
        NotLoggedIn: the login has ended meanwhile.
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
    """Refuse tokens: a thief of one could make another, or a passkey, and stay after it was revoked.

    Raises:
        Forbidden: the current request has a token instead of a browser's login.
    """
    if require_login().is_bearer:
        raise Forbidden("this requires a browser's login; on the server use `webmux user` or `webmux token`")
