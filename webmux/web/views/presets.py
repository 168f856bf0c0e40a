"""Presets: lists those that a user can use, and changes those that the user saved."""

from __future__ import annotations

from pydantic import ConfigDict

from webmux.auth.roles import Role
from webmux.errors import BadField, Forbidden
from webmux.presets.catalogue import StoredPreset
from webmux.web.access.audit_trail import audit
from webmux.web.access.bodies import StrictBody
from webmux.web.access.routes import NO_CONTENT, OPERATOR, Router
from webmux.web.services import require_login, services
from webmux.web.terminal.session_list import short_path
from webmux.web.views.schemas import Json, choice, described, named

route = Router("presets")

COMMANDS_MAX = 20
"""Of one preset, as a preview."""

PRESET = named(
    "Preset",
    id=str,
    name=str,
    source=described(choice("file", "own", "shared"), "webmux.toml, the user, or an admin who shares it"),
    owner=described(str, "who saved it; empty for one of the file"),
    description=str,
    folder=described(str, "that of its first pane, `~` for home"),
    windows=int,
    panes=int,
    commands=described([str], f"the first {COMMANDS_MAX}"),
    runs=described(bool, "its commands run without a question, because they are from the file"),
    shared=described(bool, "all operators can use it"),
)
PRESET_LIST = named("PresetList", presets=[PRESET])


class PresetChange(StrictBody):
    """A new name, or whether all operators can use it, which only an admin decides."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    name: str | None = None
    shared: bool | None = None


@route.get("/api/presets", OPERATOR, "The presets that you can use", {200: PRESET_LIST})
def list_presets() -> Json:
    return {"presets": [_fields(one) for one in services().presets.usable_by(require_login().user_id)]}


@route.patch("/api/presets/<preset_id>", OPERATOR, "Rename or share a preset of yours", {200: PRESET})
def change_preset(preset_id: str, body: PresetChange) -> Json:
    if (body.name is None) == (body.shared is None):
        raise BadField("name", "send either name or shared")
    login = require_login()
    if body.shared is not None and login.role is not Role.ADMIN:
        raise Forbidden("only an admin can share a preset with everybody")
    changed = services().presets.change(preset_id, login.user_id, name=body.name, shared=body.shared)
    audit("preset_changed", preset=changed.name, shared=changed.shared)
    return _fields(changed)


@route.delete("/api/presets/<preset_id>", OPERATOR, "Delete a preset of yours", NO_CONTENT)
def delete_preset(preset_id: str) -> None:
    deleted = services().presets.delete(preset_id, require_login().user_id)
    audit("preset_deleted", preset=deleted.name)


def _fields(one: StoredPreset) -> Json:
    preset = one.preset
    panes = [(window, pane) for window in preset.windows for pane in window.panes]
    return {
        "id": one.id,
        "name": one.name,
        "source": one.source_for(require_login().user_id),
        "owner": _owner(one),
        "description": preset.description,
        "folder": short_path(preset.folder_of(*panes[0])),
        "windows": len(preset.windows),
        "panes": len(panes),
        "commands": [pane.command for _, pane in panes if pane.command][:COMMANDS_MAX],
        "runs": one.runs,
        "shared": one.shared,
    }


def _owner(one: StoredPreset) -> str:
    return next((user.name for user in services().accounts.all() if user.id == one.user_id), "")
