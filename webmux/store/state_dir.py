"""The state directory: private files that outlive the process.

state_dir/           0700
    secret           0600  signs login cookies and links
    token            0600  the generated bearer token; absent when WEBMUX_TOKEN is set
    push             0600  secret of the key that signs notifications
    links/           0700  one file for each unused login link
    webmux.db        0600  people, their tokens and logins, share links, the audit trail
    recordings/      0700  one file for each recording
    uploads/         0700  a folder for each user with pasted and dropped files
    sessions/        0700  what tmux had, to make it again after it ended
    save-history     0600  whether the text of histories is saved
    audit.jsonl      0600  the audit trail again, a line for each event
    beginnings       0600  folders and commands that sessions began with
    agents-notified  0600  which waiting agents users were notified of
    address          0600  the running server's address for browsers
    addresses        0600  its addresses for other devices
    options          0600  the options of the running server, for `webmux doctor`
    changed          0600  replaced by each other process that changes the database
    worker           0600  locked by the worker that talks to tmux
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shlex
import stat
from pathlib import Path

from webmux.errors import ConfigError
from webmux.logs import get_logger

log = get_logger(__name__)

SECRET_BYTES = 32
RESTORING = ".restoring"
"""Exists while `webmux restore` replaces what is in the directory; see webmux/backup/swap.py."""
FILE_MAX_BYTES = 1 << 20
_KEY = "state_dir"
OPTIONS_FILE = "options"
"""The options of the server that runs with a state directory, as JSON and without secrets."""


class StateDir:
    """The directory, checked: owned by this user, closed to all others, writable.

    Raises:
        ConfigError: it cannot be created, or other users could read or change it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.links = path / "links"
        _own_directory(path)
        if (path / RESTORING).exists():
            raise ConfigError(_KEY, f"restoring {path} was interrupted: run `webmux restore --replace` again")
        _own_directory(self.links)

    def directory(self, name: str) -> Path:
        """A directory of ours in this one, made where it is missing. Raises ConfigError: as for the whole."""
        _own_directory(self.path / name)
        return self.path / name

    def secret(self) -> bytes:
        """The signing secret, at least 32 bytes; created by the first call for this directory."""
        return self._secret("secret").encode()

    def token(self) -> str:
        """The generated bearer token; created by the first call for this directory."""
        return self._secret("token")

    def push_key(self) -> bytes:
        """At least 32 random bytes for the key of Web Push; another key ends all subscriptions."""
        return self._secret("push").encode()

    def _secret(self, name: str) -> str:
        text = self._stored(name)
        is_plain = bool(text) and text.isascii() and text.isprintable() and " " not in text
        if not (is_plain if name == "token" else len(text) >= SECRET_BYTES):
            raise ConfigError(_KEY, f"{self.path / name} is damaged: delete it for a new one")
        return text

    def read(self, name: str) -> str | None:
        """The text of a file; None if it does not exist.

        Raises:
            ConfigError: it is not a plain file that only this user can read.
        """
        path = self.path / name
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigError(_KEY, f"{path}: {error.strerror}") from error
        with open(descriptor, "rb") as file:
            _check_private(path, os.fstat(descriptor), directory=False)
            return file.read(FILE_MAX_BYTES).decode("utf-8", "replace")

    def replace(self, name: str, text: str) -> None:
        """Write a file so that a reader sees the old text or the new text, never a part."""
        scratch = self._written(name, text)
        os.replace(scratch, self.path / name)

    def open_to_serve(self) -> int:
        """A descriptor for `serve`. A process that opens it before a fork shares the mark with its child."""
        self.secret()
        return os.open(self.path / "secret", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)

    def serve(self, descriptor: int) -> None:
        """Mark this directory as that of a running server until all with the descriptor have ended."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            pass  # a file system without locks: `is_served` finds that out as well

    def _stored(self, name: str) -> str:
        found = self.read(name)
        if found is None:
            scratch = self._written(name, secrets.token_urlsafe(SECRET_BYTES) + "\n")
            try:
                os.link(scratch, self.path / name)  # fails if another process was faster
            except FileExistsError:
                pass
            finally:
                os.unlink(scratch)
            found = self.read(name)
        return (found or "").strip()

    def _written(self, name: str, text: str) -> Path:
        scratch = self.path / f".{name}.{secrets.token_hex(8)}"
        try:
            write_private(scratch, text)
        except OSError as error:
            raise ConfigError(_KEY, f"{self.path} cannot be written: {error.strerror}") from error
        return scratch


class StateFile:
    """A file that may be lost: if it cannot be written, the log says so and the old text stays."""

    def __init__(self, state: StateDir, name: str) -> None:
        self._state = state
        self._name = name

    def read(self) -> str | None:
        """As `StateDir.read`."""
        return self._state.read(self._name)

    def write(self, text: str) -> None:
        """As `StateDir.replace`, in a thread. Switches: yes, for as long as the disk takes."""
        import gevent  # the process that supervises imports this module, and needs none of it

        try:
            gevent.get_hub().threadpool.apply(self._state.replace, (self._name, text))
        except (ConfigError, OSError) as error:
            log.warning("not written", file=self._name, error=str(error))


def is_served(path: Path, *, if_unknown: bool = True) -> bool:
    """Whether a server runs with this state directory. Creates nothing.

    It is unknown if the directory cannot be read, or its file system has no locks.
    """
    try:
        descriptor = os.open(path / "secret", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:
        return if_unknown  # opening the directory will report what is wrong
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return if_unknown
    finally:
        os.close(descriptor)
    return False


def write_private(path: Path, text: str) -> None:
    """Create a file that is 0600 from its first moment, whatever the umask."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # whatever the locale
        os.fchmod(descriptor, 0o600)
        file.write(text)
        file.flush()
        os.fsync(descriptor)


def sync_directory(path: Path) -> None:
    """Have the disk store which files a directory has, so that a renamed one is there after a power cut.

    Raises OSError. Blocks: disk.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _own_directory(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.mkdir(mode=0o700)
            path.chmod(0o700)  # mkdir obeys the umask, which may have taken our own rights
        except FileExistsError:
            pass
        found = path.stat()
    except OSError as error:
        raise ConfigError(_KEY, f"{path} cannot be made: {error.strerror}") from error
    _check_private(path, found, directory=True)
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigError(_KEY, f"{path} is not writable")


def _check_private(path: Path, found: os.stat_result, *, directory: bool) -> None:
    is_kind = stat.S_ISDIR(found.st_mode) if directory else stat.S_ISREG(found.st_mode)
    if not is_kind:
        raise ConfigError(_KEY, f"{path} is not a {'directory' if directory else 'plain file'}")
    if found.st_uid != os.geteuid():
        raise ConfigError(_KEY, f"{path} belongs to user {found.st_uid}, not to the user that runs WebMux")
    if found.st_mode & 0o077:
        mode = "700" if directory else "600"
        raise ConfigError(_KEY, f"{path} is open to other users. Run: chmod {mode} {shlex.quote(str(path))}")
