"""How commands reach tmux: by a control connection if there can be one, by processes if not."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence

import gevent
from gevent.event import Event as Flag

from webmux.errors import TmuxError, TmuxTimeout
from webmux.logs import get_logger
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.binary import server_pid
from webmux.tmux.control import host_session
from webmux.tmux.control.connection import QUIET, ConnectionLost, ControlConnection
from webmux.tmux.control.introduction import Handshake
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply, unescape_dollars
from webmux.tmux.control.process import NoServer, TmuxProcess, prints_escaped, sort_failure
from webmux.tmux.control.quoting import Command
from webmux.tmux.version import traits
from webmux.watching import watching

log = get_logger(__name__)

BACKOFF_FIRST_S = 0.2
BACKOFF_MAX_S = 5.0
STOP_S = 2.5
RECHECK_S = 2.0
"""How long a new server may go unnoticed if the kernel does not report it; see `_wait_for_socket`."""
SETTLE_S = 1.0
"""A new server makes sessions and windows, and each causes a notification; see `_starting`."""
START_MAX_S = 2.0
LASTED_S = 5.0
"""A connection that lasted at least this long resets the back-off."""

_READ_ONLY = ("list-", "display-message", "show-", "capture-pane")

Group = Sequence[Command]


class Link:
    """Commands and notifications of one tmux server.

    After `keep` it connects whenever there is a server with a session. Without a connection, commands run
    as processes. It reconnects at once when a server makes its socket, otherwise after 0.2 to 5 s.
    """

    def __init__(self, process: TmuxProcess, timeout_s: float) -> None:
        self._process = process
        self._timeout_s = timeout_s
        self._connection: ControlConnection | None = None
        self._clients: list[ControlConnection] = []
        self._version = ""
        self.notified: Signal[[Notification]] = Signal()
        """A notification of tmux. Listeners must not switch."""
        self.changed: Signal[[]] = Signal()
        """The connection, or a server, started or ended: what was learnt from it may be out of date."""
        self.client_attached: Signal[[]] = Signal()
        """A control client of ours was attached: tmux takes it for the one that was used last. Listeners
        must not switch."""
        self._nudged = Flag()
        self._others_moved = Flag()
        # Set while there is a connection, or certainly no server to connect to.
        self._known = Flag()
        # Cleared while a control client starts. A notification that is due at that moment may crash tmux
        # before 3.7, so our own commands that cause one wait.
        self._starting = Flag()
        self._starting.set()
        self._nursery = Nursery("tmux link")
        self.connects = 0
        """How many connections were made so far."""

    @property
    def connected(self) -> bool:
        """Whether commands go through a connection now."""
        return self._connection is not None

    @property
    def session_id(self) -> str:
        """The session that our control client is attached to; `""` without a connection."""
        return "" if self._connection is None else self._connection.session_id

    @property
    def version(self) -> str:
        """The version of the server, see `TmuxProcess.version`. Switches if there is no connection."""
        return self._process.version() if self._connection is None else self._version

    # -- commands --------------------------------------------------------------------------

    def run(self, *commands: Command, timeout_s: float | None = None) -> str:
        """Run commands in order, with nothing between them; the first failure stops the rest.

        Returns:
            The output of all of them; bytes that are not UTF-8 are replaced.

        Raises:
            NoServer, SessionNotFound, WindowNotFound, NameTaken, TmuxCommandFailed: as tmux reports.
            TmuxTimeout: no answer in time.
            ConnectionLost: the connection ended first; a command that changes something may have run.
            TmuxMissing: there is no such binary.

        Switches: yes. Cost: 0.1 ms with a connection, otherwise a process of at least 2 ms.
        """
        [result] = self.run_each([commands], timeout_s)
        if isinstance(result, TmuxError):
            raise result
        return result.decode("utf-8", "replace")

    def run_each(self, groups: Sequence[Group], timeout_s: float | None = None) -> list[bytes | TmuxError]:
        """Run groups that do not depend on each other; returns the output or the error of each, in order.

        Raises:
            TmuxTimeout: no answer to all of them in time.
        """
        if not all(map(_only_reads, groups)):
            self.wait_started()
        connection = self._connection
        if connection is not None:
            try:
                answers = connection.ask(groups, timeout_s or self._timeout_s)
            except ConnectionLost as lost:
                return [self._run_process(group) if _only_reads(group) else lost for group in groups]
            return [self._printed(group, replies) for group, replies in zip(groups, answers, strict=True)]
        return [self._run_process(group) for group in groups]

    def ask(self, commands: Group, timeout_s: float | None = None) -> list[list[bytes]]:
        """Run commands over the connection only, with nothing between them.

        Returns:
            The lines of each command, as tmux sent them.

        Raises:
            TmuxError: as `run`.
            ConnectionLost: also if there is no connection in time.
            NoServer: there is none to connect to.
        """
        timeout_s = timeout_s or self._timeout_s
        [replies] = self.connection(timeout_s).ask([commands], timeout_s)
        if not replies[-1].ok:
            raise _failure(commands, replies)
        return [self._lines(command, reply) for command, reply in zip(commands, replies, strict=True)]

    def connection(self, timeout_s: float) -> ControlConnection:
        """The connection, as soon as there is one. Raises and switches as `ask`."""
        if self._connection is None and len(self._nursery):
            if self._known.is_set() and server_pid(self._process.socket_path) is not None:
                self._known.clear()  # one was started since the keeper checked
                self._nudged.set()
            self._known.wait(timeout_s)
        if self._connection is None:
            if self._known.is_set():
                raise NoServer("no tmux server is running")
            raise ConnectionLost("there is no connection to tmux now: try again in a moment")
        return self._connection

    def _printed(self, group: Group, replies: list[Reply]) -> bytes | TmuxError:
        if not replies[-1].ok:
            return _failure(group, replies)
        answered = zip(group, replies, strict=True)
        lines = [line for command, reply in answered for line in self._lines(command, reply)]
        return b"\n".join(lines) + b"\n" if lines else b""

    def _lines(self, command: Command, reply: Reply) -> list[bytes]:
        if prints_escaped([command]) and traits(self._version).escapes_dollars:
            return [unescape_dollars(line) for line in reply.lines]
        return list(reply.lines)

    def _run_process(self, group: Group) -> bytes | TmuxError:
        try:
            output = self._process.run_bytes(*group)
        except TmuxTimeout:
            raise
        except TmuxError as error:
            return error
        if self._known.is_set() and self._connection is None:
            self._nudged.set()  # the keeper waits for a server, and this one may end before it looks
        return output

    def wait_started(self) -> None:
        """Wait until a control client that is starting has sent its first line, at most two seconds."""
        self._starting.wait(START_MAX_S)

    def nudge(self) -> None:
        """Try to connect at once: there may be a server or a session now."""
        self._nudged.set()

    # -- the connection --------------------------------------------------------------------

    def keep(self) -> None:
        """Connect as soon as possible, and again whenever the connection ends. Does not wait."""
        if len(self._nursery) == 0:
            self._nursery.spawn("keeper", self._keep)
            self._nursery.spawn("mover", self._follow_other_clients)

    def stop(self) -> None:
        """End the connection for good; commands then run as processes. Switches: up to 2.5 s."""
        connection = self._connection
        self._nursery.stop()
        if connection is not None:
            connection.wait_end(STOP_S)

    def _keep(self) -> None:
        pause_s = BACKOFF_FIRST_S
        while True:
            began = time.monotonic()
            self._connect_and_stay()
            if server_pid(self._process.socket_path) is None:
                self._wait_for_server()
                pause_s = BACKOFF_FIRST_S
            else:
                if time.monotonic() - began > LASTED_S:
                    pause_s = BACKOFF_FIRST_S
                self._nudged.wait(pause_s)
                pause_s = min(pause_s * 2, BACKOFF_MAX_S)
            self._nudged.clear()

    def _connect_and_stay(self) -> None:
        """Connect, and return when the connection has ended or cannot be made."""
        try:
            session_id = self._choose_session()
        except NoServer:
            return
        except TmuxError as error:
            log.warning("tmux", error=error.message)
            return
        if session_id is None:
            return
        self._starting.clear()
        try:
            connection = self.start_client(session_id, self._on_notification, self._nudged.clear)
        except OSError as error:
            self._starting.set()
            log.warning("control connection", error=str(error))
            return
        try:
            # No deadline: if tmux has not yet accepted this client, another one would wait as well.
            if connection.wait_ready():
                self._set(connection)
            self._starting.set()
            connection.wait_end()
        finally:
            self._starting.set()
            if not connection.ended:
                connection.close()
            self._set(None)
        log.info("control connection ended", reason=connection.reason)

    def start_client(
        self,
        session_id: str,
        on_notification: Callable[[Notification], None],
        on_end: Callable[[], None],
        *,
        flags: str = QUIET,
        on_output: Callable[[int, bytes], None] | None = None,
    ) -> ControlConnection:
        """Start a control client of its own for this session; see `ControlConnection`. The caller ends it.

        If the caller is killed meanwhile, the client ends as soon as it was started: tmux would wait for a
        client that nobody reads when it is to end.

        Raises:
            OSError: the process could not be started.
        """

        def notify(notification: Notification) -> None:
            if notification.kind == "%session-changed":
                self.client_attached.send()
            on_notification(notification)

        self._version = self._version or self._process.version()

        def start() -> ControlConnection | OSError:
            try:
                return ControlConnection(
                    self._process.argv(),
                    session_id,
                    notify,
                    on_end,
                    self._handshake(),
                    flags=flags,
                    on_output=on_output,
                )
            except OSError as error:
                return error

        # Not in the caller's greenlet: a kill while the process starts would lose it.
        starter = gevent.spawn(start)
        starter.name = "control connection/starter"
        try:
            connection = starter.get()
        except BaseException:
            starter.link_value(_close_started)
            raise
        if isinstance(connection, OSError):
            raise connection
        self._clients = [client for client in self._clients if not client.ended]
        self._clients.append(connection)
        return connection

    def client_counts(self) -> Counter[str]:
        """How many of our control clients are attached to each session, by its id. tmux counts them too."""
        return Counter(client.session_id for client in self._clients if client.started and not client.ended)

    def _handshake(self) -> Handshake | None:
        if not traits(self._version).crashes_on_early_events:
            return None
        try:
            return Handshake(self._process.socket_path)
        except OSError as error:
            log.warning("control client without handshake", error=str(error))
            return None

    def _set(self, connection: ControlConnection | None) -> None:
        if connection is self._connection:
            return
        self._connection = connection
        if connection is None:
            self._known.clear()
        else:
            self._known.set()
        self.connects += connection is not None
        self.changed.send()

    def _on_notification(self, notification: Notification) -> None:
        if notification.kind in ("%client-detached", "%client-session-changed"):
            self._others_moved.set()
        self.notified.send(notification)

    def _choose_session(self) -> str | None:
        listed = self._process.run(("list-sessions", "-F", host_session.FORMAT))
        chosen = host_session.best(host_session.parse(listed.splitlines()))
        if chosen is None:
            return None
        self._version = chosen.version
        return chosen.session_id

    def _follow_other_clients(self) -> None:
        """Switch to the best session, see `host_session`, each time another client attached or detached."""
        while True:
            self._others_moved.wait()
            self._others_moved.clear()
            connection = self._connection
            if connection is None:
                continue
            try:
                [lines] = self.ask([("list-sessions", "-F", host_session.FORMAT)])
                ours = connection.session_id
                sessions = host_session.parse((line.decode("utf-8", "replace") for line in lines), ours)
                chosen = host_session.best(sessions, ours)
                if chosen is None:
                    connection.close()
                elif chosen.session_id != ours:
                    self.run(("switch-client", "-E", "-t", chosen.session_id))
            except TmuxError as error:
                log.info("our client stays", error=error.message)

    def _wait_for_server(self) -> None:
        self._known.set()
        # A server that ended before we connected was seen, and nothing else reports its end.
        self.changed.send()
        self._wait_for_socket()
        self._known.clear()
        self.changed.send()
        gevent.sleep(SETTLE_S)

    def _wait_for_socket(self) -> None:
        """Wait until a server listens, or something happens to the path of the socket (inotify(7)).

        The watch can miss a server that replaces another within a second: libev compares whole seconds and
        inode numbers, which are used again. It can also report one that does not listen yet. So this checks
        every `RECHECK_S`.
        """
        with watching(self._process.socket_path, self._nudged.set):
            while server_pid(self._process.socket_path) is None:
                if self._nudged.wait(RECHECK_S):
                    return


def _close_started(starter: gevent.Greenlet[..., ControlConnection | OSError]) -> None:
    if isinstance(starter.value, ControlConnection):
        starter.value.close()


def _only_reads(group: Group) -> bool:
    return all(command[0].startswith(_READ_ONLY) for command in group)


def _failure(group: Group, replies: list[Reply]) -> TmuxError:
    stderr = b"\n".join(replies[-1].lines).decode("utf-8", "replace")
    return sort_failure(group[len(replies) - 1], stderr)
