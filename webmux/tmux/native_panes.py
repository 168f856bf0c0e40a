"""Whether native panes are safe with the tmux that runs. Pure, and small: the page of a session asks too."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits

_HOOK = "".join(f"#{{pane-died{index}}}" for index in ("", "[0]", "[1]", "[2]", "[3]"))
"""Before 3.7 a format has only single commands of a hook."""


def dead_panes_of(session_id: str) -> Command:
    """The command that prints for each pane whether a hook starts it again, and whether it stays."""
    risks = f"#{{m:*respawn*,{_HOOK}}} #{{remain-on-exit}}"
    return ("list-panes", "-s", "-t", f"{session_id}:", "-F", risks)


def why_refused(version: str, dead_panes: Callable[[], Iterable[str]]) -> str:
    """Why this tmux can have no native panes, in a sentence with the next step; empty if it can.

    Args:
        version: of the running server.
        dead_panes: called for a version that can end because of dead panes; the lines of `dead_panes_of`.
    """
    known = traits(version)
    if not known.pauses_panes:
        return f"tmux {version} is too old for native panes: update tmux to 3.2a or newer."
    if not known.crashes_on_respawn:
        return ""
    stay = [line[:1] for line in dead_panes() if line[2:].strip() not in ("", "0", "off")]
    begin = f"tmux {version} can end, with all sessions, if a program ends in native panes while"
    if stay and known.crashes_on_dead_output:
        return f"{begin} remain-on-exit is on: turn the option off, or update tmux."
    return f"{begin} the hook pane-died starts it again: remove the hook." if "1" in stay else ""
