"""The record WindowSwitch: makes a window of the session the current one."""

from __future__ import annotations

from webmux.errors import BadField, WindowNotFound
from webmux.live import Live


def switch_window(live: Live, session_id: str, requested: str) -> None:
    """Make a window the current one of this session, by its id `@3` or its index.

    Raises:
        BadField: the session has no such window, `window_not_found`.

    Switches: yes, asks tmux.
    """
    window_id = requested
    if requested.isascii() and requested.isdigit():
        windows = live.tmux.list_windows(session_id)
        found = [window.id for window in windows if window.index == int(requested)]
        if not found:
            raise BadField("window", f"no window has index {requested}", code="window_not_found")
        window_id = found[0]
    try:
        live.tmux.select_window(window_id, session_id)
    except WindowNotFound as error:
        raise BadField("window", "is not in this session", code="window_not_found") from error
    live.watch.refresh()
