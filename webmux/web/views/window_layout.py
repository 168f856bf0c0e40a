"""The order of windows and the panes in them, over HTTP. Ids are tmux's, percent-encoded in paths."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify, make_response
from pydantic import Field

from webmux.errors import BadField
from webmux.model import COLS_MAX
from webmux.tmux import layout as arranging
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import Nothing, StrictBody, has_body, read_body
from webmux.web.access.error_replies import no_content
from webmux.web.services import require_login, services

blueprint = Blueprint("arranging", __name__, url_prefix="/api/windows/<window_id>")

INDEX_MAX = 2**31 - 1
"""tmux keeps an index in an int."""


class NewPlace(StrictBody):
    """The index of the window whose place is taken, in this session or the first that has the window."""

    index: Annotated[int, Field(ge=0, le=INDEX_MAX)]
    session: str | None = None


class NewPane(StrictBody):
    """On which side of the active pane."""

    direction: Literal["right", "down"]


class Side(StrictBody):
    """Which way from the active pane; or the pane itself."""

    direction: Literal["left", "right", "up", "down"] | None = None
    pane: str | None = None


class NewSize(StrictBody):
    """Which way a border of the pane, or of the active one, moves, and by how many cells."""

    direction: Literal["left", "right", "up", "down"]
    cells: Annotated[int, Field(ge=1, le=COLS_MAX)] = 1
    pane: str | None = None


class NewLayout(StrictBody):
    """How the panes lie from now on; `even` leaves them where they are."""

    layout: Literal["even", "even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled"]


class OnePane(StrictBody):
    """The pane that is meant, whichever is active by now; without it the active one."""

    pane: str | None = None


@blueprint.post("/move")
def move_window(window_id: str) -> dict[str, Any]:
    place = read_body(NewPlace)
    windows = arranging.move_window(services().tmux, window_id, place.index, place.session)
    audit("window_moved", id=window_id)
    services().live.watch.refresh()  # tmux reports new and closed windows, but not swapped ones
    return {"windows": [window.fields() for window in windows]}


@blueprint.post("/split")
def split_window(window_id: str) -> Response:
    direction = read_body(NewPane).direction
    pane_id = services().quotas.split_window(require_login().user, window_id, direction)
    audit("pane_created", window_id=window_id, id=pane_id)
    services().live.watch.refresh()
    return make_response(jsonify({"id": pane_id, "window_id": window_id}), 201)


@blueprint.post("/zoom")
def zoom_pane(window_id: str) -> Response:
    read_body(Nothing)
    arranging.zoom_pane(services().tmux, window_id)
    services().live.watch.refresh()
    return no_content()


@blueprint.post("/select-pane")
def select_pane(window_id: str) -> Response:
    side = read_body(Side)
    if (side.direction is None) == (side.pane is None):
        raise BadField("direction", "send either a direction or a pane")
    if side.pane is not None:
        arranging.go_to_pane(services().tmux, window_id, side.pane)
    elif side.direction is not None:
        arranging.select_pane(services().tmux, window_id, side.direction)
    return no_content()


@blueprint.post("/resize-pane")
def resize_pane(window_id: str) -> Response:
    size = read_body(NewSize)
    arranging.resize_pane(services().tmux, window_id, size.direction, size.cells, size.pane)
    services().live.watch.refresh()
    return no_content()


@blueprint.post("/select-layout")
def select_layout(window_id: str) -> Response:
    arranging.select_layout(services().tmux, window_id, read_body(NewLayout).layout)
    services().live.watch.refresh()
    return no_content()


@blueprint.post("/kill-pane")
def kill_pane(window_id: str) -> Response:
    pane_id = (read_body(OnePane) if has_body() else OnePane()).pane
    arranging.kill_pane(services().tmux, window_id, pane_id)
    audit("pane_killed", window_id=window_id, **({} if pane_id is None else {"id": pane_id}))
    services().live.watch.refresh()
    return no_content()
