"""Everybody's accounts, for admins: the same acts as `webmux user`, each in the audit trail."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from flask import Blueprint, Response, jsonify, make_response
from pydantic import Field

from webmux.auth.administration import Done
from webmux.auth.passwords import MAX_CHARS
from webmux.auth.roles import Role
from webmux.errors import BadField, PeerError
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import Nothing, StrictBody, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.services import require_login, services
from webmux.web.views.account import refuse_scripts

blueprint = Blueprint("users", __name__)

GENERATED_BYTES = 15
RoleName = Literal["viewer", "operator", "admin"]


class OwnAccount(PeerError):
    """One cannot shut oneself out by mistake."""

    status = 409
    code = "own_account"


class NewUser(StrictBody):
    """Who may log in from now on; without a password one is made and answered, this once."""

    name: str = Field(max_length=64)
    role: RoleName = "operator"
    password: str | None = Field(None, max_length=MAX_CHARS)


class UserChange(StrictBody):
    """One thing at a time, so that each is one event of the trail."""

    role: RoleName | None = None
    disabled: bool | None = None


class PasswordOfUser(StrictBody):
    """Without one it is made and answered, this once."""

    password: str | None = Field(None, max_length=MAX_CHARS)


@blueprint.get("/api/admin/users")
def list_users() -> dict[str, Any]:
    return {"users": _listed()}


@blueprint.post("/api/admin/users")
def add_user() -> Response:
    body = read_body(NewUser)
    refuse_scripts()
    password, generated = _chosen(body.password)
    _record(services().people.add(body.name, Role(body.role), password))
    return make_response(jsonify({**_one(body.name), "generated_password": generated}), 201)


@blueprint.patch("/api/admin/users/<name>")
def change_user(name: str) -> dict[str, Any]:
    body = read_body(UserChange)
    if (body.role is None) == (body.disabled is None):
        raise BadField("role", "send either role or disabled")
    _check_other(name)
    people = services().people
    if body.role is not None:
        _record(people.set_role(name, Role(body.role)))
    else:
        _record(people.set_disabled(name, disabled=body.disabled is True))
    return _one(name)


@blueprint.post("/api/admin/users/<name>/password")
def set_password_of(name: str) -> dict[str, Any]:
    body = read_body(PasswordOfUser)
    _check_other(name)
    password, generated = _chosen(body.password)
    _record(services().people.set_password(name, password))
    return {"generated_password": generated}


@blueprint.delete("/api/admin/users/<name>/logins")
def end_logins_of(name: str) -> Response:
    read_body(Nothing)
    _check_other(name)
    _record(services().people.end_logins(name))
    return no_content()


def _check_other(name: str) -> None:
    refuse_scripts()
    if services().accounts.named(name).id == require_login().user_id:
        raise OwnAccount(
            "this is your own account: another admin can do that; your password is on the account page"
        )


def _chosen(password: str | None) -> tuple[str, str | None]:
    """The password to set, and what to answer of it: only who did not choose it has to be told."""
    if password is not None:
        return password, None
    made = secrets.token_urlsafe(GENERATED_BYTES)
    return made, made


def _record(done: Done) -> None:
    event, detail = done
    audit(event, **detail)


def _listed() -> list[dict[str, Any]]:
    own = require_login().user
    return [{**user, "own": user["name"] == own} for user in services().people.listed()]


def _one(name: str) -> dict[str, Any]:
    return next(user for user in _listed() if user["name"] == name)
