"""All accounts, for admins. It can do what `webmux user` can, and records each change in the audit trail."""

from __future__ import annotations

import secrets
from typing import Literal

from webmux.auth.administration import Done
from webmux.auth.passwords import MAX_CHARS
from webmux.auth.roles import Role
from webmux.errors import BadField, PeerError
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.routes import ADMIN, NO_CONTENT, Router
from webmux.web.services import require_login, services
from webmux.web.views.account import refuse_scripts
from webmux.web.views.schemas import ROLE, Json, Named, described, named

route = Router("users")

GENERATED_BYTES = 15
RoleName = Literal["viewer", "operator", "admin"]

USER = named(
    "User",
    name=str,
    role=ROLE,
    disabled=bool,
    password=described(bool, "whether there is one"),
    passkeys=int,
    tokens=int,
    last_login_at=described(int | None, "null if there was none for 30 days"),
    own=bool,
)
USER_LIST = named("UserList", users=[USER])
MADE_PASSWORD = named("MadePassword", generated_password=described(str | None, "null where it was sent"))
MADE_USER = Named("MadeUser", {"allOf": [USER, MADE_PASSWORD]})


class OwnAccount(PeerError):
    """An admin cannot lock themselves out by mistake."""

    status = 409
    code = "own_account"


class NewUser(StrictBody):
    """A user who can log in. Without a password the server makes one, and only this answer has it."""

    name: str = Field(max_length=64)
    role: RoleName = "operator"
    password: str | None = Field(None, max_length=MAX_CHARS)


class UserChange(StrictBody):
    """One change, so that each is one event of the audit trail."""

    SCHEMA = extra(minProperties=1, maxProperties=1)

    role: RoleName | None = None
    disabled: bool | None = None


class PasswordOfUser(StrictBody):
    """Without one the server makes it, and only this answer has it."""

    password: str | None = Field(None, max_length=MAX_CHARS)


@route.get("/api/admin/users", ADMIN, "All accounts, for admins", {200: USER_LIST})
def list_users() -> Json:
    return {"users": _all_fields()}


@route.post("/api/admin/users", ADMIN, "Add a user, by a browser's login", {201: MADE_USER})
def add_user(body: NewUser) -> Json:
    refuse_scripts()
    password, generated = _generate_if_missing(body.password)
    _record(services().people.add(body.name, Role(body.role), password))
    return {**_fields(body.name), "generated_password": generated}


@route.patch(
    "/api/admin/users/<name>",
    ADMIN,
    "Change the role of a user, or disable or enable the account",
    {200: USER},
)
def change_user(name: str, body: UserChange) -> Json:
    if (body.role is None) == (body.disabled is None):
        raise BadField("role", "send either role or disabled")
    _check_other(name)
    people = services().people
    if body.role is not None:
        _record(people.set_role(name, Role(body.role)))
    else:
        _record(people.set_disabled(name, disabled=body.disabled is True))
    return _fields(name)


@route.post("/api/admin/users/<name>/password", ADMIN, "Set a password", {200: MADE_PASSWORD})
def set_password_of(name: str, body: PasswordOfUser) -> Json:
    _check_other(name)
    password, generated = _generate_if_missing(body.password)
    _record(services().people.set_password(name, password))
    return {"generated_password": generated}


@route.delete("/api/admin/users/<name>/logins", ADMIN, "End all logins of a user", NO_CONTENT)
def end_logins_of(name: str) -> None:
    _check_other(name)
    _record(services().people.end_logins(name))


def _check_other(name: str) -> None:
    refuse_scripts()
    if services().accounts.named(name).id == require_login().user_id:
        raise OwnAccount(
            "this is your own account: another admin can do that; your password is on the account page"
        )


def _generate_if_missing(password: str | None) -> tuple[str, str | None]:
    """The password to set, and for the answer the generated one, or None if the client sent it."""
    if password is not None:
        return password, None
    generated = secrets.token_urlsafe(GENERATED_BYTES)
    return generated, generated


def _record(done: Done) -> None:
    event, detail = done
    audit(event, **detail)


def _all_fields() -> list[Json]:
    own = require_login().user
    return [{**user, "own": user["name"] == own} for user in services().people.listed()]


def _fields(name: str) -> Json:
    return next(user for user in _all_fields() if user["name"] == name)
