"""Search in all histories. Each match is sent as a line of JSON when it is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Response, request
from gevent.lock import BoundedSemaphore

from webmux.errors import BadField, TooMany, WebMuxError
from webmux.mirror.history_search import RESULTS_MAX, Search, read_query
from webmux.mirror.panes import PaneFacts, Place
from webmux.model import TmuxState
from webmux.tmux.names import check_session_id
from webmux.web.access.routes import FILE, VIEWER, Router
from webmux.web.server.proxy import reset_wait, wait_at_most
from webmux.web.services import services
from webmux.web.views.schemas import SESSION_ID, choice

route = Router("search")

SEARCHES_MAX = 4
"""At once, of all users together. One search keeps tmux busy about half of the time."""
UNREAD_S = 30.0
"""A search ends if its client reads nothing for so long, so that others can search."""
RETRY_AFTER_S = 5
YES_OR_NO = choice("0", "1")
QUERY = {"q": str, "session": SESSION_ID, "case": YES_OR_NO, "regex": YES_OR_NO, "limit": int}
_running = BoundedSemaphore(SEARCHES_MAX)


@route.get(
    "/api/search", VIEWER, "Search all histories, application/x-ndjson", FILE, query=QUERY, required="q"
)
def search() -> Response:
    """Search as docs/protocol.md describes, until the client closes the connection or stops reading."""
    query = read_query(request.args.get("q", ""), case=_flag("case"), regex=_flag("regex"))
    live = services().live
    session_id, limit = request.args.get("session", ""), _limit()
    place = Place(session_id=check_session_id(session_id) if session_id else "")
    state = services().tmux.state()
    panes = live.reader(place).panes() if state.epoch else []
    seen: dict[str, PaneFacts] = {}
    for pane in sorted(panes, key=lambda pane: not (pane.current and pane.active)):
        seen.setdefault(pane.id, pane)  # a window may be linked into several sessions
    running = Search(live.reader(Place()), query, live.captures, limit)
    if not _running.acquire(blocking=False):
        raise TooMany("too many searches at once: try again in a moment", RETRY_AFTER_S)
    lines = _lines(running, list(seen.values()), state)
    answer = Response(lines, mimetype="application/x-ndjson")
    wait_at_most(request.environ, UNREAD_S)
    answer.call_on_close(partial(reset_wait, request.environ))
    answer.call_on_close(_running.release)
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _names(state: TmuxState, pane: PaneFacts) -> dict[str, Any]:
    """A pane with the names of its session and window, for users."""
    session = state.session(pane.session_id)
    window = next((one for one in state.windows_of(pane.session_id) if one.id == pane.window_id), None)
    return {
        "pane": pane.id,
        "index": pane.index,
        "session": {"id": pane.session_id, "name": session.name if session else ""},
        "window": {
            "id": pane.window_id,
            "index": window.index if window else 0,
            "name": window.name if window else "",
            "panes": window.panes if window else 1,
        },
    }


def _lines(running: Search, panes: list[PaneFacts], state: TmuxState) -> Iterator[str]:
    yield _line({"type": "begin", "epoch": state.epoch, "panes": len(panes)})
    try:
        for event in running.run(panes, partial(_names, state)):
            yield _line(event)
    except WebMuxError as error:
        yield _line({"type": "error", "code": error.code, "message": error.message})


def _line(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False) + "\n"


def _flag(field: str) -> bool:
    text = request.args.get(field, "0")
    if text not in ("0", "1"):
        raise BadField(field, "must be 0 or 1")
    return text == "1"


def _limit() -> int:
    text = request.args.get("limit", str(RESULTS_MAX))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= RESULTS_MAX):
        raise BadField("limit", f"must be 1 to {RESULTS_MAX}")
    return int(text)
