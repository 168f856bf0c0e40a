"""The order of windows and the layout of panes. Ids are tmux's, percent-encoded in paths."""

from __future__ import annotations

from typing import Literal

from webmux.errors import BadField
from webmux.model import COLS_MAX
from webmux.tmux import layout
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.routes import NO_CONTENT, OPERATOR, Router
from webmux.web.services import require_login, services
from webmux.web.views.schemas import COUNT, PANE_ID, SESSION_ID, WINDOW_ID, Json, named
from webmux.web.views.sessions import WINDOW_LIST

route = Router("arranging", "/api/windows/<window_id>")

INDEX_MAX = 2**31 - 1
"""tmux stores an index in an int."""

PANE = named("Pane", id=PANE_ID, window_id=WINDOW_ID)
CELLS_MOVED: Json = {"type": "integer", "minimum": 1, "maximum": COLS_MAX, "default": 1}


class NewPlace(StrictBody):
    """The index to move to, in this session or in the first that has the window."""

    index: int = Field(ge=0, le=INDEX_MAX, json_schema_extra=COUNT)
    session: str | None = Field(None, json_schema_extra=SESSION_ID)


class NewPane(StrictBody):
    """The side of the active pane for the new pane."""

    direction: Literal["right", "down"]


class Side(StrictBody):
    """A direction from the active pane, or the pane itself."""

    SCHEMA = extra(minProperties=1, maxProperties=1)

    direction: Literal["left", "right", "up", "down"] | None = None
    pane: str | None = Field(None, json_schema_extra=PANE_ID)


class NewSize(StrictBody):
    """Where a border of the pane, by default the active one, moves, and by how many cells."""

    direction: Literal["left", "right", "up", "down"]
    cells: int = Field(1, ge=1, le=COLS_MAX, json_schema_extra=CELLS_MOVED)
    pane: str | None = Field(None, json_schema_extra=PANE_ID)


class NewLayout(StrictBody):
    """A layout of tmux; or `even`, which gives all panes one size."""

    layout: Literal["even", "even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled"]


class OnePane(StrictBody):
    """A pane; by default the active one."""

    pane: str | None = Field(None, json_schema_extra=PANE_ID)


@route.post("/move", OPERATOR, "Move a window to the place of another", {200: WINDOW_LIST})
def move_window(window_id: str, body: NewPlace) -> Json:
    windows = layout.move_window(services().tmux, window_id, body.index, body.session)
    audit("window_moved", id=window_id)
    services().live.watch.refresh()  # tmux reports new and closed windows, but not swapped ones
    return {"windows": [window.fields() for window in windows]}


@route.post("/split", OPERATOR, "Split the active pane", {201: PANE})
def split_window(window_id: str, body: NewPane) -> Json:
    pane_id = services().quotas.split_window(require_login().user, window_id, body.direction)
    audit("pane_created", window_id=window_id, id=pane_id)
    services().live.watch.refresh()
    return {"id": pane_id, "window_id": window_id}


@route.post("/zoom", OPERATOR, "Zoom the active pane, or end its zoom", NO_CONTENT)
def zoom_pane(window_id: str) -> None:
    layout.zoom_pane(services().tmux, window_id)
    services().live.watch.refresh()


@route.post("/select-pane", OPERATOR, "Make a pane active: this one, or the one on a side", NO_CONTENT)
def select_pane(window_id: str, body: Side) -> None:
    if (body.direction is None) == (body.pane is None):
        raise BadField("direction", "send either a direction or a pane")
    if body.pane is not None:
        layout.go_to_pane(services().tmux, window_id, body.pane)
    elif body.direction is not None:
        layout.select_pane(services().tmux, window_id, body.direction)


@route.post("/resize-pane", OPERATOR, "Move a border of a pane", NO_CONTENT)
def resize_pane(window_id: str, body: NewSize) -> None:
    layout.resize_pane(services().tmux, window_id, body.direction, body.cells, body.pane)
    services().live.watch.refresh()


@route.post("/select-layout", OPERATOR, "Arrange the panes", NO_CONTENT)
def select_layout(window_id: str, body: NewLayout) -> None:
    layout.select_layout(services().tmux, window_id, body.layout)
    services().live.watch.refresh()


@route.post("/kill-pane", OPERATOR, "End this pane, or the active one", NO_CONTENT, optional_body=True)
def kill_pane(window_id: str, body: OnePane) -> None:
    layout.kill_pane(services().tmux, window_id, body.pane)
    audit("pane_killed", window_id=window_id, **({} if body.pane is None else {"id": body.pane}))
    services().live.watch.refresh()
