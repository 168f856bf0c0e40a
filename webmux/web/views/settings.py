"""The settings of a user, for all their browsers. The server does not interpret them."""

from __future__ import annotations

from typing import Any

from webmux.web.access.body_model import StrictBody
from webmux.web.access.routes import VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.views.schemas import Json, named

route = Router("settings")

SETTINGS = named("Settings", settings=dict)


class NewSettings(StrictBody):
    """New values by name; null restores the default."""

    settings: dict[str, Any]


@route.get("/api/settings", VIEWER, "Your settings", {200: SETTINGS})
def read_settings() -> Json:
    return {"settings": services().preferences.of(require_login().user_id)}


@route.patch("/api/settings", VIEWER, "Change some settings, null for a default", {200: SETTINGS})
def change_settings(body: NewSettings) -> Json:
    return {"settings": services().preferences.change(require_login().user_id, body.settings)}
