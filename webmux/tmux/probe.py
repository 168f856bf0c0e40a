"""A hidden tmux server of the same binary, for measurements that would disturb the user's server."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO

import gevent
from gevent import get_hub

from webmux.child import Child
from webmux.tmux import character_widths as widths
from webmux.tmux.control.process import clean_environment
from webmux.tmux.control.quoting import Command, command_line
from webmux.tmux.version import traits

MEASURE_MAX_S = 10.0
LINE_MAX_BYTES = 1024 * 1024
_LC_CTYPE_MASK = 2 if sys.platform == "darwin" else 1
"""locale.h of macOS, and of Linux's libcs."""
_LOCALES = (b"C.UTF-8", b"UTF-8")
"""The second is that of macOS."""


class ProbeFailed(Exception):
    """The hidden server did not start, or did not answer."""


class Probe:
    """Runs commands in a hidden server, one after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is None or process.stdout is None:
            raise ProbeFailed("it has no pipes")
        self._commands: IO[bytes] = process.stdin
        self._answers: IO[bytes] = process.stdout

    def run(self, *command: str) -> str:
        """Run a command and return its output.

        Raises:
            ProbeFailed: tmux did not run it.
        """
        self._commands.write(command_line(command))
        self._commands.flush()
        return self.answer()

    def expand(self, template: str) -> str:
        """A format, expanded."""
        return self.run("display-message", "-p", template)

    def answer(self) -> str:
        """The output of the next command."""
        printed: list[bytes] = []
        for line in iter(lambda: self._answers.readline(LINE_MAX_BYTES), b""):
            match line.split(b" ", 1)[0]:
                case b"%begin":
                    printed = []
                case b"%end":
                    return b"".join(printed).decode("utf-8", "replace")
                case b"%error":
                    raise ProbeFailed(b"".join(printed).decode("utf-8", "replace").strip())
                case _:
                    printed.append(line)
        raise ProbeFailed("the hidden tmux ended")


@contextlib.contextmanager
def hidden_server(binary: str, deadline_s: float) -> Iterator[Probe]:
    """A server without configuration, which ends with the block and with this process.

    Raises:
        ProbeFailed: it did not start, or the block took longer than `deadline_s`.
    """
    with tempfile.TemporaryDirectory(prefix="webmux-tmux-") as directory:
        start: Command = ("new-session", "-x", "80", "-y", "24", "exec sleep 60")
        argv = [binary, "-S", f"{directory}/tmux", "-u", "-f", "/dev/null", "-C", *start]
        try:
            process = Child(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=clean_environment(),
            )
        except OSError as error:
            raise ProbeFailed(f"{binary} did not start") from error
        server = 0
        try:
            with gevent.Timeout(deadline_s, ProbeFailed("the hidden tmux took too long")):
                probe = Probe(process)
                probe.answer()
                server = int(probe.expand("#{pid}"))
                probe.run("set-option", "-g", "exit-unattached", "on")
                yield probe
        except (OSError, ValueError) as error:
            raise ProbeFailed(str(error)) from error
        finally:
            _end(process, server)


def _end(process: subprocess.Popen[bytes], server: int) -> None:
    """Kill the client and the server that it started."""
    process.kill()
    if server:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.communicate()


def measure_widths(binary: str, version: str, options: Sequence[tuple[str, str]] = ()) -> widths.Widths:
    """Measure the widths of this binary with these server options of the user.

    Raises:
        ProbeFailed: the server did not start or did not answer, or the binary has other rules than `version`.

    Switches: yes, for about 0.3 s.
    """
    known = get_hub().threadpool.apply(libc_knows) if traits(version).joining == "3.3" else None
    with hidden_server(binary, MEASURE_MAX_S) as probe:
        own = probe.expand("#{version}").strip()
        if traits(own).joining != traits(version).joining:
            # As in a container that uses the tmux of its host. Questions for another version may not end.
            raise ProbeFailed(f"{binary} is tmux {own}")
        for name, value in options:
            probe.run("set-option", "-s", name, value)
        return widths.measured(version, probe.expand, known)


def libc_knows() -> Callable[[int], bool]:
    """A function that returns whether our libc, which tmux also uses, has a width for a character.

    Raises:
        ProbeFailed: it has no UTF-8 locale.

    Cost: about half a second, so call it in a thread.
    """
    libc = ctypes.CDLL(None)
    libc.newlocale.restype = libc.uselocale.restype = ctypes.c_void_p
    libc.wcwidth.argtypes = (ctypes.c_uint32,)
    locale = next(filter(None, (libc.newlocale(_LC_CTYPE_MASK, name, None) for name in _LOCALES)), None)
    if not locale:
        raise ProbeFailed("libc has no UTF-8 locale")
    before = libc.uselocale(ctypes.c_void_p(locale))
    try:
        known = bytes(libc.wcwidth(code) >= 0 for code in range(widths.END))
    finally:
        libc.uselocale(ctypes.c_void_p(before))
        libc.freelocale(ctypes.c_void_p(locale))
    return lambda code: bool(known[code])
