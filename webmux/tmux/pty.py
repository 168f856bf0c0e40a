"""A session as a terminal: one `tmux attach` in a pty."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import signal
import struct
import termios
import time
import tty as terminal
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import gevent
from gevent import monkey
from gevent.event import Event as Flag
from ptyprocess import PtyProcess

from webmux.errors import SourceClosed, TmuxError
from webmux.logs import get_logger
from webmux.model import Size
from webmux.source import Receipt
from webmux.supervise import Nursery
from webmux.tmux.attach_output import DetachFilter, Rewriter
from webmux.tmux.control.process import clean_environment
from webmux.tmux.leftovers import MARK
from webmux.tmux.version import traits

log = get_logger(__name__)

PENDING_MAX_BYTES = 1024 * 1024
"""Input that tmux has not read yet; beyond this a writer waits. Any reasonable paste fits."""

REAP_DEADLINE_S = 2.0
TERM = "xterm-256color"
_LAST_WORDS_BYTES = 512
_READ_BYTES = 65536
_SHORT_BYTES = 1024
"""A shorter read has emptied the pty, so there is no second attempt."""
_LIBC = ctypes.CDLL(None)
_LIBC.ptsname.restype = ctypes.c_char_p
_PRCTL = getattr(_LIBC, "prctl", None)  # None on macOS
_PR_SET_PDEATHSIG = 1  # prctl(2)
_READ, _WRITE = 1, 2  # libev's event bits
# What the client prints at its end (tmux client.c, client_exit_message).
_EXIT_MESSAGE = re.compile(rb"\[(exited|detached|server exited|lost server)[^\]\x1b]*\][\r\n]*\Z")
_EXIT_REASONS = {
    b"exited": "session_ended",
    b"detached": "detached",
    b"server exited": "server_exited",
    b"lost server": "server_exited",
}

# 3.3a stops at the first unknown feature, so newer ones are last, and used only with a newer tmux.
_FEATURES = (
    "RGB,usstyle,overline,strikethrough,clipboard,ccolour,cstyle,focus,title,bpaste,mouse,extkeys,sync"
)
_FEATURES_3_4 = ",hyperlinks"


def attach_command(argv: list[str], session_id: str, version: str, *, sets_size: bool = True) -> list[str]:
    """The command line that attaches to a session. Without `sets_size` the windows keep their sizes.

    `-E` keeps the session's environment: without it ours would overwrite the user's DISPLAY and
    SSH_AUTH_SOCK (tmux(1), update-environment). `-N` starts no server: there is one, or it has just ended.
    """
    features = _FEATURES + (_FEATURES_3_4 if traits(version).knows_hyperlinks else "")
    flags = () if sets_size else ("-f", "ignore-size")
    return [*argv, "-N", "-T", features, "attach-session", "-E", *flags, "-t", session_id]


def _spawn(argv: list[str], size: Size) -> PtyProcess:
    """Start a program in a new pty.

    gevent defers `os.close` once its hub runs. `PtyProcess.spawn` would then wait indefinitely for the end of
    a pipe, so the original `os.close` is used during the call, which does not switch greenlets.
    """
    environment = {**clean_environment(), **MARK.variables(), "TERM": TERM, "COLORTERM": "truecolor"}
    patched = os.close
    os.close = monkey.get_original("os", "close")
    try:
        return PtyProcess.spawn(
            argv,
            env=environment,
            cwd="/",
            dimensions=(size.rows, size.cols),
            preexec_fn=partial(_prepare, os.getpid()),
        )
    finally:
        os.close = patched


def _prepare(worker_pid: int) -> None:
    """Runs in the child before tmux starts: raw mode, so that early input is neither echoed nor edited.

    The child ends with us, also if we are killed while another process has the other side of its terminal.
    """
    if _PRCTL is not None:
        _PRCTL(_PR_SET_PDEATHSIG, signal.SIGHUP)
    if os.getppid() != worker_pid:
        os._exit(1)
    terminal.setraw(0)


def _slave_name(fd: int) -> str:
    """The path of the terminal whose master is `fd` (ptsname(3))."""
    return os.fsdecode(_LIBC.ptsname(fd))


class PtySource:
    """A `webmux.source.Source` over a pty. One greenlet reads, any may write.

    `session_id` is the session that it shows; the owner updates it when the client switches. `refresh` makes
    tmux draw the client of a terminal again. `ask_reason` returns why the client of a session ended if it did
    not print that. Both may switch. `drops_early_input`: the program loses what it is sent before
    its first output, so that waits here.
    """

    resizable = True

    def __init__(
        self,
        argv: list[str],
        size: Size,
        refresh: Callable[[str], None] | None = None,
        ask_reason: Callable[[str], str] | None = None,
        session_id: str = "",
        drops_early_input: bool = False,
    ) -> None:
        try:
            self._process = _spawn(argv, size)
        except (OSError, RuntimeError) as error:
            log.exception("no pty")
            raise SourceClosed("closed") from error
        self.size = size
        self.reads = 0
        self.shared_with_terminals = False
        self.session_id = session_id
        self._fd: int = self._process.fd
        self._refresh = refresh
        self._ask_reason = ask_reason
        self._exit_status: int | None = None
        self._pending: deque[tuple[memoryview, Receipt | None]] = deque()
        self._pending_bytes = 0
        self._drained = Flag()
        self._listens = Flag()
        if not drops_early_input:
            self._listens.set()
        self._closed: str | None = None
        self._last_words = b""
        self._detach_filter = DetachFilter()
        self._rewriter = Rewriter()
        self._emptied = False
        self._nursery = Nursery(f"pty {self.pid}")
        os.set_blocking(self._fd, False)
        self.tty = _slave_name(self._fd)
        loop = gevent.get_hub().loop
        self._readable = _Ready(loop.io(self._fd, _READ))
        self._writable = _Ready(loop.io(self._fd, _WRITE))

    @property
    def pid(self) -> int:
        """The attach client's process."""
        pid: int = self._process.pid
        return pid

    @property
    def is_open(self) -> bool:
        """Whether the client has not ended."""
        return self._closed is None

    # -- reading ---------------------------------------------------------------------------

    def read(self, limit_bytes: int, timeout_s: float | None = None) -> bytes:
        """See `Source.read`. A pty returns at most 4 KiB a read, so this reads until it is empty."""
        while True:
            at_once = timeout_s == 0
            if self._emptied and not at_once and not self._readable.wait(timeout_s) and self._closed is None:
                return b""
            data = self._rewriter.rewritten(self._read_ready(limit_bytes))
            if data:
                return data
            if self._closed is not None:
                raise SourceClosed(self._closed)
            if at_once:
                return b""

    def _read_ready(self, limit_bytes: int) -> bytes:
        parts: list[bytes] = []
        missing = limit_bytes
        self._emptied = False
        while missing > 0 and self._closed is None and not self._emptied:
            try:
                part = os.read(self._fd, min(missing, _READ_BYTES))
            except BlockingIOError:
                self._emptied = True
                break
            except OSError as error:
                if error.errno != errno.EIO:
                    log.warning("pty read", error=str(error))
                part = b""
            if not part:
                self._remember(b"".join(parts))
                self._end(self._reason())
                break
            self.reads += 1
            self._listens.set()
            parts.append(part)
            missing -= len(part)
            self._emptied = len(part) < min(_SHORT_BYTES, missing)
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        self._remember(data)
        return self._detach_filter.without(data)

    def _remember(self, data: bytes) -> None:
        if data:
            self._last_words = (self._last_words + data[-_LAST_WORDS_BYTES:])[-_LAST_WORDS_BYTES:]

    def _reason(self) -> str:
        """Why the client ended: what it printed last, or if it was killed, what tmux reports."""
        said = _EXIT_MESSAGE.search(self._last_words)
        if said is not None:
            return _EXIT_REASONS[said[1]]
        return "session_ended" if self._ask_reason is None else self._ask_reason(self.session_id)

    # -- writing ---------------------------------------------------------------------------

    def write(self, data: bytes | memoryview, receipt: Receipt | None = None) -> None:
        """See `Source.write`."""
        if self._closed is not None:
            raise SourceClosed(self._closed)
        rest: memoryview | None = memoryview(data)
        if not self._pending and rest is not None and self._listens.is_set():
            rest = self._write_ready(rest, receipt)
        if rest:
            self._pending.append((memoryview(bytes(rest)), receipt))
            self._pending_bytes += len(rest)
            if len(self._pending) == 1:
                self._nursery.spawn("writer", self._write_pending)
        while self._pending_bytes > PENDING_MAX_BYTES and self._closed is None:
            self._drained.clear()
            self._drained.wait()
        if self._closed is not None:
            raise SourceClosed(self._closed)

    def _write_ready(self, data: memoryview, receipt: Receipt | None) -> memoryview | None:
        """Write what the pty accepts now; returns the rest, or None if the program ended."""
        try:
            count = os.write(self._fd, data) if data else 0
        except BlockingIOError:
            return data
        except OSError:
            if receipt is not None:
                receipt.lost()
            return None
        if receipt is not None and count:
            receipt.taken_more(count)
        return data[count:]

    def _write_pending(self) -> None:
        self._listens.wait()
        while self._pending and self._closed is None:
            self._writable.wait(None)
            if not self._pending:
                break
            first, receipt = self._pending[0]
            rest = self._write_ready(first, receipt)
            self._pending_bytes -= len(first) - len(rest or b"")
            if rest:
                self._pending[0] = (rest, receipt)
            else:
                self._pending.popleft()
            if self._pending_bytes <= PENDING_MAX_BYTES:
                self._drained.set()

    # -- the rest --------------------------------------------------------------------------

    def resize(self, size: Size) -> None:
        """See `Source.resize`; the kernel notifies tmux by SIGWINCH."""
        if size != self.size and self._closed is None:
            self.size = size
            fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.cols, 0, 0))

    def repaint(self) -> bytes:
        """See `Source.repaint`: the screen follows in the stream.

        SIGWINCH makes tmux draw everything, but also makes ours the client that sets the size. So if real
        terminals share the session, `refresh-client` is used instead.
        """
        if self._closed is not None:
            return b""
        if self.shared_with_terminals and self._refresh is not None:
            self._nursery.spawn("refresh", self._refresh_client)
        else:
            self._signal(signal.SIGWINCH)
        return b""

    def redraw(self) -> None:
        """See `Source.redraw`. The client that types is tmux's latest one, so SIGWINCH changes no size."""
        if self._closed is None:
            self._signal(signal.SIGWINCH)

    def _refresh_client(self) -> None:
        assert self._refresh is not None
        try:
            self._refresh(self.tty)
        except TmuxError as error:
            log.warning("repaint", error=error.message)

    def close(self) -> None:
        """See `Source.close`. Never waits: a greenlet reaps the client."""
        self._end("closed")

    def _end(self, reason: str) -> None:
        if self._closed is not None:
            return
        self._closed = reason
        for _, receipt in self._pending:
            if receipt is not None:
                receipt.lost()
        self._pending.clear()
        self._pending_bytes = 0
        self._drained.set()
        self._listens.set()
        self._readable.close()
        self._writable.close()
        self._process.closed = True
        self._fd = -1
        self._process.fileobj.close()  # it owns the descriptor; a second close could hit a reused number
        gevent.spawn(self._reap).name = f"pty {self.pid}/reaper"

    def _reap(self) -> None:
        # The hangup of its terminal ends the client, and tmux detaches it. A client whose server is stopped
        # waits for its answer and has to be killed.
        if not self._ends_within(REAP_DEADLINE_S):
            self._signal(signal.SIGKILL)
            if not self._ends_within(REAP_DEADLINE_S):
                log.error("attach client did not end", pid=self.pid)

    def _ends_within(self, deadline_s: float) -> bool:
        deadline = time.monotonic() + deadline_s
        pause_s = 0.001
        while self._runs():
            if time.monotonic() > deadline:
                return False
            gevent.sleep(pause_s)
            pause_s = min(pause_s * 2, 0.05)
        return True

    def _runs(self) -> bool:
        """Whether the process runs, or ended and was not reaped. Never switches."""
        if self._exit_status is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = self.pid, 0
            if pid == self.pid:
                self._exit_status = status
        return self._exit_status is None

    def _signal(self, number: int) -> None:
        # gevent reaps only in its loop. There is no switch before the kill, so the id is still ours.
        if self._runs():
            os.kill(self.pid, number)


class _Ready:
    """Waits for a descriptor. `close` wakes the waiting greenlet; close the descriptor after it."""

    def __init__(self, watcher: Any) -> None:
        self._watcher = watcher
        self._flag = Flag()
        self._closed = False

    def wait(self, timeout_s: float | None) -> bool:
        """True when the descriptor is ready or this was closed; False if the time passed."""
        if self._closed:
            return True
        self._flag.clear()
        self._watcher.start(self._flag.set)
        try:
            return bool(self._flag.wait(timeout_s))
        finally:
            if not self._closed:
                self._watcher.stop()

    def close(self) -> None:
        """End every wait. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self._watcher.stop()
            self._watcher.close()
            self._flag.set()
