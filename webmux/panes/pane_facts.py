"""What is known of the panes of a session now, for those who type into them; see `PaneFacts`."""

from __future__ import annotations

from collections.abc import Callable

from webmux.panes.layout.pane_layout import PaneState, SessionLayout
from webmux.panes.pane_hub import PaneHub

FOCUS_REPORTS = 1004
"""The private mode by which a program asks for reports of the focus (ctlseqs, FocusIn/FocusOut)."""


class KnownPanes:
    """Reads the layout and the hubs of a session. Nothing here switches."""

    def __init__(self, layout: Callable[[], SessionLayout], hub: Callable[[int], PaneHub | None]) -> None:
        self._layout = layout
        self._hub = hub

    def state(self, pane: int) -> PaneState | None:
        """The pane, if the session has it."""
        return self._layout().seen("", pane)

    def mode(self, pane: int) -> str:
        """See `PaneFacts.mode`."""
        state = self.state(pane)
        return "" if state is None else state.mode

    def synchronized(self, pane: int) -> bool:
        """See `PaneFacts.synchronized`."""
        state = self.state(pane)
        return state is not None and state.sync

    def reports_focus(self, pane: int) -> bool:
        """See `PaneFacts.reports_focus`."""
        hub = self._hub(pane)
        return hub is not None and hub.tracker.mode(FOCUS_REPORTS) is True

    def extended_keys(self, pane: int) -> bool:
        """See `PaneFacts.extended_keys`."""
        hub = self._hub(pane)
        return hub is not None and hub.tracker.extended_keys is True
