"""The character widths of the running tmux: measured once for each binary, then read from a file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from gevent.lock import BoundedSemaphore

from webmux.errors import TmuxError
from webmux.logs import get_logger
from webmux.tmux.character_widths import Widths, assumed
from webmux.tmux.control.quoting import Command
from webmux.tmux.probe import ProbeFailed, measure_widths

log = get_logger(__name__)

RunEach = Callable[[Sequence[Sequence[Command]]], list[bytes | TmuxError]]

_OPTIONS = ("codepoint-widths", "variation-selector-always-wide")
"""Server options that change widths: tmux 3.6."""
_FORMAT = 1
"""Format of the files; change it so that this version ignores the files of older ones."""
_FILE_MAX_BYTES = 64 * 1024


class WidthCache:
    """Measures and caches the widths of the tmux server that runs at the moment."""

    def __init__(self, binary: Callable[[], str], run_each: RunEach, directory: Path | None = None) -> None:
        self._binary = binary
        self._run_each = run_each
        self._directory = directory or cache_directory()
        self._key = ""
        self._widths: Widths | None = None
        self._one = BoundedSemaphore(1)

    def widths(self, version: str) -> Widths:
        """The widths of the running server, or of a tmux of this version if none runs.

        Switches: yes, asks tmux. Cost: 0.2 ms; about 0.3 s the first time for a binary.
        """
        groups = [
            [("display-message", "-p", "#{version}")],
            *([("show-options", "-sqv", name)] for name in _OPTIONS),
        ]
        running, *values = (_text(result) for result in self._run_each(groups))
        version = running or version
        options = _settings(values)
        binary = self._binary()
        key = _key_of(binary, version, options)
        with self._one:
            if self._widths is None or key != self._key:
                self._widths = self._stored(key) or self._measure(binary, version, options, key)
                self._key = key
            return self._widths

    def _measure(self, binary: str, version: str, options: Sequence[tuple[str, str]], key: str) -> Widths:
        try:
            widths = measure_widths(binary, version, options)
        except (ProbeFailed, ValueError, OSError) as error:  # OSError: there is no writable temporary folder
            log.warning("widths of characters not measured", tmux=version, error=str(error))
            return assumed(version)
        log.info("widths of characters measured", tmux=version, widths=widths.fields["id"])
        with contextlib.suppress(OSError):
            self._store(key, widths)
        return widths

    def _stored(self, key: str) -> Widths | None:
        try:
            with open(self._directory / f"widths-{key}.json", "rb") as file:
                return Widths.parse(json.loads(file.read(_FILE_MAX_BYTES)))
        except (OSError, ValueError):
            return None

    def _store(self, key: str, widths: Widths) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self._directory, delete=False) as file:
            json.dump(widths.fields, file)
        os.replace(file.name, self._directory / f"widths-{key}.json")


def cache_directory() -> Path:
    """Our folder for data that can be computed again: `$XDG_CACHE_HOME/webmux`."""
    home = os.environ.get("XDG_CACHE_HOME") or ""
    return (Path(home) if os.path.isabs(home) else Path("~/.cache").expanduser()) / "webmux"


def _settings(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    own, wide = values
    settings = [(f"codepoint-widths[{number}]", value) for number, value in enumerate(own.splitlines())]
    if wide:
        settings.append(("variation-selector-always-wide", wide))
    return tuple(settings)


def _key_of(binary: str, version: str, options: object) -> str:
    identity: tuple[object, ...] = (binary,)
    with contextlib.suppress(OSError):
        real = os.path.realpath(binary)
        about = os.stat(real)
        identity = (real, about.st_size, about.st_mtime_ns)
    libc = os.confstr("CS_GNU_LIBC_VERSION") if "CS_GNU_LIBC_VERSION" in os.confstr_names else None
    return hashlib.sha256(repr((_FORMAT, identity, version, options, libc)).encode()).hexdigest()[:24]


def _text(result: bytes | TmuxError) -> str:
    return "" if isinstance(result, TmuxError) else result.decode("utf-8", "replace").strip()
