"""Runs git so that it reads only, asks nobody, starts no other program and ends in time."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import gevent
from gevent import os as gevent_os
from gevent.lock import BoundedSemaphore

from webmux.changes.git_errors import GitFailed, GitSlow, refusal
from webmux.child import Child

AT_ONCE_MAX = 3
"""Processes of git. Each may read a whole working tree, so more of them would only wait for the disk."""
DEADLINE_S = 10.0
OUTPUT_MAX_BYTES = 4 * 1024 * 1024
STDERR_MAX_BYTES = 4096
MEMORY_MAX_BYTES = 2 * 1024**3
"""Of addresses, for a process of git: a small file can unpack to any size."""
_READ_BYTES = 64 * 1024

ENVIRONMENT = {
    "LC_ALL": "C",  # the error messages are compared
    "GIT_ALLOW_PROTOCOL": "none",  # no fetch of missing objects, which could start any program
    "GIT_ASKPASS": "",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
}
INHERITED = ("HOME", "USER", "LOGNAME", "XDG_CONFIG_HOME")
"""All that git gets of our environment, whose GIT_* variables could name programs. It finds `safe.directory`
in the user's settings."""
SETTINGS = {
    "core.askPass": "",
    "core.attributesFile": "/dev/null",
    "core.bigFileThreshold": "2m",  # larger files are binary and are not read into memory
    "core.fsmonitor": "false",
    "core.hooksPath": "/dev/null",
    "core.packedGitLimit": "256m",
    "core.packedGitWindowSize": "16m",
    "core.pager": "cat",
    "core.untrackedCache": "false",
    "credential.helper": "",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",  # no folder that only looks like a repository
    "submodule.recurse": "false",
}
"""Win over the settings of a repository. See git-config(1)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What git printed, at most as many bytes as asked for; `cut` if there were more."""

    output: bytes
    status: int
    cut: bool = False


class Git:
    """Runs git for all users of one server, `AT_ONCE_MAX` processes at once."""

    def __init__(self, *, deadline_s: float = DEADLINE_S, program: Callable[[], str | None] | None = None):
        """`program` finds the path of git; tests replace it."""
        self._deadline_s = deadline_s
        self._find = program or find_git
        self._slots = BoundedSemaphore(AT_ONCE_MAX)

    def run(
        self,
        folder: str,
        *words: str,
        environment: Mapping[str, str] | None = None,
        statuses: Sequence[int] = (0,),
        most_bytes: int = OUTPUT_MAX_BYTES,
    ) -> Printed:
        """Run `git words` in this absolute folder.

        Output after `most_bytes` is left out, and git is ended there.

        Raises:
            NoRepository, NotYourRepository: see `refusal`.
            GitFailed: git does not exist, or ended with a status that is not in `statuses`.
            GitSlow: it did not end in time, or no process could start in time.

        Switches: yes, for twice the deadline at most.
        """
        program = self._find()
        if program is None:
            raise GitFailed("git is not installed on the server; install it to see changes")
        if not self._slots.acquire(timeout=self._deadline_s):
            raise GitSlow("git is busy with other requests; try again later")
        try:
            process = Child(
                [program, *_options(folder), *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=clean_environment(os.environ) | dict(environment or {}),
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            self._slots.release()
            raise GitFailed(f"git did not start: {error.strerror}") from error
        try:
            _limit(process.pid, self._deadline_s)
            return self._read(process, statuses, most_bytes)
        finally:
            _kill(process)
            # A process in a read of a dead disk ends late. Until then it has its slot.
            gevent.spawn(self._reap, process)

    def _read(self, process: subprocess.Popen[bytes], statuses: Sequence[int], most_bytes: int) -> Printed:
        assert process.stdout is not None
        assert process.stderr is not None
        said = gevent.spawn(_read_some, process.stderr.fileno(), STDERR_MAX_BYTES, drain=True)
        slow = GitSlow("git took too long here, so it was ended; try again later")
        try:
            with gevent.Timeout(self._deadline_s, slow):
                output, cut = _read_some(process.stdout.fileno(), most_bytes)
                if cut:
                    return Printed(output, 0, cut=True)
                status = process.wait()
                if status not in statuses:
                    raise refusal(said.get()[0])
                return Printed(output, status)
        finally:
            said.kill()
            process.stdout.close()
            process.stderr.close()

    def _reap(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait()
        finally:
            self._slots.release()


def find_git() -> str | None:
    """The path of git. A relative entry of PATH would find a program in the folder of a pane."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which("git", path=os.pathsep.join(entry for entry in entries if os.path.isabs(entry)))


def clean_environment(ours: Mapping[str, str]) -> dict[str, str]:
    """What git gets of our environment. Pure."""
    path = ":".join(entry for entry in ours.get("PATH", os.defpath).split(":") if os.path.isabs(entry))
    return {name: ours[name] for name in INHERITED if name in ours} | {"PATH": path} | ENVIRONMENT


def _options(folder: str) -> list[str]:
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return ["-C", folder, "--no-pager", "--no-optional-locks", *settings]


def _read_some(descriptor: int, most: int, *, drain: bool = False) -> tuple[bytes, bool]:
    """What arrives until the end, at most so many bytes, and whether there were more. `drain` reads them."""
    gevent_os.make_nonblocking(descriptor)
    parts, size, cut = [], 0, False
    while part := gevent_os.nb_read(descriptor, _READ_BYTES):
        parts.append(part[: most - size])
        cut = cut or len(part) > most - size
        size += len(parts[-1])
        if cut and not drain:
            break
    return b"".join(parts), cut


def _limit(pid: int, deadline_s: float) -> None:
    """Limit memory and processor time, where the system can do that for another process."""
    limit = getattr(resource, "prlimit", None)
    if limit is None:
        return
    with suppress(OSError):  # it has ended
        limit(pid, resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
        limit(pid, resource.RLIMIT_CPU, (int(deadline_s) + 1, int(deadline_s) + 1))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
