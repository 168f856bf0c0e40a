"""Terminals attached to the same session as one of ours: plain tmux clients, which set its size as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import gevent
import structlog

from webmux.errors import TmuxError
from webmux.events import Event
from webmux.model import Size, TmuxState
from webmux.tmux.control.notifications import Notification
from webmux.tmux.own_clients import OwnClients
from webmux.tmux.server import Tmux
from webmux.tmux.state.formats import bounded_size

log = structlog.get_logger(__name__)

GAP_S = 0.05
"""A window that is resized is reported several times."""
TOLD_MAX = 5
_FIELDS = (
    "#{session_id} #{client_width} #{client_height} #{window_width} #{window_height} #{status}"
    " #{?client_control_mode,1,0} #{client_tty}"
)
_LINE = re.compile(r"(\$\d+) (\d+) (\d+) (\d+) (\d+) (\S*) ([01]) (.*)")
_KINDS = ("%client-session-changed", "%client-detached", "%layout-change", "%session-window-changed")


@dataclass(frozen=True, slots=True)
class OtherTerminals:
    """What is beside one of our clients: the sizes of the others' terminals, and that of the window.

    `fits` says that the window has the size of our client, less tmux's status lines.
    """

    terminals: tuple[Size, ...] = ()
    window: Size | None = None
    fits: bool = True

    def event(self) -> Event:
        """As viewers hear of it."""
        terminals = [{"cols": size.cols, "rows": size.rows} for size in self.terminals[:TOLD_MAX]]
        window = None if self.window is None else {"cols": self.window.cols, "rows": self.window.rows}
        fields = {"count": len(self.terminals), "terminals": terminals, "window": window, "fits": self.fits}
        return Event("terminals", fields)


@dataclass(eq=False, slots=True)
class _Followed:
    tty: str
    told: Callable[[OtherTerminals], None]
    now: OtherTerminals = field(default_factory=OtherTerminals)


class OtherClients:
    """Asks tmux for its clients whenever one came, went or moved, or a window has another size."""

    def __init__(self, tmux: Tmux, clients: OwnClients) -> None:
        self._tmux = tmux
        self._clients = clients
        self._watched: list[_Followed] = []
        self._asking = False

    def start(self) -> None:
        """Follow tmux from now on. Does not wait."""
        self._tmux.link.notified.add(self._take)
        self._tmux.link.changed.add(self.look)

    def follow(self, tty: str, told: Callable[[OtherTerminals], None]) -> Callable[[], None]:
        """Have `told` called with each change of what is beside the client of this terminal.

        Returns what ends that. It must not wait.
        """
        watched = _Followed(tty, told)
        self._watched.append(watched)
        self.look()
        return lambda: self._watched.remove(watched)

    def look(self) -> None:
        """Something changed that tmux may not report. Does not wait."""
        if self._watched and not self._asking:
            self._asking = True
            gevent.spawn(self._ask)

    def on_state(self, before: TmuxState, now: TmuxState) -> None:
        """The model changed. tmux reports a new size at once only in our control client's own session."""
        if {one.id: one.layout for one in before.windows} != {one.id: one.layout for one in now.windows}:
            self.look()

    def _take(self, notification: Notification) -> None:
        if notification.kind in _KINDS:
            self.look()

    def _ask(self) -> None:
        gevent.sleep(GAP_S)
        self._asking = False
        try:
            listed = self._tmux.run(("list-clients", "-F", _FIELDS))
        except TmuxError as error:
            log.info("tmux clients", error=error.message)
            return
        for watched in list(self._watched):
            now = terminals_beside(listed, watched.tty, self._clients.ttys)
            if now is not None and now != watched.now:
                watched.now = now
                watched.told(now)


def terminals_beside(listed: str, tty: str, ours: set[str]) -> OtherTerminals | None:
    """What is beside the client of a terminal, by the lines of `list-clients`; None if it is not there."""
    clients = [match for match in map(_LINE.fullmatch, listed.splitlines()) if match]
    own = next((match for match in clients if match[8] == tty), None)
    if own is None:
        return None
    others = [
        bounded_size(int(match[2]), int(match[3]))
        for match in clients
        if match[1] == own[1] and match[7] == "0" and match[8] not in ours
    ]
    cols, rows, window_cols, window_rows = (int(own[place]) for place in (2, 3, 4, 5))
    status = {"off": 0, "on": 1}.get(own[6]) or (int(own[6]) if own[6].isdigit() else 0)
    fits = (window_cols, window_rows) == (cols, rows - status)
    return OtherTerminals(tuple(others), bounded_size(window_cols, window_rows), fits)
