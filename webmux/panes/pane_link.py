"""The control client with output: what the programs of one session print, and commands for its panes.

One for each session that has native viewers, however many. It attaches with `ignore-size`, so it changes no
size by itself. `pause-after` limits what tmux stores if we do not read in time. The Link of the server has to
be connected meanwhile: its client reads all the time, and without one tmux may stop the programs if this
client is late (control.c, server_client_check_pane_buffer).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from webmux.errors import PanesUnsafe, SessionNotFound, TmuxError, TmuxTimeout
from webmux.logs import get_logger
from webmux.model import Session
from webmux.panes.floods.hidden_panes import HiddenPanes
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.control.connection import ConnectionLost, ControlConnection, Done
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.quoting import Command
from webmux.tmux.native_panes import dead_panes_of, why_refused
from webmux.tmux.server import Tmux

log = get_logger(__name__)

FLAGS = "ignore-size,pause-after=5"
"""After five seconds without a read tmux pauses a pane instead of storing more."""
TIMEOUT_S = 5.0

_WHERE = "#{pid}-#{start_time} #{session_id} #{client_name}"

Sink = Callable[[bytes], None]


class PaneLink:
    """A running control client of one session of one tmux server (`epoch`).

    Each of the callbacks runs in the greenlet that reads tmux, in the order in which tmux sent things, and
    must not switch.
    """

    def __init__(self, tmux: Tmux, session: Session) -> None:
        """Start the client and wait until tmux has attached it.

        Raises:
            SessionNotFound: the session has ended, or this is another tmux server.
            TmuxTimeout: no answer in time.
            PanesUnsafe: tmux 3.2a has `remain-on-exit` in this session.
            TmuxError: the client could not be started.

        Switches: yes.
        """
        self.session_id = session.id
        self.epoch = session.epoch
        self.client = ""
        """tmux's name of this client."""
        self.version = tmux.version()
        self.ended = ""
        """Why the client ended, one of `EXIT_REASONS`; `""` while it runs."""
        self.notified: Signal[[Notification]] = Signal()
        """A notification of tmux, also `%pause` and `%continue`."""
        self.closed: Signal[[str]] = Signal()
        """It ended, for this reason. Sent once; listeners may not switch."""
        self._tmux = tmux
        self.overhear: Callable[[int, bytes], None] | None = None
        """Gets all output of all panes before the sinks do. Must not switch."""
        self._sinks: dict[int, Sink] = {}
        self._paused: dict[int, Callable[[], None]] = {}
        self._hidden = HiddenPanes(self.fire)
        self._closing = False
        self._left = False
        self._nursery = Nursery(f"panes of {session.id}")
        tmux.link.wait_started()
        try:
            self._connection: ControlConnection = tmux.link.start_client(
                session.id, self._on_notification, self._on_end, flags=FLAGS, on_output=self._on_output
            )
        except OSError as error:
            raise TmuxError(f"the tmux client could not be started: {error}") from error
        self._check()

    def _check(self) -> None:
        try:
            if not self._connection.wait_ready(TIMEOUT_S):
                if not self._connection.ended:
                    raise TmuxTimeout(f"tmux did not attach a client in {TIMEOUT_S:g} s")
                raise SessionNotFound(f"there is no session {self.session_id}")
            [[reply]] = self.ask([[("display-message", "-p", _WHERE)]])
            where, _, self.client = b"".join(reply.lines).decode().rpartition(" ")
            if where != f"{self.epoch} {self.session_id}":
                raise SessionNotFound("this is another tmux server now")
            self._check_safe()
        except BaseException:
            self.close()
            raise

    def _check_safe(self) -> None:
        def dead_panes() -> list[str]:
            [[reply]] = self.ask([[dead_panes_of(self.session_id)]])
            return [line.decode() for line in reply.lines]

        why = why_refused(self.version, dead_panes)
        if why:
            raise PanesUnsafe(f"{why} Until then, use the attached view.")

    # -- output ----------------------------------------------------------------------------

    def tap(self, pane: int, sink: Sink, paused: Callable[[], None] = lambda: None) -> None:
        """Send the output of a pane to `sink`, instead of the one before.

        `paused` is called if tmux itself paused the pane, because we read too late: then its output was lost.
        """
        self._sinks[pane] = sink
        self._paused[pane] = paused
        self._hidden.show(pane)

    def untap(self, pane: int) -> None:
        """Ignore the output of a pane from now on."""
        self._sinks.pop(pane, None)
        self._paused.pop(pane, None)

    def dropping(self, panes: Iterable[int]) -> Command:
        """The command by which any client of tmux drops what this one has not read of these panes.

        For the line that starts a pane again, which else can end tmux; see `Traits.crashes_on_respawn`. tmux
        reports `%pause`, and then a snapshot follows.
        """
        pauses = [part for pane in panes for part in ("-A", f"%{pane}:pause")]
        return ("refresh-client", "-t", self.client, *pauses)

    def settle(self, pane: int) -> None:
        """A pane that nobody views has ended, or left the session: have tmux drop what is unread.

        Of a pane that left, tmux would else keep all further output for this client, without sending it. And
        unread output ends tmux when the pane starts again.
        """
        if pane not in self._sinks:
            self._hidden.settle(pane)

    # -- commands --------------------------------------------------------------------------

    def fire(self, *commands: Command, done: Done | None = None) -> None:
        """Send one line; see `ControlConnection.fire`. `done` also gets None if the line cannot be sent.

        Raises:
            BadField: an argument holds NUL.
        """
        try:
            self._connection.fire(*commands, done=done)
        except (ConnectionLost, TmuxTimeout) as error:
            log.info("panes", error=error.message)
            if done is not None:
                done(None)

    def ask(self, groups: Sequence[Sequence[Command]], timeout_s: float = TIMEOUT_S) -> list[list[Reply]]:
        """See `ControlConnection.ask`. Switches: yes."""
        return self._connection.ask(groups, timeout_s)

    # -- the end ---------------------------------------------------------------------------

    def close(self) -> None:
        """End the client. Switches: no; `closed` follows."""
        self._closing = True
        self._sinks.clear()
        self._paused.clear()
        self._connection.close()

    def _on_output(self, pane: int, data: bytes) -> None:
        if self._left:
            return
        if self.overhear is not None:
            self.overhear(pane, data)
        sink = self._sinks.get(pane)
        if sink is None:
            self._hidden.on_output(pane, len(data))
        else:
            sink(data)

    def _on_notification(self, notification: Notification) -> None:
        if notification.kind == "%session-changed" and notification.session_id != self.session_id:
            # The session ended with `detach-on-destroy off`, or another client moved ours. Viewers of this
            # session may not see another one.
            self._left = True
            self._connection.close()
        if self._left:
            return
        if notification.kind == "%pause" and notification.pane:
            pane = int(notification.pane)
            self._paused.get(pane, partial(self._hidden.on_paused, pane))()
        self.notified.send(notification)

    def _on_end(self) -> None:
        self._nursery.spawn("end", self._report_end)

    def _report_end(self) -> None:
        self.ended = reason = "closed" if self._closing else self._reason()
        self._sinks.clear()
        self._paused.clear()
        log.info("panes ended", session=self.session_id, reason=reason)
        self.closed.send(reason)

    def _reason(self) -> str:
        try:
            listed = self._tmux.list_sessions()
        except TmuxError:
            return "server_exited"
        if listed.epoch != self.epoch:
            return "server_exited"
        known = any(session.id == self.session_id for session in listed.sessions)
        return "detached" if known else "session_ended"
