"""Other tmux clients of the sessions that our clients show: they set the size of a window as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import gevent

from webmux.errors import TmuxError
from webmux.events import Event
from webmux.logs import get_logger
from webmux.model import Size, TmuxState
from webmux.tmux.control.notifications import Notification
from webmux.tmux.own_clients import OwnClients
from webmux.tmux.server import Tmux
from webmux.tmux.state.formats import bounded_size

log = get_logger(__name__)

GAP_S = 0.05
"""tmux reports a window that is resized several times."""
SIZES_MAX = 5
_FIELDS = (
    "#{session_id} #{client_width} #{client_height} #{window_width} #{window_height} #{status}"
    " #{?client_control_mode,1,0} #{client_name}"
)
_LINE = re.compile(r"(\$\d+) (\d+) (\d*) (\d+) (\d+) (\S*) ([01]) (.*)")
_KINDS = ("%client-session-changed", "%client-detached", "%layout-change", "%session-window-changed")


@dataclass(frozen=True, slots=True)
class OtherTerminals:
    """Sizes of the other terminals of a session, and of its window.

    `fits`: the window has the size of our client without tmux's status lines.
    """

    terminals: tuple[Size, ...] = ()
    window: Size | None = None
    fits: bool = True

    def event(self) -> Event:
        """The event that viewers get."""
        terminals = [{"cols": size.cols, "rows": size.rows} for size in self.terminals[:SIZES_MAX]]
        window = None if self.window is None else {"cols": self.window.cols, "rows": self.window.rows}
        fields = {"count": len(self.terminals), "terminals": terminals, "window": window, "fits": self.fits}
        return Event("terminals", fields)


@dataclass(eq=False, slots=True)
class _Followed:
    name: Callable[[], str]
    on_change: Callable[[OtherTerminals], None]
    now: OtherTerminals = field(default_factory=OtherTerminals)


class OtherClients:
    """Asks tmux for its clients when one attached, detached or switched, or a window was resized."""

    def __init__(self, tmux: Tmux, clients: OwnClients) -> None:
        self._tmux = tmux
        self._clients = clients
        self._followed: list[_Followed] = []
        self._asking = False

    def start(self) -> None:
        """Follow tmux from now on. Does not wait."""
        self._tmux.link.notified.add(self._take)
        self._tmux.link.changed.add(self.refresh)

    def follow(
        self, name: Callable[[], str], on_change: Callable[[OtherTerminals], None]
    ) -> Callable[[], None]:
        """Call `on_change`, which must not wait, for each change; returns a function that ends this.

        `name` returns tmux's name of one of our own clients: its terminal, or `client-<process>`.
        """
        followed = _Followed(name, on_change)
        self._followed.append(followed)
        self.refresh()
        return lambda: self._followed.remove(followed)

    def refresh(self) -> None:
        """Ask tmux soon, because something changed that it may not report. Does not wait."""
        if self._followed and not self._asking:
            self._asking = True
            gevent.spawn(self._ask)

    def on_state(self, before: TmuxState, now: TmuxState) -> None:
        """Ask tmux if a window was resized: it reports that at once only in our control client's session."""
        if {one.id: one.layout for one in before.windows} != {one.id: one.layout for one in now.windows}:
            self.refresh()

    def _take(self, notification: Notification) -> None:
        if notification.kind in _KINDS:
            self.refresh()

    def _ask(self) -> None:
        gevent.sleep(GAP_S)
        self._asking = False
        try:
            listed = self._tmux.run(("list-clients", "-F", _FIELDS))
        except TmuxError as error:
            log.info("tmux clients", error=error.message)
            return
        for followed in list(self._followed):
            now = terminals_beside(listed, followed.name(), self._clients.ttys)
            if now is not None and now != followed.now:
                followed.now = now
                followed.on_change(now)


def terminals_beside(listed: str, name: str, ours: set[str]) -> OtherTerminals | None:
    """The other terminals in the session of this client, from `list-clients`; None if it is not listed.

    Of a control client tmux tells only the width (format.c, format_cb_client_height), and its size counts
    only while one of its viewers owns the size. So without other terminals any window fits.
    """
    clients = [match for match in map(_LINE.fullmatch, listed.splitlines()) if match]
    own = next((match for match in clients if match[8] == name), None)
    if own is None:
        return None
    others = [
        bounded_size(int(match[2]), int(match[3]))
        for match in clients
        if match[1] == own[1] and match[7] == "0" and match[8] not in ours
    ]
    cols, window_cols, window_rows = (int(own[place]) for place in (2, 4, 5))
    status = {"off": 0, "on": 1}.get(own[6]) or (int(own[6]) if own[6].isdigit() else 0)
    if own[7] == "1":
        fits = window_cols == cols or not others
    else:
        fits = (window_cols, window_rows) == (cols, int(own[3]) - status)
    return OtherTerminals(tuple(others), bounded_size(window_cols, window_rows), fits)
