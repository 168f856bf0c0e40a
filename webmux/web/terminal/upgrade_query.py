"""The query of an upgrade to `/ws/optimized`."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from flask import request

from webmux.auth.roles import Role
from webmux.errors import BadField, Forbidden
from webmux.live import VIEWS, Live
from webmux.model import Session, Size
from webmux.web.services import require_login, shared_session

DEFAULT_SIZE = Size(80, 24)
RESUME_MAX_PANES = 64
_RESUMED = re.compile(r"([0-9]{1,10}):([0-9]{1,16})")
_STREAM_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")


@dataclass(frozen=True, slots=True)
class SocketQuery:
    """A query, checked."""

    session: Session
    window_id: str | None
    """The one window a guest's link is for."""
    size: Size
    view: str
    own: bool
    ghost: bool
    """A terminal over the panes of a page, see `webmux/panes/input/ghost.py`; neither resumed nor shared."""
    watch: bool
    follow: bool
    """Leaves the session the size that other terminals gave it."""
    hub_id: str | None
    offset: int | None
    input_id: str | None
    """The input stream of its NumberedInput."""
    resume: dict[int, int]
    """Panes, and the offset of the next byte of each; only of `link`."""
    link: str | None
    widths: str | None
    """The id of the widths that the client has, empty for none; None if it does not use them."""


def parse_query(live: Live) -> SocketQuery:
    """Check the query of the current request; asks tmux for the session.

    Raises:
        BadField: a parameter is wrong (answered 400: nothing was upgraded yet).
        SessionNotFound: no session has exactly that name.
        Forbidden: this view requires another role.
    """
    query, login = request.args, require_login()
    name = query.get("session", "")
    if not name and login.share is None:
        raise BadField("session", "is missing")
    view = query.get("view", "terminal")
    if view not in VIEWS:
        raise BadField("view", f"must be one of {', '.join(VIEWS)}")
    may_type = login.role.allows(Role.OPERATOR)
    watch = _flag("watch") or not may_type
    if view == "terminal" and (login.share is not None or not may_type):
        raise Forbidden("a terminal requires the role operator; use view=mirror to watch")
    if view == "panes" and login.share is not None and not _flag("watch"):
        raise Forbidden("a guest can only watch panes: add watch=1")
    own = _flag("own")
    if own and view != "terminal":
        raise BadField("own", f"view={view} is the same for everybody")
    ghost = _flag("ghost")
    if ghost and (view != "terminal" or not own or _flag("watch")):
        raise BadField("ghost", "needs view=terminal and own=1, without watch=1")
    offset = _number("offset", None)
    hub_id = query.get("hub")
    if (offset is None) != (hub_id is None):
        raise BadField("offset", "hub and offset come together")
    if view == "panes" and hub_id is not None:
        raise BadField("hub", "view=panes resumes by resume and link")
    resume, link = _resume(), query.get("link")
    if bool(resume) != (link is not None) or (resume and view != "panes"):
        raise BadField("resume", "resume and link come together, with view=panes")
    return SocketQuery(
        session=live.tmux.find_session(name) if login.share is None else shared_session(login.share),
        window_id=None if login.share is None else login.share.to.window_id,
        size=Size.checked(_number("cols", DEFAULT_SIZE.cols), _number("rows", DEFAULT_SIZE.rows)),
        view=view,
        own=own,
        ghost=ghost,
        watch=watch,
        follow=_follows(),
        hub_id=hub_id,
        offset=offset,
        input_id=_input_id(),
        resume=resume,
        link=link,
        widths=query.get("widths"),
    )


def _number(field: str, default: int | None) -> int | None:
    text = request.args.get(field)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise BadField(field, "must be a whole number")
    return int(text)


def _resume() -> dict[int, int]:
    text = request.args.get("resume")
    if text is None:
        return {}
    panes = text.split(",")
    matches = [_RESUMED.fullmatch(pane) for pane in panes[: RESUME_MAX_PANES + 1]]
    if len(panes) > RESUME_MAX_PANES or not all(matches):
        raise BadField(
            "resume", f"must be at most {RESUME_MAX_PANES} times pane:offset, such as 5:81234,6:99"
        )
    return {int(match[1]): int(match[2]) for match in matches if match}


def _input_id() -> str | None:
    text = request.args.get("input")
    if text is not None and _STREAM_ID.fullmatch(text) is None:
        raise BadField("input", "must be 22 to 64 characters of base64url")
    return text


def _follows() -> bool:
    text = request.args.get("size", "own")
    if text not in ("own", "follow"):
        raise BadField("size", "must be own or follow")
    return text == "follow"


def _flag(field: str) -> bool:
    text = request.args.get(field, "0")
    if text not in ("0", "1"):
        raise BadField(field, "must be 0 or 1")
    return text == "1"


def may_deflate(compression: str, address: str) -> bool:
    """Whether a connection from `address` may be compressed. On loopback compression saves nothing."""
    if compression != "auto":
        return compression == "on"
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False  # a Unix socket
    mapped = getattr(peer, "ipv4_mapped", None)
    return not (mapped or peer).is_loopback
