"""Panes that nobody views: tmux sends none of their output until they are shown.

Otherwise it sends a control client the output of all panes of its session. Nobody needs that of a pane
without a hub: bells, titles and activity come from formats of tmux. Only the first bytes are read, because a
program that starts there may ask for its colours.
"""

from __future__ import annotations

from collections.abc import Callable

from webmux.tmux.control.quoting import Command

HEARD_BYTES = 4096
"""A prompt and what a program asks at its start; a pane that goes on printing costs nothing after these."""


class HiddenPanes:
    """Those of one control client. Never switches."""

    def __init__(self, fire: Callable[[Command], None]) -> None:
        self._fire = fire
        self._paused: set[int] = set()
        self._heard: dict[int, int] = {}

    def on_output(self, pane: int, count: int) -> None:
        """A pane that nobody views has printed `count` bytes."""
        if pane in self._paused:
            return  # it was printed before tmux read our command
        self._heard[pane] = self._heard.get(pane, 0) + count
        if self._heard[pane] > HEARD_BYTES:
            self.settle(pane)

    def settle(self, pane: int) -> None:
        """Have tmux drop what it has not sent of this pane, and send no more."""
        if pane not in self._paused:
            self._paused.add(pane)
            self._fire(("refresh-client", "-A", f"%{pane}:pause"))

    def on_paused(self, pane: int) -> None:
        """tmux itself has paused it."""
        self._paused.add(pane)

    def show(self, pane: int) -> None:
        """Somebody views it from now on."""
        self._heard.pop(pane, None)
        if pane in self._paused:
            self._paused.discard(pane)
            self._fire(("refresh-client", "-A", f"%{pane}:continue"))
