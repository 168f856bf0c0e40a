"""The hands of the prefix keys: a second control client of a session, which runs key bindings.

A binding may wait for a shell, for `wait-for`, or for a prompt that nobody sees. So it never runs on the
client that carries keys and output, but on one of its own. If that does not answer, another one replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass

from gevent.lock import BoundedSemaphore

from webmux.errors import SessionNotFound, TmuxError, TmuxTimeout
from webmux.logs import get_logger
from webmux.model import Session
from webmux.tmux.control.connection import ConnectionLost, ControlConnection
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import unescape_dollars
from webmux.tmux.control.quoting import Command, command_line
from webmux.tmux.server import Tmux
from webmux.tmux.version import traits

log = get_logger(__name__)

START_S = 5.0
PATIENCE_S = 2.0
"""What takes longer, such as `run-shell`, goes on without the client."""
TEXT_MAX_BYTES = 64 * 1024
"""Of what a binding prints for its user."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the commands printed, and what tmux says is wrong, or `""`. Not `ended`: they may still run."""

    text: str = ""
    error: str = ""
    ended: bool = True
    active: int | None = None
    """The pane that is active in the session afterwards: a user's next keys are for it."""


class Hands:
    """Runs the bindings of one session, one after another. Its client starts with the first."""

    def __init__(self, tmux: Tmux, session: Session) -> None:
        self._tmux = tmux
        self._session = session
        self._connection: ControlConnection | None = None
        self._lock = BoundedSemaphore(1)
        self._closed = False

    def run(self, window_id: str, pane: int, commands: str, first: Command | None = None) -> Outcome:
        """Run commands, as `list-keys` printed them, with this pane as the active one of tmux.

        `first` runs before them, in the same line.

        Raises:
            SessionNotFound: the session has ended.
            TmuxError: tmux could not be asked.

        Switches: yes, up to 2 s, and while another binding runs.
        """
        line = command_line(
            *(() if first is None else (first,)),
            ("select-window", "-t", f"{self._session.id}:{window_id}"),
            ("select-pane", "-Z", "-t", f"%{pane}"),
        )
        with self._lock:
            connection = self._connected()
            try:
                replies = connection.run_line(line.rstrip(b"\n") + b" ; " + commands.encode(), PATIENCE_S)
                active = self._active(connection)
            except TmuxTimeout:
                log.info("a key binding does not end", session=self._session.id)
                self._drop()
                return Outcome(ended=False)
            except ConnectionLost:
                self._connection = None  # such as `kill-session`: the binding ended its own client
                return Outcome(ended=False)
        failed = next((reply for reply in replies if not reply.ok), None)
        lines = [line for reply in replies if reply.ok for line in reply.lines]
        return Outcome(self._text(lines), "" if failed is None else self._text(failed.lines), active=active)

    def _active(self, connection: ControlConnection) -> int | None:
        about = ("display-message", "-p", "-t", f"{self._session.id}:", "#{pane_id}")
        [[reply]] = connection.ask([[about]], PATIENCE_S)
        pane = reply.lines[0][1:] if reply.ok and reply.lines else b""
        return int(pane) if pane.isdigit() else None

    def close(self) -> None:
        """End the client for good. Switches: no."""
        self._closed = True
        self._drop()

    def _connected(self) -> ControlConnection:
        connection = self._connection
        if connection is not None and not connection.ended and connection.session_id == self._session.id:
            return connection
        self._drop()
        if self._closed:
            raise SessionNotFound("this session is no longer open: open it again")
        self._tmux.link.wait_started()
        try:
            connection = self._tmux.link.start_client(self._session.id, self._on_notification, lambda: None)
        except OSError as error:
            raise TmuxError(f"the tmux client could not be started: {error}") from error
        self._connection = connection
        if not connection.wait_ready(START_S):
            self._drop()
            raise SessionNotFound(f"there is no session {self._session.id}")
        about = ("display-message", "-p", "#{pid}-#{start_time} #{session_id}")
        [[reply]] = connection.ask([[about]], START_S)
        if reply.lines != (f"{self._session.epoch} {self._session.id}".encode(),):
            self._drop()
            raise SessionNotFound("this is another tmux server now: open the session again")
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _on_notification(self, notification: Notification) -> None:
        # A binding, or the end of the session, moved it to another session: nobody may act there.
        if notification.kind == "%session-changed" and notification.session_id != self._session.id:
            self._drop()

    def _text(self, lines: list[bytes] | tuple[bytes, ...]) -> str:
        if traits(self._tmux.version()).escapes_dollars:
            lines = [unescape_dollars(line) for line in lines]
        return b"\n".join(lines)[:TEXT_MAX_BYTES].decode("utf-8", "replace")
