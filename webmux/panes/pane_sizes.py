"""The size of the control client of native panes, and so of the session's windows.

tmux gives a window the size of one of its clients (`window-size`), so everybody outside of WebMux counts as
well. By `manual` no client changes a size: the choice of the user stays. Measured with 3.2a to 3.7c:
`tests/integration/panes/test_pane_sizes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from webmux.hub.size_policy import SizedTerminal
from webmux.model import Size
from webmux.panes.layout.pane_layout import WindowState
from webmux.tmux.control.quoting import Command
from webmux.tmux.state.formats import bounded_size


class SizeLink(Protocol):
    """What it uses of a `PaneLink`."""

    session_id: str

    def fire(self, *commands: Command) -> None: ...


class PaneSizes(SizedTerminal):
    """A `SizedTerminal`: the client has a size while one of its viewers owns it, and else counts for nothing.

    `link` and `status_rows` return the control client, and the height of the status line of attached ones.
    """

    def __init__(self, link: Callable[[], SizeLink], status_rows: Callable[[], int]) -> None:
        self._link = link
        self._status_rows = status_rows
        self._size: Size | None = None
        self._taken_from: tuple[str, int, int] | None = None

    @property
    def resizable(self) -> bool:
        """See `SizedTerminal`."""
        return True

    def resize(self, size: Size) -> None:
        """See `SizedTerminal.resize`. The first size also replaces that of a terminal outside of WebMux."""
        is_first, self._size = self._size is None, size
        self._apply(take=is_first)

    def redraw(self) -> None:
        """See `SizedTerminal.redraw`."""
        self._apply(take=True)

    def on_typed(self, window: WindowState | None) -> None:
        """The owner types in this window: take its size back from a terminal that was used last.

        tmux does that itself for keys of attached clients. Only once until the size changes, as some
        windows never have the size of our client (`window-size smallest`).
        """
        if window is None or window.manual or self._size is None:
            return
        size = self._size
        is_ours = size.cols == window.cols and size.rows == window.rows
        now = None if is_ours else (window.id, window.cols, window.rows)
        before, self._taken_from = self._taken_from, now
        if now is not None and now != before:
            self._apply(take=True)

    def follow(self, size: Size) -> None:
        """See `SizedTerminal.follow`."""
        self.release()

    def client_size(self, size: Size) -> Size:
        """See `SizedTerminal.client_size`: an attached client has a status line as well."""
        return bounded_size(size.cols, size.rows + self._status_rows())

    def release(self) -> None:
        """See `SizedTerminal.release`. The windows get the size of the other clients, if there are some."""
        size, self._size = self._size, None
        if size is not None:
            # tmux calculates sizes again only after -C.
            self._link().fire(("refresh-client", "-f", "ignore-size"), _own_size(size))

    def connected(self) -> None:
        """There is another client, which has no size yet."""
        if self._size is not None:
            self._apply(take=False)

    def _apply(self, *, take: bool) -> None:
        if self._size is None:
            return
        link, own = self._link(), _own_size(self._size)
        commands: list[Command] = [own, ("refresh-client", "-f", "!ignore-size")]
        if take:
            # The client that switched last is the latest one (server-client.c, server_client_set_session).
            commands.append(("switch-client", "-E", "-t", f"{link.session_id}:"))
        link.fire(*commands, own)


def _own_size(size: Size) -> Command:
    return ("refresh-client", "-C", f"{size.cols}x{size.rows}")
