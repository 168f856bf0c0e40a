"""Bells that tmux does not flag, because our control client, or a hidden terminal, shows the window.

tmux flags a window that rang unless it is the current one of a session with a client, and a control client
counts (alerts.c, alerts_check_bell). The hook `alert-bell` runs in any case, so ours notes the bell in an
option of the window. The option stays until a user views the window or we reconnect. Neither the flag nor the
option shows a second bell. So the hook also appends each bell to a hidden variable of tmux's environment: a
format can read it, and setting it redraws no terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from webmux.model import Window
from webmux.tmux.control.quoting import Command

OPTION = "@webmux_bell"
# A hook is an array: ours has an index of its own, so it does not replace the user's.
_AT = "alert-bell[8022]"
LOG = "WEBMUX_BELLS"
"""The last bells, each as `@window.time,`; a window that rings twice in a second has two equal ones."""
ASK_LOG: Command = ("display-message", "-p", f"#{{{LOG}}}")
"""Prints the bells before our connection, which are not reported."""
_NOTES = (
    f"if-shell -F '#{{&&:#{{window_active}},#{{session_attached}}}}' 'set-option -w {OPTION} 1'"
    f" ; set-environment -Fgh {LOG} '#{{=-300:{LOG}}}#{{window_id}}.#{{window_activity}},'"
)
_LOGGED = re.compile(r"(@\d+\.\d+),")
HOOK: Command = ("set-hook", "-g", _AT, _NOTES)
"""Installs the hook. tmux redraws every terminal for it, as for every option."""
ASK_HOOK: Command = ("show-options", "-gqv", _AT)


def is_hooked(printed: str) -> bool:
    """Whether `ASK_HOOK` printed our hook, which outlives connections; tmux changes the quotes."""
    return printed.strip().replace('"', "'") == _NOTES


def logged(log: str) -> list[str]:
    """The bells in a log, oldest first. It is cut to its last 300 characters, so the first may be missing."""
    return _LOGGED.findall(log)


def rung_since(before: str, now: str) -> list[str]:
    """The ids of the windows that rang between two logs, each once."""
    known = set(logged(before))
    return list(dict.fromkeys(bell.partition(".")[0] for bell in logged(now) if bell not in known))


def forget(windows: Iterable[Window]) -> list[Command]:
    """Commands that remove the notes of the windows that have one."""
    return [("set-option", "-wqu", "-t", window.id, OPTION) for window in windows if window.rung]
