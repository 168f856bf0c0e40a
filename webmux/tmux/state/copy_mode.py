"""Detects output of programs whose panes are in copy mode. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from webmux.model import Window

COPY_MODE = "copy-mode"


@dataclass(frozen=True, slots=True)
class _CopyPane:
    """A pane in copy mode: how far its program had printed, and whether it printed since copy mode began."""

    pane_id: str
    layout: str
    printed: str
    new_output: bool


class CopyModes:
    """Follows the windows of one tmux server."""

    def __init__(self) -> None:
        self._panes: dict[str, _CopyPane] = {}

    def take(self, windows: Iterable[Window]) -> None:
        """Take all windows as they are now; call this after each change."""
        self._panes = {window.id: self._next(window) for window in windows if window.mode == COPY_MODE}

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """The windows, with `new_output` set if a program printed since its pane is in copy mode."""
        return tuple(replace(window, new_output=self._is_new(window)) for window in windows)

    def _is_new(self, window: Window) -> bool:
        pane = self._panes.get(window.id)
        return pane is not None and pane.new_output and window.mode == COPY_MODE

    def _next(self, window: Window) -> _CopyPane:
        before = self._panes.get(window.id)
        if before is None or before.pane_id != window.pane_id:
            return _CopyPane(window.pane_id, window.layout, window.printed, False)
        # Another size wraps lines again, which is not output.
        printed = before.layout == window.layout and before.printed != window.printed
        return _CopyPane(window.pane_id, window.layout, window.printed, before.new_output or printed)
