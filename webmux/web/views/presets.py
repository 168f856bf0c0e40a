"""Presets: lists those that a user can use, and changes those that the user saved."""

from __future__ import annotations

from webmux.auth.roles import Role
from webmux.errors import BadField, Forbidden, SessionNotFound
from webmux.presets.preset_limits import DESCRIPTION_MAX_CHARS
from webmux.presets.preset_session import as_preset
from webmux.presets.preset_store import StoredPreset
from webmux.saved_sessions.session_reader import Reader
from webmux.web.access.audit_trail import audit
from webmux.web.access.body_model import Field, StrictBody, extra
from webmux.web.access.routes import NO_CONTENT, OPERATOR, Router
from webmux.web.services import require_login, services
from webmux.web.terminal.session_list import short_path
from webmux.web.views.schemas import SESSION_ID, Json, choice, described, named

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


class NewPreset(StrictBody):
    """The session to save.

    Without `commands` its panes get shells alone. `replace` replaces the user's preset of that name.
    """

    session_id: str = Field(json_schema_extra=SESSION_ID)
    name: str
    description: str = Field("", max_length=DESCRIPTION_MAX_CHARS)
    commands: bool = True
    replace: bool = False


class PresetChange(StrictBody):
    """A new name, or whether all operators can use it, which only an admin decides."""

    SCHEMA = extra(minProperties=1, maxProperties=1)

    name: str | None = None
    shared: bool | None = None


@route.get("/api/presets", OPERATOR, "The presets that you can use", {200: PRESET_LIST})
def list_presets() -> Json:
    return {"presets": [_fields(one) for one in services().presets.usable_by(require_login().user_id)]}


@route.post("/api/presets", OPERATOR, "Save a session as a preset", {201: PRESET})
def save_preset(body: NewPreset) -> Json:
    found = Reader(services().tmux).read().sessions
    session = next((one for one in found if one.id == body.session_id), None)
    if session is None:
        raise SessionNotFound(f"no session has the id {body.session_id[:20]}")
    preset = as_preset(session, description=body.description, commands=body.commands)
    login = require_login()
    saved = services().presets.save(
        login.user_id, body.name, preset, replace=body.replace, may_share=login.role is Role.ADMIN
    )
    audit("preset_saved", preset=saved.name, session=session.name)
    return _fields(saved)


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
