"""Links to one session: made and ended by who has an account, opened by whoever has the link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from flask import Blueprint, Response, jsonify, make_response, render_template
from pydantic import Field

from webmux.auth.failures import SecretKind
from webmux.auth.roles import Role
from webmux.auth.shares import NAME_MAX_CHARS, Share, Shared
from webmux.errors import AccessError, Forbidden, NotLoggedIn, SessionNotFound
from webmux.model import Session, Window
from webmux.web.access.audit_trail import audit, audit_failure
from webmux.web.access.bodies import Nothing, StrictBody, read_body
from webmux.web.access.cookies import set_share_cookie
from webmux.web.access.error_replies import no_content
from webmux.web.services import client_address, current_login, require_login, services, shared_session

blueprint = Blueprint("shared", __name__)

DAY_S = 24 * 3600


class NewShare(StrictBody):
    """Which session, for how long, and whether guests may type."""

    session_id: str = Field(description="tmux's id of the session")
    window_id: str | None = Field(None, description="tmux's id of the one window to share; all when left out")
    role: Literal["viewer", "operator"] = Field("viewer", description="viewer looks, operator types too")
    lasts_s: int = Field(DAY_S, description="how long the link works, at most 30 days")


class Secret(StrictBody):
    """What stands behind # in a link."""

    secret: str = Field(max_length=256)


@blueprint.get("/api/shares")
def list_shares() -> dict[str, Any]:
    found = services().shares.of(require_login().user_id)
    guests = services().guests
    return {
        "shares": [
            {**share.fields(), "guests": [guest.fields() for guest in guests.of(share.id)]} for share in found
        ]
    }


@blueprint.post("/api/shares")
def create_share() -> Response:
    body = read_body(NewShare)
    held, login = services(), require_login()
    if login.is_bearer and login.role is not Role.ADMIN:
        raise Forbidden("creating a link requires a browser's login or an admin's token")
    user = held.accounts.user(login.user_id)
    if user is None:
        raise NotLoggedIn("the login has ended")
    session = next((one for one in held.tmux.list_sessions().sessions if one.id == body.session_id), None)
    if session is None:
        raise SessionNotFound(f"no session has the id {body.session_id[:20]}")
    to = Shared(session.epoch, session.id, session.name[:NAME_MAX_CHARS])
    if body.window_id is not None:
        window = _window_of(session, body.window_id)
        to = replace(to, window_id=window.id, window_name=window.name[:NAME_MAX_CHARS])
    secret, share = held.shares.create(user, to, Role(body.role), body.lasts_s)
    audit(
        "share_created",
        share=share.id,
        session=session.name,
        window=body.window_id,
        role=share.role.value,
        until=share.expires_at,
    )
    return make_response(jsonify({**share.fields(), "path": f"/v/{share.id}#{secret}"}), 201)


def _window_of(session: Session, window_id: str) -> Window:
    return services().tmux.window(window_id, session.id)


@blueprint.delete("/api/shares/<share_id>")
def end_share(share_id: str) -> Response:
    read_body(Nothing)
    services().shares.revoke(share_id, require_login().user_id)
    audit("share_ended", share=share_id)
    return no_content()


@blueprint.get("/v/<share_id>")
def view(share_id: str) -> str:
    """The terminal, for whoever has exchanged the secret; the page that does so for everybody else."""
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


@blueprint.post("/v/<share_id>")
def enter(share_id: str) -> Response:
    """Exchange the secret of a link for a cookie that opens this session and nothing else."""
    held, body = services(), read_body(Secret)

    def check() -> Share:
        share = held.shares.open(share_id, body.secret)
        if share is None:
            raise NotLoggedIn("this link is wrong or no longer works")
        return share

    try:
        share = held.failures.try_secret(SecretKind.SHARE_LINK, client_address(), check)
    except AccessError as error:
        audit_failure("guest", error, user="", share=share_id)
        raise
    audit("guest", user="", share=share.id, session=share.to.session_name)
    answer = no_content()
    set_share_cookie(answer, share, body.secret)
    return answer
