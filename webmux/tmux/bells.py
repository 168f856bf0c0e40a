"""Bells of windows that tmux takes for seen: before our own control client, or a terminal nobody looks at.

tmux flags a window that rang unless it is the current one of a session with a client, and a control
client counts as one (alerts.c, alerts_check_bell). It runs the hook `alert-bell` all the same, so the hook
notes the bell in an option of the window, which stays until somebody sees the window or a connection of
ours begins.
"""

from __future__ import annotations

from collections.abc import Iterable

from webmux.model import Window
from webmux.tmux.quoting import Command

OPTION = "@webmux_bell"
# A hook is an array: at an index of its own ours stands beside whatever the user has there.
_AT = "alert-bell[8022]"
_NOTES = f"if-shell -F '#{{&&:#{{window_active}},#{{session_attached}}}}' 'set-option -w {OPTION} 1'"
HOOK: Command = ("set-hook", "-g", _AT, _NOTES)
"""Has bells noted. tmux draws every terminal anew for it, as for every option that is set."""
ASK_HOOK: Command = ("show-options", "-gqv", _AT)


def is_hooked(told: str) -> bool:
    """Whether `ASK_HOOK` told of our hook, which outlives connections; tmux quotes its own way."""
    return told.strip().replace('"', "'") == _NOTES


def forget(windows: Iterable[Window]) -> list[Command]:
    """What takes the notes back from those windows that have one."""
    return [("set-option", "-wqu", "-t", window.id, OPTION) for window in windows if window.rung]
