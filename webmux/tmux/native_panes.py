"""Whether native panes are safe with the tmux that runs. Pure, and small: the page of a session asks too."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits


def remain_on_exit_of(session_id: str) -> Command:
    """The command that prints the option of each pane of a session."""
    return ("list-panes", "-s", "-t", f"{session_id}:", "-F", "#{remain-on-exit}")


def why_refused(version: str, remain_on_exit: Callable[[], Iterable[str]]) -> str:
    """Why this tmux can have no native panes, in a sentence with the next step; empty if it can.

    Args:
        version: of the running server.
        remain_on_exit: called for a version that can end because of this option; its value in each pane.
    """
    known = traits(version)
    if not known.pauses_panes:
        return f"tmux {version} is too old for native panes: update tmux to 3.2a or newer."
    if known.crashes_on_dead_output and any(value not in ("", "0", "off") for value in remain_on_exit()):
        return (
            f"tmux {version} can end, with all sessions, if a program ends in native panes while"
            " remain-on-exit is on: turn the option off, or update tmux."
        )
    return ""
