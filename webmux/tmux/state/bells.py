"""Bells of windows that tmux takes for seen: before our own control client, or a terminal nobody looks at.

tmux flags a window that rang unless it is the current one of a session with a client, and a control
client counts as one (alerts.c, alerts_check_bell). It runs the hook `alert-bell` all the same, so the hook
notes the bell in an option of the window, which stays until somebody sees the window or a connection of
ours begins. The flag says nothing of a second bell, so the hook also appends each one to a hidden variable of
tmux's environment: setting that draws no terminal anew, and a format can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from webmux.model import Window
from webmux.tmux.control.quoting import Command

OPTION = "@webmux_bell"
# A hook is an array: at an index of its own ours stands beside whatever the user has there.
_AT = "alert-bell[8022]"
LOG = "WEBMUX_BELLS"
"""The last bells, each as `@window.time,`; a window that rings twice in a second has two equal ones."""
ASK_LOG: Command = ("display-message", "-p", f"#{{{LOG}}}")
"""Has told what rang before, which is no news."""
_NOTES = (
    f"if-shell -F '#{{&&:#{{window_active}},#{{session_attached}}}}' 'set-option -w {OPTION} 1'"
    f" ; set-environment -Fgh {LOG} '#{{=-300:{LOG}}}#{{window_id}}.#{{window_activity}},'"
)
_LOGGED = re.compile(r"(@\d+\.\d+),")
HOOK: Command = ("set-hook", "-g", _AT, _NOTES)
"""Has bells noted. tmux draws every terminal anew for it, as for every option that is set."""
ASK_HOOK: Command = ("show-options", "-gqv", _AT)


def is_hooked(told: str) -> bool:
    """Whether `ASK_HOOK` told of our hook, which outlives connections; tmux quotes its own way."""
    return told.strip().replace('"', "'") == _NOTES


def logged(log: str) -> list[str]:
    """The bells of a log, oldest first; what precedes the last 300 characters may be cut."""
    return _LOGGED.findall(log)


def rung_since(before: str, now: str) -> list[str]:
    """The ids of the windows that rang between two logs, each once."""
    known = set(logged(before))
    return list(dict.fromkeys(bell.partition(".")[0] for bell in logged(now) if bell not in known))


def forget(windows: Iterable[Window]) -> list[Command]:
    """What takes the notes back from those windows that have one."""
    return [("set-option", "-wqu", "-t", window.id, OPTION) for window in windows if window.rung]
