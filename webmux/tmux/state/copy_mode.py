"""Which windows are in copy mode while their programs go on printing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from webmux.model import Window

COPY_MODE = "copy-mode"


@dataclass(frozen=True, slots=True)
class _Held:
    """A pane in copy mode: where its program was when it was last looked at, and whether it went on since."""

    pane_id: str
    layout: str
    printed: str
    new_output: bool


class CopyModes:
    """Follows the windows of one tmux server, told of all of them each time something changed."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}

    def take(self, windows: Iterable[Window]) -> None:
        """All windows as they are now."""
        self._held = {window.id: self._next(window) for window in windows if window.mode == COPY_MODE}

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """The windows, `new_output` where a program printed since its pane is in copy mode."""
        return tuple(replace(window, new_output=self._is_new(window)) for window in windows)

    def _is_new(self, window: Window) -> bool:
        held = self._held.get(window.id)
        return held is not None and held.new_output and window.mode == COPY_MODE

    def _next(self, window: Window) -> _Held:
        before = self._held.get(window.id)
        if before is None or before.pane_id != window.pane_id:
            return _Held(window.pane_id, window.layout, window.printed, False)
        # Another size wraps lines anew, which nobody printed.
        went_on = before.layout == window.layout and before.printed != window.printed
        return _Held(window.pane_id, window.layout, window.printed, before.new_output or went_on)
