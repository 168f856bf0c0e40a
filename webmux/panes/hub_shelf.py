"""The hubs of one session's panes, and how long they stay: a pane that nobody sees needs no memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from webmux.panes.layout.pane_layout import SessionLayout, ended_panes, resized_panes, restarted_panes
from webmux.panes.pane_hub import PaneHub
from webmux.tmux.state.formats import bounded_size

HIDDEN_MAX_S = 30.0
"""A hub outlives its last reader by this time, so that a page comes back to the pane without a snapshot."""
RINGS_MAX_BYTES = 32 * 1024 * 1024
"""Of all panes of a session."""


class HubShelf:
    """Hubs by pane number, the one that was shown last at the end. Never switches."""

    def __init__(self, make: Callable[[int], PaneHub]) -> None:
        self._make = make
        self._hubs: dict[int, PaneHub] = {}
        self._seen_at: dict[int, float] = {}
        self._next_offset: dict[int, int] = {}
        self._closed_bytes = 0

    def __len__(self) -> int:
        return len(self._hubs)

    @property
    def hubs(self) -> Collection[PaneHub]:
        """All of them."""
        return list(self._hubs.values())

    @property
    def cost_bytes(self) -> int:
        """The memory that the rings take."""
        return sum(hub.ring.cost_bytes for hub in self._hubs.values())

    @property
    def received_bytes(self) -> int:
        """The output of all panes so far, also of those whose hubs are closed."""
        return self._closed_bytes + sum(hub.received_bytes for hub in self._hubs.values())

    def follow(self, before: SessionLayout, now: SessionLayout) -> None:
        """The layout changed: panes are gone, have another size, or start again with an empty screen.

        A pane that has died is captured under a pause, and stays paused until it starts again. tmux dropped
        what we had not read of it, and what is left of that would end tmux then.
        """
        for pane in before.panes() - now.panes():
            self.close(pane, "gone")
        for number, state in resized_panes(before, now).items():
            if (hub := self.get(number)) is not None:
                hub.resized(bounded_size(state.cols, state.rows))
        ended = ended_panes(before, now)
        for number in {*ended, *restarted_panes(before, now)}:
            if (hub := self.get(number)) is not None:
                was_paused, hub.fences.stays_paused = hub.fences.stays_paused, number in ended
                hub.refresh(cut=was_paused or number in ended)

    def get(self, pane: int) -> PaneHub | None:
        """The hub of a pane, if it has one."""
        return self._hubs.get(pane)

    def hub_of(self, pane: int) -> PaneHub:
        """The hub of a pane. If it has to be made again, its offsets begin beyond the old ones.

        So the offset of a client that missed output in between is never one that can be resumed.
        """
        hub = self._hubs.pop(pane, None)
        if hub is None:
            hub = self._make(pane)
            hub.ring.start_offset = hub.ring.end_offset = self._next_offset.get(pane, 0)
        self._hubs[pane] = hub
        self._seen_at[pane] = time.monotonic()
        return hub

    def close(self, pane: int, reason: str) -> None:
        """Close the hub of a pane, if it has one."""
        hub = self._hubs.pop(pane, None)
        self._seen_at.pop(pane, None)
        if hub is not None:
            self._next_offset[pane] = hub.ring.end_offset + 1
            self._closed_bytes += hub.received_bytes
            hub.close(reason)
        if reason == "gone":
            self._next_offset.pop(pane, None)  # tmux never gives a number again

    def close_all(self, reason: str) -> None:
        """Close all hubs."""
        for pane in list(self._hubs):
            self.close(pane, reason)

    def tidy(self, now: float) -> None:
        """Close hubs that had no reader for a while, or whose rings take too much; the oldest go first."""
        for pane, hub in list(self._hubs.items()):
            if hub.readers:
                self._seen_at[pane] = now
            elif now - self._seen_at[pane] >= HIDDEN_MAX_S or self.cost_bytes > RINGS_MAX_BYTES:
                self.close(pane, "hidden")
        for hub in self.hubs:
            if self.cost_bytes <= RINGS_MAX_BYTES:
                return
            if not any(reader.focused for reader in hub.readers):
                hub.on_cut()
