"""tmux's status line as text, for viewers of native panes who want it.

tmux draws no status line for a control client, so it is expanded here: after each change of the layout, and
every `status-interval` seconds, as tmux does for one terminal. It is asked once for all viewers, and not at
all without one. A subscription would not do: tmux checks those every second, and `#()` would run as often.

tmux runs `#()` itself, at most once a second for a client, and has the output a moment later (format.c,
format_job_get). So each question is followed by another one in the same second, which runs nothing again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import gevent
from gevent.event import Event as Flag

from webmux.events import Event
from webmux.supervise import Nursery
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply, unescape_dollars
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits

ROWS_MAX = 5
ROW_MAX_CHARS = 4096
GAP_S = 0.1
"""Shortest time between two questions: a script may rename a window all the time."""
SETTLE_S = 0.4
"""When the output of a quick `#()` is there."""
TIMEOUT_S = 5.0
_ABOUT = "#{status} #{status-interval} #{status-position} #{status-fg} #{status-bg} #{E:status-style}"


class StatusLink(Protocol):
    """What is used of a `PaneLink`."""

    session_id: str
    version: str

    def fire(self, *commands: Command, done: Callable[[list[Reply] | None], None] | None = None) -> None: ...


class StatusViewer(Protocol):
    """What is used of a viewer."""

    def notify(self, event: Event, name: str) -> None:
        """Queue an event; it replaces an unsent one of the same name."""


class StatusLine:
    """Of one session. Nothing here switches unless its docstring says so; `link` returns the current link."""

    def __init__(self, link: Callable[[], StatusLink], owner: str) -> None:
        self._link = link
        self._viewers: dict[StatusViewer, None] = {}
        self._nursery = Nursery(f"status line of {owner}")
        self._stale, self._answered = Flag(), Flag()
        self._running = False
        self._rows = 1
        self._interval_s: float | None = 15.0
        self._event: Event | None = None

    def show(self, viewer: StatusViewer) -> None:
        """Send a viewer the status line, now and after each change."""
        self._viewers[viewer] = None
        if self._event is not None:
            viewer.notify(self._event, self._event.name)
        self._stale.set()
        if not self._running:
            self._running = True
            self._nursery.spawn("follow", self._follow)

    def hide(self, viewer: StatusViewer) -> None:
        """Send a viewer no more of it. Safe to call for one that has none."""
        self._viewers.pop(viewer, None)
        if not self._viewers:
            self._stale.set()

    def refresh(self) -> None:
        """Something that it may show has changed."""
        self._stale.set()

    def on_notification(self, notification: Notification) -> None:
        """The layout does not have the names of sessions."""
        if notification.kind == "%session-renamed":
            self.refresh()

    def stop(self) -> None:
        """Ask no longer. Switches: yes."""
        self._viewers.clear()
        self._nursery.stop()

    def _follow(self) -> None:
        try:
            while self._viewers:
                self._stale.clear()
                self._ask()
                if 1 - time.time() % 1 > SETTLE_S:
                    gevent.sleep(SETTLE_S)
                    self._ask()
                gevent.sleep(GAP_S)
                if not self._stale.wait(self._interval_s):
                    gevent.sleep(1 - time.time() % 1)  # so that the second question is in the same second
        finally:
            self._running = False
            self._event = None

    def _ask(self) -> None:
        """Switches: yes, until tmux has answered."""
        target = f"{self._link().session_id}:"
        formats = [_ABOUT, *(f"#{{T:status-format[{row}]}}" for row in range(self._rows))]
        self._answered.clear()
        commands = [("display-message", "-p", "-t", target, one) for one in formats]
        self._link().fire(*commands, done=self._take)
        self._answered.wait(TIMEOUT_S)

    def _take(self, replies: list[Reply] | None) -> None:
        self._answered.set()
        if not replies or not all(reply.ok for reply in replies):
            return
        unescape = traits(self._link().version).escapes_dollars
        lines = [_text(reply, unescape=unescape) for reply in replies]
        fields, rows, self._interval_s = parse_about(lines[0])
        if rows >= len(lines):  # a late answer may have fewer rows than are asked for now
            self._rows = rows
            self._stale.set()
            return
        self._rows = max(rows, 1)
        event = Event("status-line", {**fields, "rows": lines[1 : rows + 1]})
        if event != self._event:
            self._event = event
            for viewer in list(self._viewers):
                viewer.notify(event, event.name)


def parse_about(line: str) -> tuple[dict[str, Any], int, float | None]:
    """The fields of the event, the number of rows, and the interval in seconds; None is no interval."""
    status, interval, position, fg, bg, style = [*line.split(" ", 5), "", "", "", "", "", ""][:6]
    rows = int(status) if status.isdigit() else int(status == "on")
    # As tmux does: these options, which are older, win over the style.
    older = [f"{name}={value}" for name, value in (("fg", fg), ("bg", bg)) if value not in ("", "default")]
    fields = {
        "position": "top" if position == "top" else "bottom",
        "style": ",".join([one for one in (style, *older) if one])[:ROW_MAX_CHARS],
    }
    seconds = float(interval[:6]) if interval.isdigit() and int(interval[:6]) > 0 else None
    return fields, min(rows, ROWS_MAX), seconds


def _text(reply: Reply, *, unescape: bool) -> str:
    """The first line of a reply: a format may hold line feeds, and a status line has none."""
    lines: Sequence[bytes] = reply.lines[:1]
    if unescape:
        lines = [unescape_dollars(line) for line in lines]
    text = b"".join(lines).decode("utf-8", "replace")[:ROW_MAX_CHARS]
    return "".join(char if char.isprintable() else " " for char in text)
