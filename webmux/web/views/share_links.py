"""Share links: users make and end them, and guests open them without an account."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

from flask import Response, render_template

from webmux.auth.failures import SecretKind
from webmux.auth.roles import Role
from webmux.auth.shares import NAME_MAX_CHARS, Share, Shared
from webmux.errors import AccessError, Forbidden, NotLoggedIn, SessionNotFound
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.cookies import set_share_cookie
from webmux.web.access.error_replies import no_content
from webmux.web.access.routes import NO_CONTENT, OPERATOR, PUBLIC, Router
from webmux.web.services import client_address, current_login, require_login, services, shared_session
from webmux.web.views.account import own_user
from webmux.web.views.schemas import COUNT, NOT_DESCRIBED, ROLE, SESSION_ID, SESSION_NAME, Json, named

route = Router("shared")

DAY_S = 24 * 3600

SHARE = named("Share", id=str, session=SESSION_NAME, role=ROLE, created_at=int, expires_at=int).described(
    "with `path`, the link without its origin, in the answer that made it"
)
SHARE_LIST = named("ShareList", shares=[SHARE])


class NewShare(StrictBody):
    """The session or window to share, for how long, and whether guests can type."""

    session_id: str = Field(json_schema_extra=SESSION_ID)
    window_id: str | None = Field(None, json_schema_extra=NOT_DESCRIBED)
    role: Literal["viewer", "operator"] = Field("viewer", json_schema_extra=ROLE)
    lasts_s: int = Field(DAY_S, json_schema_extra=COUNT)


class Secret(StrictBody):
    """What follows `#` in a share link."""

    secret: str = Field(max_length=256)


@route.get("/api/shares", OPERATOR, "Your share links", {200: SHARE_LIST})
def list_shares() -> Json:
    return {"shares": [share_fields(share) for share in services().shares.of(require_login().user_id)]}


def share_fields(share: Share) -> Json:
    """A link with its guests."""
    return {**share.fields(), "guests": [guest.fields() for guest in services().guests.of(share.id)]}


@route.post("/api/shares", OPERATOR, "Share a session; only this answer has the link", {201: SHARE})
def create_share(body: NewShare) -> Json:
    login = require_login()
    if login.is_bearer and login.role is not Role.ADMIN:
        raise Forbidden("creating a link requires a browser's login or an admin's token")
    user, sessions = own_user(), services().tmux.list_sessions().sessions
    session = next((session for session in sessions if session.id == body.session_id), None)
    if session is None:
        raise SessionNotFound(f"no session has the id {body.session_id[:20]}")
    to = Shared(session.epoch, session.id, session.name[:NAME_MAX_CHARS])
    if body.window_id is not None:
        window = services().tmux.window(body.window_id, session.id)
        to = replace(to, window_id=window.id, window_name=window.name[:NAME_MAX_CHARS])
    secret, share = services().shares.create(user, to, Role(body.role), body.lasts_s)
    audit(
        "share_created",
        share=share.id,
        session=session.name,
        window=body.window_id,
        role=share.role.value,
        until=share.expires_at,
    )
    return {**share.fields(), "path": f"/v/{share.id}#{secret}"}


@route.delete("/api/shares/<share_id>", OPERATOR, "End one of your share links", NO_CONTENT)
def end_share(share_id: str) -> None:
    services().shares.revoke(share_id, require_login().user_id)
    audit("share_ended", share=share_id)


@route.get("/v/<share_id>", PUBLIC, "The terminal page of a share link", guests=True)
def view(share_id: str) -> str:
    """The terminal for a guest; otherwise the page that exchanges the secret."""
    login = current_login()
    if login is None or login.share is None or login.share.id != share_id:
        return render_template("guest.html")
    session = shared_session(login.share)
    maker = services().accounts.user(login.share.user_id)
    return render_template(
        "terminal.html",
        session_name=session.name,
        view="mirror",
        share=share_id,
        shared_by="" if maker is None else maker.name,
        shared_until=login.share.expires_at,
    )


@route.post("/v/<share_id>", PUBLIC, "Exchange the secret of a share link for a cookie", counted=False)
def enter(share_id: str, body: Secret) -> Response:
    try:
        check = partial(_open, share_id, body.secret)
        share = services().failures.try_secret(SecretKind.SHARE_LINK, client_address(), check)
    except AccessError as error:
        audit_failure("guest", error, user="", share=share_id)
        raise
    audit("guest", user="", share=share.id, session=share.to.session_name)
    answer = no_content()
    set_share_cookie(answer, share, body.secret)
    return answer


def _open(share_id: str, secret: str) -> Share:
    share = services().shares.open(share_id, secret)
    if share is None:
        raise NotLoggedIn("this link is wrong or no longer works")
    return share
