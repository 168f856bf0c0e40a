"""Makes a session from a preset, and a preset from a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webmux.errors import BadField, ConfigError
from webmux.model import Size
from webmux.presets.preset_store import StoredPreset
from webmux.saved_sessions.builder import Built, Commands, build_session
from webmux.saved_sessions.offers import clean_command
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedWindow
from webmux.tmux.layout_text import parse_layout, with_checksum
from webmux.tmux.names import check_name
from webmux.tmux.quotas import Quotas
from webmux.tmux.server import Tmux

if TYPE_CHECKING:
    from webmux.presets.preset_table import Preset, PresetPane, PresetWindow

SIZE = Size(160, 48)
"""Before a browser attaches. In 80 columns tmux's `main-vertical` leaves one column to the other panes."""


def make_session(
    tmux: Tmux, quotas: Quotas, stored: StoredPreset, *, user: str, name: str = "", run: bool = False
) -> Built:
    """Make a session of a preset for a user.

    Commands of webmux.toml run, each in a shell that stays after it. Those of a saved preset run only with
    `run`; otherwise each pane offers to type its own.

    Args:
        tmux: the server.
        quotas: limits what the user may create.
        stored: the preset.
        user: who gets the session.
        name: its name, by default that of the preset.
        run: whether to run the commands of a saved preset.

    Raises:
        BadField: a session cannot have this name.
        NameTaken: a session has it; nothing was made.
        QuotaReached: the user has as many sessions or windows as allowed.
        TmuxError: tmux could not make it.

    Switches: yes.
    """
    preset = stored.preset
    saved = as_session(preset, check_name(name or stored.name))
    commands: Commands = "run" if run or stored.runs else "offer"
    return quotas.make(
        user,
        panes=preset.panes,
        make=lambda: build_session(
            tmux, saved, owner=user, commands=commands, env=preset.environment, size=SIZE
        ),
    )


def as_session(preset: Preset, name: str) -> SavedSession:
    """What the builder of sessions makes of a preset. The first window and first panes are current."""
    return SavedSession(name, tuple(_saved_window(preset, window) for window in preset.windows))


def _saved_window(preset: Preset, window: PresetWindow) -> SavedWindow:
    panes = tuple(
        SavedPane(preset.folder_of(window, pane), pane.command, active=place == 0)
        for place, pane in enumerate(window.panes)
    )
    return SavedWindow(window.name, panes, window.layout)


def as_preset(session: SavedSession, *, description: str = "", commands: bool = True) -> Preset:
    """A preset that makes the same windows again; without `commands` their panes have shells alone.

    Raises:
        BadField: the session has more windows or panes than a preset, or the description is not one line.
    """
    from webmux.presets.preset_table import checked

    windows = [_window(window, commands=commands) for window in session.windows]
    content = {"description": description, "windows": windows}
    try:
        return checked(content, "preset")
    except ConfigError as error:
        field = error.key.removeprefix("preset.")
        raise BadField(field, error.message.removeprefix(f"{error.key}: ")) from None


def _window(window: SavedWindow, *, commands: bool) -> dict[str, object]:
    panes = [_pane(pane, commands=commands).model_dump() for pane in window.panes]
    name = "" if window.automatic_rename else _plain_name(window.name)
    return {"name": name, "layout": _layout(window), "panes": panes}


def _pane(pane: SavedPane, *, commands: bool) -> PresetPane:
    """Without a folder that JSON cannot have, and without a command that is too long to be typed."""
    from webmux.presets.preset_table import PresetPane

    try:
        return PresetPane(folder=pane.folder, command=clean_command(pane.command) if commands else "")
    except ValueError:
        return PresetPane()


def _plain_name(name: str) -> str:
    try:
        return check_name(name)
    except BadField:
        return ""  # one that was made outside of WebMux; tmux names the window


def _layout(window: SavedWindow) -> str:
    if len(window.panes) == 1:
        return ""
    try:
        layout = parse_layout(window.layout)
    except ValueError:
        return "tiled"
    return with_checksum(layout.text) if len(layout.panes) == len(window.panes) else "tiled"
