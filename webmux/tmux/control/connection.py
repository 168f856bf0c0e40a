"""One running control client: its process, its stream, and the commands that wait for an answer.

tmux 3.2 to 3.6 do not survive careless clients. A control client killed before its first line crashes the
server, and one that ends with unread output stays listed indefinitely. So we always read the stream, and end
a client by end of file. A guard process outlives us by a second, and kills the client only after tmux has
attached it: docs/decisions/0005-control-connection.md.
"""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import socket
import subprocess
from collections import deque
from collections.abc import Callable, Sequence

import gevent
from gevent.event import Event as Flag
from gevent.socket import wait_write

from webmux.child import Child
from webmux.errors import TmuxError, TmuxTimeout
from webmux.logs import get_logger
from webmux.supervise import Nursery
from webmux.tmux.control.introduction import Handshake
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import BrokenStream, ControlParser, Item, PaneBytes, Reply
from webmux.tmux.control.process import clean_environment
from webmux.tmux.control.quoting import Command, command_line
from webmux.tmux.leftovers import MARK

log = get_logger(__name__)

_READABLE = 1  # EV_READ of libev
READ_BYTES = 65536
UNSENT_MAX_BYTES = 4 * 1024 * 1024
"""Commands that a stopped tmux has not read; beyond this, new ones are refused at once."""
DRAIN_S = 1.0
"""How long a client may take to end after our end of file; then it is terminated."""

_GUARD = """
end() {{
    over=1 tries=0
    [ "$client" ] || return
    while kill -0 $client 2>/dev/null; do
        known=$({clients})
        case " $(echo $known) " in *" $client "*) exit;; esac
        tries=$((tries + 1)); [ $tries -gt 20 ] && exit
        sleep 0.1
    done
}}
over= client=
trap end TERM
[ $PPID = {parent} ] || exit
exec 3<&0 4>&1 </dev/null >/dev/null 2>&1
setpriv --pdeathsig KILL "$@" <&3 >&4 3<&- 4>&- & client=$!
exec 3<&- 4>&-
[ "$over" ] && end
while kill -0 $client 2>/dev/null; do wait $client; done
"""
"""The guard receives TERM when we die, or when the client does not end. Its exit kills the client. It exits
when tmux lists the client as attached, or after two seconds of answers without the client, or of refusals: a
tmux that is ending waits for its clients, and 3.7 never attaches one whose stream has ended. A stopped tmux
does not answer at all. If we died before the guard could ask for TERM, its parent is another process, and it
starts no client."""


class ConnectionLost(TmuxError):
    """The control client ended before tmux answered; whether the command ran is not known."""


class _PendingGroup:
    """A group of commands that was sent, and the replies so far; `done` is called with all of them."""

    __slots__ = ("_expected", "done", "lost", "replies")

    def __init__(self, commands: Sequence[Command], done: Callable[[], None]) -> None:
        self._expected = len(commands)
        self.replies: list[Reply] = []
        self.done = done
        self.lost = False

    def take(self, reply: Reply) -> bool:
        """Add a reply; True if it is the last one."""
        self.replies.append(reply)
        return not reply.ok or len(self.replies) == self._expected


class _PendingLine(_PendingGroup):
    """A line whose replies nobody can count. They end with one that is nothing but `tag`."""

    __slots__ = ("_tag",)

    def __init__(self, tag: bytes, done: Callable[[], None]) -> None:
        super().__init__((), done)
        self._tag = tag

    def take(self, reply: Reply) -> bool:
        """Add a reply; True if it is the tag."""
        self.replies.append(reply)
        return reply.lines == (self._tag,)


Done = Callable[[list[Reply] | None], None]
"""Gets the replies of one line, or None if the connection ended first. Must not switch."""

QUIET = "no-output,ignore-size"
"""Flags of a client that neither sets the size of the session nor reads its output."""


class ControlConnection:
    """A control client attached to one session, with these `flags` of `attach-session -f`.

    `on_notification` is called in the reader's greenlet, in order with the replies, and must not switch.
    `on_end` is called once, when the client has ended. The connection closes the `handshake`, which tmux
    before 3.7 needs. `on_output` gets the output of panes, in order with everything else, and must not
    switch; without it output is not decoded.
    """

    def __init__(
        self,
        argv: list[str],
        session_id: str,
        on_notification: Callable[[Notification], None],
        on_end: Callable[[], None],
        handshake: Handshake | None = None,
        *,
        flags: str = QUIET,
        on_output: Callable[[int, bytes], None] | None = None,
    ) -> None:
        self.session_id = session_id
        self.started = False
        self.ended = False
        self.broken = False
        self.reason = ""
        self._on_notification = on_notification
        self._on_end = on_end
        self._on_output = on_output
        self._parser = ControlParser(outputs=on_output is not None)
        self._asked: deque[_PendingGroup] = deque()
        self._unsent: deque[memoryview] = deque()
        self._unsent_bytes = 0
        self._ready = Flag()
        self._over = Flag()
        self._nursery = Nursery("control connection")
        self._handshake = handshake
        self._process, self._socket = _start(argv, session_id, handshake, flags)
        self._nursery.spawn("reader", self._read_all)

    def wait_ready(self, timeout_s: float | None = None) -> bool:
        """Wait until commands can be sent; False if the client ended or the time passed."""
        self._ready.wait(timeout_s)
        return self.started and not self.ended

    def wait_end(self, timeout_s: float | None = None) -> bool:
        """Wait until the client has ended."""
        return bool(self._over.wait(timeout_s))

    # -- commands --------------------------------------------------------------------------

    def ask(self, groups: Sequence[Sequence[Command]], timeout_s: float) -> list[list[Reply]]:
        """Send groups of commands at once. In a group the first failure stops the rest.

        The commands of a group run with nothing between them.

        Returns:
            For each group the replies of its commands; the last one is not `ok` if it failed.

        Raises:
            TmuxTimeout: not all were answered in time. They may still run; late answers are ignored.
            ConnectionLost: the client ended first.
            BadField: an argument holds NUL.

        Switches: yes. Cost: about 0.1 ms, and 0.02 ms for each further group.
        """
        answered = [Flag() for _ in groups]
        asked = [_PendingGroup(group, flag.set) for group, flag in zip(groups, answered, strict=True)]
        self._send(b"".join(command_line(*group) for group in groups), asked)
        with gevent.Timeout(timeout_s, False):  # type: ignore[arg-type]  # documented
            for flag in answered:
                flag.wait()
        if not all(flag.is_set() for flag in answered):
            raise TmuxTimeout(f"tmux {groups[0][0][0]} did not answer in {timeout_s:g} s")
        if any(each.lost for each in asked):
            raise ConnectionLost(f"tmux {groups[0][0][0]}: the connection to tmux ended before it answered")
        return [each.replies for each in asked]

    def fire(self, *commands: Command, done: Done | None = None) -> None:
        """Send one line of commands without waiting; the first failure stops the rest.

        `done` is called in the reader's greenlet at the end of the last reply, before anything that tmux sent
        after it is looked at: a greenlet that waits for `ask` runs too late to know which output is newer.

        Raises:
            ConnectionLost, BadField: as `ask`; `done` is not called then.
            TmuxTimeout: tmux does not read and too much is unsent.
        """
        group = _PendingGroup(commands, lambda: None)
        if done is not None:
            group.done = lambda: done(None if group.lost else group.replies)
        self._send(command_line(*commands), [group])

    def run_line(self, line: bytes, timeout_s: float) -> list[Reply]:
        """Run a line of commands as tmux itself prints them, such as those of a key binding.

        They may run others, so the number of replies is unknown. After an error tmux drops the rest.

        Raises:
            ValueError: it is more than one line.
            TmuxTimeout: it did not end in time. Close the connection: all commands after it wait as well.
            ConnectionLost: the client ended first.

        Switches: yes. Cost: as `ask`, and that of the commands.
        """
        if b"\n" in line or b"\0" in line:
            raise ValueError("a line of commands holds no line end and no NUL")
        tag = secrets.token_hex(8)
        ended = Flag()
        pending = _PendingLine(tag.encode(), ended.set)
        self._send(line + b"\n" + command_line(("display-message", "-p", tag)), [pending])
        if not ended.wait(timeout_s):
            raise TmuxTimeout(f"tmux did not end these commands in {timeout_s:g} s")
        if pending.lost:
            raise ConnectionLost("the connection to tmux ended before it answered")
        return pending.replies[:-1]

    def _send(self, data: bytes, asked: Sequence[_PendingGroup]) -> None:
        if self.ended:
            raise ConnectionLost("the connection to tmux has ended")
        if self._unsent_bytes + len(data) > UNSENT_MAX_BYTES:
            raise TmuxTimeout("tmux takes no more commands: it does not read")
        self._asked.extend(asked)
        rest = memoryview(data)
        if not self._unsent:
            rest = self._send_ready(rest)
        if rest:
            self._unsent.append(rest)
            self._unsent_bytes += len(rest)
            if len(self._unsent) == 1:
                self._nursery.spawn("writer", self._write_all)

    def _send_ready(self, data: memoryview) -> memoryview:
        try:
            return data[os.write(self._socket.fileno(), data) :]
        except BlockingIOError:
            return data
        except OSError:
            return data[len(data) :]  # it has ended; the reader reports that

    def _write_all(self) -> None:
        while self._unsent and not self.ended:
            wait_write(self._socket.fileno())
            first = self._unsent[0]
            rest = self._send_ready(first)
            self._unsent_bytes -= len(first) - len(rest)
            if rest:
                self._unsent[0] = rest
            else:
                self._unsent.popleft()

    # -- the stream ------------------------------------------------------------------------

    def _read_all(self) -> None:
        hub = gevent.get_hub()
        readable = hub.loop.io(self._socket.fileno(), _READABLE)
        try:
            hub.wait(readable)
            while data := self._socket.recv(READ_BYTES):
                self._take_all(data)
                hub.wait(readable)  # recv does not switch while there is more, but writers must run
        except OSError as error:
            log.info("control connection", error=str(error))
        finally:
            readable.close()
            self._end()

    def _take_all(self, data: bytes) -> None:
        if self.broken:
            return  # read and ignore: a client with unread output would never leave the server
        try:
            for item in self._parser.feed(data):
                self._take(item)
        except BrokenStream as error:
            log.error("control connection", error=error.message)
            self.broken = True
            self.close()

    def _take(self, item: Item) -> None:
        match item:
            case PaneBytes():
                assert self._on_output is not None
                self._on_output(item.pane, item.data)
            case Reply(ours=True):
                if self._asked and self._asked[0].take(item):
                    self._asked.popleft().done()
            case Reply():
                pass  # the block of the attach command itself
            case Notification(kind="%session-changed", session_id=session_id):
                self.session_id = session_id
                self.started = True
                self._ready.set()
                self._on_notification(item)
            case Notification(kind="%exit", text=reason):
                self.reason = reason
            case _:
                self._on_notification(item)

    # -- the end ---------------------------------------------------------------------------

    def close(self) -> None:
        """Ask the client to end. Never waits; `on_end` follows."""
        if not self.ended:
            try:
                self._socket.shutdown(socket.SHUT_WR)
            except OSError:
                return
            self._nursery.spawn("closer", self._end_after_draining)

    def _end_after_draining(self) -> None:
        if not self._over.wait(DRAIN_S) and self._process.poll() is None:
            self._process.terminate()

    def _end(self) -> None:
        if self.ended:
            return
        self.ended = True
        lost, self._asked = self._asked, deque()
        for asked in lost:
            asked.lost = True
            asked.done()
        self._unsent.clear()
        self._socket.close()
        if self._handshake is not None:
            self._handshake.close()
        gevent.spawn(self._reap).name = "control connection/reaper"
        self._ready.set()
        self._over.set()
        self._on_end()

    def _reap(self) -> None:
        self._process.wait()


def _start(
    argv: list[str], session_id: str, handshake: Handshake | None, flags: str
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    where = [] if handshake is None else ["-S", str(handshake.path)]
    # -N: a client that finds no server, or a closed handshake, must not start one.
    attach = [*argv, *where, "-N", "-C", "attach-session", "-E"]
    attach += ["-f", flags, "-t", session_id]
    setpriv = shutil.which("setpriv")
    if setpriv is not None:
        clients = shlex.join([*argv, "list-clients", "-F", "#{client_pid}"])
        guard = _GUARD.format(parent=os.getpid(), clients=clients)
        attach = [setpriv, "--pdeathsig", "TERM", "/bin/sh", "-c", guard, "webmux", *attach]
    try:
        process = Child(
            attach,
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.DEVNULL,
            env={**clean_environment(), **MARK.variables()},
            cwd="/",
            start_new_session=True,
        )
    except OSError:
        ours.close()
        if handshake is not None:
            handshake.close()
        raise
    finally:
        theirs.close()
    return process, ours
