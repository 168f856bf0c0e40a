"""The ghost: a tmux client with a terminal, for what single panes cannot show.

Prompts, menus, popups and `choose-tree` need a terminal. The page lays that of the ghost over the panes while
one of them is open. The ghost counts as nobody: it sets no size, no list shows it, and it ends with its page.
"""

from __future__ import annotations

from collections.abc import Callable

from webmux.errors import SourceClosed, TooMany
from webmux.hub.hub import Hub
from webmux.model import Session, Size
from webmux.panes.layout.pane_layout import SessionLayout
from webmux.panes.pane_session import PaneSession
from webmux.tmux.own_clients import OwnClients
from webmux.tmux.server import DEFAULT_SIZE
from webmux.tmux.state.formats import bounded_size

GHOSTS_MAX = 20
RETRY_AFTER_S = 10
FOCUS_IN = b"\x1b[I"


class Ghost:
    """One ghost with its hub. The owner closes the hub; everything else ends with that."""

    def __init__(self, panes: PaneSession, clients: OwnClients) -> None:
        """Attach it.

        Raises:
            TooMany: there are `GHOSTS_MAX`.
            SourceClosed: the client did not start.

        Switches: yes, asks tmux.
        """
        self._tmux = panes.tmux
        if len(self._tmux.unseen_clients) >= GHOSTS_MAX:
            raise TooMany("too many tmux views are open: close one and try again", RETRY_AFTER_S)
        self._moved: Callable[[Session], None] = lambda session: None
        session_id, size = panes.session.id, size_of(panes.layout.now)
        self._source = self._tmux.attach_source(session_id, size, unseen=True)
        self._tmux.unseen_clients[self._source.tty] = session_id
        self._source.resizable = False
        self.hub = Hub(self._source, panes.limits, on_closed=self._on_closed)
        self._undo = [
            clients.follow(self._source.tty, session_id, self._on_moved),
            panes.layout.changed.add(self._on_layout),
            self._tmux.link.client_attached.add(self._touch),
        ]
        self._touch()

    def follow(self, moved: Callable[[Session], None]) -> Callable[[], None]:
        """Call `moved` with each session that the ghost switches to; returns a function that ends this."""
        self._moved = moved

        def stop() -> None:
            self._moved = lambda session: None

        return stop

    def _touch(self) -> None:
        """Make it the client that was used last: tmux shows popups and menus of scripts there.

        A control client that attaches takes that place. tmux counts a report of the focus as use.
        """
        try:
            self._source.write(FOCUS_IN)
        except SourceClosed:
            pass  # it is just ending

    def _on_layout(self, before: SessionLayout, now: SessionLayout) -> None:
        self._source.resize(size_of(now))

    def _on_moved(self, session: Session) -> None:
        self._tmux.unseen_clients[self._source.tty] = session.id
        self._source.session_id = session.id
        self._moved(session)

    def _on_closed(self, hub: Hub) -> None:
        self._tmux.unseen_clients.pop(self._source.tty, None)
        for undo in self._undo:
            undo()


def size_of(layout: SessionLayout) -> Size:
    """The size of a terminal that shows the whole current window, and tmux's status lines below it."""
    window = layout.current
    return DEFAULT_SIZE if window is None else bounded_size(window.cols, window.rows + layout.status_rows)
