"""What one chose in the browser, for one's other browsers."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from webmux.web.access.bodies import StrictBody
from webmux.web.access.routes import VIEWER, Router
from webmux.web.services import require_login, services
from webmux.web.views.schemas import Json, named

route = Router("settings")

SETTINGS = named("Settings", settings=dict)


class NewSettings(StrictBody):
    """Settings by name; null puts one back to how it was from the start."""

    settings: dict[str, Any] = Field(description="new values by name")


@route.get("/api/settings", VIEWER, "What one chose in the browser", {200: SETTINGS})
def read_settings() -> Json:
    return {"settings": services().preferences.of(require_login().user_id)}


@route.patch("/api/settings", VIEWER, "Change some settings, null for a default", {200: SETTINGS})
def change_settings(body: NewSettings) -> Json:
    return {"settings": services().preferences.change(require_login().user_id, body.settings)}
