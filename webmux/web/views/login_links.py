"""Pairing codes: a browser that is logged in shows one, and another device logs in with it."""

from __future__ import annotations

import secrets

from webmux.auth.links import PAIRING_LASTS_S, RANDOM_BYTES, id_of
from webmux.web.access.audit_trail import audit
from webmux.web.access.error_replies import HttpError
from webmux.web.access.routes import NO_CONTENT, VIEWER, Router
from webmux.web.services import request_origin, require_login, services
from webmux.web.views.account import own_user, refuse_scripts
from webmux.web.views.schemas import Json, choice, named, of, shape

route = Router("login_links")

LOGIN_LINK = named("LoginLink", id=str, link=str, lasts_s=int, addresses=[str])
DEVICE = {**shape(id=str, address=str, agent=str), "type": ["object", "null"]}
LINK_STATE = named("LoginLinkState", state=choice("open", "used", "ended"), device=of(DEVICE))


@route.post(
    "/api/login-links",
    VIEWER,
    "A pairing code that logs another device in, once; only this answer has it",
    {201: LOGIN_LINK},
)
def create_login_link() -> Json:
    refuse_scripts()
    user, maker = own_user(), require_login().id
    links = services().links
    link = links.issue(secrets.token_bytes(RANDOM_BYTES), user.id, PAIRING_LASTS_S, pairs=True, maker=maker)
    audit("pairing_code_created", lasts_s=PAIRING_LASTS_S)
    addresses = list(services().names.for_devices(request_origin()))
    return {"id": id_of(link), "link": link, "lasts_s": PAIRING_LASTS_S, "addresses": addresses}


@route.get(
    "/api/login-links/<link_id>",
    VIEWER,
    "Whether a pairing code of yours was used, and by which device",
    {200: LINK_STATE},
    logged=False,
)
def login_link_state(link_id: str) -> Json:
    user_id = require_login().user_id
    device = services().gate.paired_by(link_id, user_id)
    if device is not None:
        about = {"id": device.id, "address": device.address, "agent": device.agent}
        return {"state": "used", "device": about}
    return {"state": "open" if _is_open(link_id, user_id) else "ended", "device": None}


@route.delete("/api/login-links/<link_id>", VIEWER, "End a pairing code of yours", NO_CONTENT)
def end_login_link(link_id: str) -> None:
    refuse_scripts()
    if not _is_open(link_id, require_login().user_id):
        raise HttpError(404, "link_not_found", "you have no such pairing code, or it was used")
    services().links.remove(link_id)


def _is_open(link_id: str, user_id: int) -> bool:
    found = services().links.find(link_id)
    return found is not None and found.pairs and found.user_id == user_id
