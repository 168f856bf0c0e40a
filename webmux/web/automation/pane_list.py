"""All panes in one list, and messages of programs to their user's devices."""

from __future__ import annotations

from webmux.auth.rates import Kind
from webmux.errors import BadField
from webmux.mirror.panes import Place
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody
from webmux.web.access.routes import READ, VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.views.schemas import PANE_ID, SESSION_ID, WINDOW_ID, Json, described, named, shape

route = Router("pane_list")

NOTICE_MAX_CHARS = 1000

LISTED = named(
    "ListedPane",
    pane_id=PANE_ID,
    index=int,
    session=shape(id=SESSION_ID, name=str),
    window=shape(id=WINDOW_ID, index=int, name=str),
    active=described(bool, "the active pane of the current window"),
    cols=int,
    rows=int,
    command=described(str, "what runs in it; empty if it is not the active pane of its window"),
    agent=described(str, "what its agent does, or empty"),
)
PANE_LIST = named("PaneList", epoch=str, panes=[LISTED])
NOTIFIED = named("Notified", devices=described(int, "browsers that the message was sent to"))


class Notice(StrictBody):
    """A message to the devices of the user."""

    text: str = Field(min_length=1, max_length=NOTICE_MAX_CHARS)


@route.get("/api/panes", VIEWER, "List the panes of all sessions", {200: PANE_LIST})
def list_panes() -> Json:
    shared = services()
    state = shared.live.state()
    panes = shared.live.reader(Place()).panes() if state.epoch else []
    names = {session.id: session.name for session in state.sessions}
    windows = {(window.session_id, window.id): window for window in state.windows}
    doing = {one.pane_id: one.state.kind for one in shared.live.agents.agents} if state.epoch else {}
    listed = []
    for pane in panes:
        window = windows.get((pane.session_id, pane.window_id))
        listed.append(
            {
                "pane_id": pane.id,
                "index": pane.index,
                "session": {"id": pane.session_id, "name": names.get(pane.session_id, "")},
                "window": {
                    "id": pane.window_id,
                    "index": window.index if window else 0,
                    "name": window.name if window else "",
                },
                "active": pane.active and pane.current,
                "cols": pane.cols,
                "rows": pane.rows,
                "command": window.command if window and pane.active else "",
                "agent": doing.get(pane.id, ""),
            }
        )
    return {"epoch": state.epoch, "panes": listed}


@route.post(
    "/api/notify", VIEWER, "Send a message to your devices", {200: NOTIFIED}, scope=READ, kind=Kind.NOTICE
)
def notify(body: Notice) -> Json:
    from webmux.push.payload import notice_payload, topic_of

    if not body.text.strip():
        raise BadField("text", "must not be empty")
    shared, user_id = services(), require_login().user_id
    valid = {login.id for login in shared.gate.logins_of(user_id)}
    text = notice_payload(body.text)
    reached = [one for one in shared.subscriptions.of(user_id) if one.login_id in valid]
    sent = sum(shared.sender.offer(one, text, topic_of(text), "high") for one in reached)
    audit("notice_sent", devices=sent, chars=len(body.text))
    return {"devices": sent}
