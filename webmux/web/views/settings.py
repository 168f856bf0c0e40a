"""What one chose in the browser, for one's other browsers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from webmux.web.access.bodies import StrictBody, read_body
from webmux.web.services import require_login, services

blueprint = Blueprint("settings", __name__)


class Changes(StrictBody):
    """Settings by name; null puts one back to how it was from the start."""

    settings: dict[str, Any] = Field(description="new values by name")


@blueprint.get("/api/settings")
def read_settings() -> dict[str, Any]:
    return {"settings": services().preferences.of(require_login().user_id)}


@blueprint.patch("/api/settings")
def change_settings() -> dict[str, Any]:
    changes = read_body(Changes).settings
    return {"settings": services().preferences.change(require_login().user_id, changes)}
