"""Panes that nobody views: if one prints much, tmux sends none of its output until it is shown.

tmux sends a control client the output of all panes of its session. Nobody needs that of a pane without a hub.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from webmux.panes.floods.flood_rules import HIDDEN_BYTES, HIDDEN_S, Rate
from webmux.tmux.control.quoting import Command

RATES_MAX = 64
"""With more of them, those of quiet panes are forgotten."""


class HiddenPanes:
    """Those of one control client. Never switches."""

    def __init__(self, fire: Callable[[Command], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._fire = fire
        self._clock = clock
        self._rates: dict[int, Rate] = {}
        self._paused: set[int] = set()

    def on_output(self, pane: int, count: int) -> None:
        """A pane that nobody views printed so many bytes."""
        if pane in self._paused:
            return  # printed before tmux read our command
        now = self._clock()
        rate = self._rates.get(pane)
        if rate is None:
            if len(self._rates) >= RATES_MAX:
                self._rates = {pane: one for pane, one in self._rates.items() if one.last_at > now - HIDDEN_S}
            rate = self._rates[pane] = Rate(HIDDEN_S)
        rate.add(count, now)
        if rate.bytes > HIDDEN_BYTES:
            self._rates.pop(pane)
            self._paused.add(pane)
            self._fire(("refresh-client", "-A", f"%{pane}:pause"))

    def on_paused(self, pane: int) -> None:
        """tmux itself has paused it."""
        self._paused.add(pane)

    def show(self, pane: int) -> None:
        """Somebody views it from now on."""
        self._rates.pop(pane, None)
        if pane in self._paused:
            self._paused.discard(pane)
            self._fire(("refresh-client", "-A", f"%{pane}:continue"))
