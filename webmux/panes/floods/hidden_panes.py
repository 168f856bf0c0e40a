"""Panes that nobody views: tmux sends none of their output until they are shown.

Otherwise it sends a control client the output of all panes of its session. Nobody needs that of a pane
without a hub: bells, titles and activity come from formats of tmux.
"""

from __future__ import annotations

from collections.abc import Callable

from webmux.tmux.control.quoting import Command


class HiddenPanes:
    """Those of one control client. Never switches."""

    def __init__(self, fire: Callable[[Command], None]) -> None:
        self._fire = fire
        self._paused: set[int] = set()

    def on_output(self, pane: int) -> None:
        """A pane that nobody views has printed."""
        if pane not in self._paused:  # else it was printed before tmux read our command
            self._paused.add(pane)
            self._fire(("refresh-client", "-A", f"%{pane}:pause"))

    def on_paused(self, pane: int) -> None:
        """tmux itself has paused it."""
        self._paused.add(pane)

    def show(self, pane: int) -> None:
        """Somebody views it from now on."""
        if pane in self._paused:
            self._paused.discard(pane)
            self._fire(("refresh-client", "-A", f"%{pane}:continue"))
