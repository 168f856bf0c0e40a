"""Makes what tmux has fit into a file: tmux bounds neither its names nor how many sessions it has. Pure."""

from __future__ import annotations

from dataclasses import replace

from webmux.saved_sessions.saved_set import (
    COMMAND_MAX_CHARS,
    FILE_MAX_BYTES,
    FOLDER_MAX_BYTES,
    NAME_MAX_CHARS,
    PANES_MAX,
    SESSIONS_MAX,
    WINDOWS_MAX,
    SavedPane,
    SavedSession,
    SavedSet,
    SavedWindow,
    to_json,
)
from webmux.tmux.layout_text import LAYOUT_MAX_CHARS


def fitting(saved: SavedSet) -> SavedSet:
    """The set in a form that `from_json` accepts: one long name must not spoil all sessions.

    Long names are cut. Other texts that are too long are left out, then sessions for which there is no room,
    the newest first.

    Cost: writes the JSON once, or a few times if it is too large.
    """
    windows = panes = 0
    chosen = []
    for session in saved.sessions[:SESSIONS_MAX]:
        if windows + len(session.windows) <= WINDOWS_MAX and panes + session.panes <= PANES_MAX:
            windows, panes = windows + len(session.windows), panes + session.panes
            chosen.append(_session(session))
    fit = replace(saved, sessions=tuple(chosen))
    for change in (_without_command, _without_folder):
        if _fits(fit):
            return fit
        fit = replace(fit, sessions=tuple(session.with_panes(change) for session in fit.sessions))
    while not _fits(fit):
        fit = replace(fit, sessions=fit.sessions[: len(fit.sessions) // 2])
    return fit


def _fits(saved: SavedSet) -> bool:
    return len(to_json(saved)) <= FILE_MAX_BYTES


def _session(session: SavedSession) -> SavedSession:
    return replace(
        session,
        windows=tuple(map(_window, session.windows)),
        name=session.name[:NAME_MAX_CHARS],
        owner=_short(session.owner, NAME_MAX_CHARS),
        group=session.group[:NAME_MAX_CHARS],
    )


def _window(window: SavedWindow) -> SavedWindow:
    return replace(
        window,
        panes=tuple(map(_pane, window.panes)),
        name=window.name[:NAME_MAX_CHARS],
        layout=_short(window.layout, LAYOUT_MAX_CHARS),
    )


def _pane(pane: SavedPane) -> SavedPane:
    return replace(
        pane,
        folder=_short(pane.folder, FOLDER_MAX_BYTES),
        command=_short(pane.command, COMMAND_MAX_CHARS),
        owner=_short(pane.owner, NAME_MAX_CHARS),
    )


def _without_command(pane: SavedPane) -> SavedPane:
    return replace(pane, command="")


def _without_folder(pane: SavedPane) -> SavedPane:
    return replace(pane, folder="")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else ""
