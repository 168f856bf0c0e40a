"""The text of histories, for restored panes to show: captured seldom, bounded, and only if it is chosen.

A text is a file that is named by its content, so that sets which have the same text share it.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import gevent

from webmux.errors import TmuxError
from webmux.logs import get_logger
from webmux.mirror.captures import Captures
from webmux.saved_sessions.saved_set import SavedPane, SavedSession
from webmux.saved_sessions.session_reader import Found
from webmux.store.state_dir import write_private
from webmux.supervise import in_thread
from webmux.tmux.server import Tmux

log = get_logger(__name__)

ROWS = 1000
"""The newest rows of a history. tmux does nothing else while it prints them, about 5 ms."""
TEXT_MAX_BYTES = 128 * 1024
"""Of one pane; the newest rows."""
TOTAL_MAX_BYTES = 64 << 20
"""Of all texts; the oldest are deleted."""
PANE_PAUSE_S = 60.0
"""Between two captures of one pane."""
PANES_AT_ONCE = 5
_SCRATCH_MAX_S = 3600
"""After this time nobody writes a scratch file any more: its process was killed."""
_SCRATCH = re.compile(r"\.[0-9a-f]{32}\.[0-9a-f]{16}")
_NAME = re.compile(r"([0-9a-f]{32})\.txt")
_HIDDEN = re.compile(r"(\x1b\[[0-9;:]*m)|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_END = "\x1b[0m\n"


def clean(text: str) -> str:
    """Rows with their colours (SGR), without anything else that a terminal obeys; the newest, if many."""
    shown = _HIDDEN.sub(lambda found: found[1] or "", text.rstrip("\n \t"))
    raw = shown.encode("utf-8", "replace")
    if len(raw) > TEXT_MAX_BYTES:
        shown = raw[-TEXT_MAX_BYTES:].decode("utf-8", "ignore").partition("\n")[2]
    return shown + _END if shown else ""


def file_of(directory: Path, name: str) -> Path | None:
    """The file of a text; None if there is none any more."""
    path = directory / f"{name}.txt"
    return path if name and _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink() else None


@dataclass(slots=True)
class _Pane:
    """What was captured of one pane: when, at which output, and the name of the text."""

    printed: str
    captured_s: float
    name: str


@dataclass(slots=True)
class Histories:
    """The texts of one tmux, in a directory of ours."""

    tmux: Tmux
    directory: Path
    is_on: Callable[[], bool] = lambda: True
    """Whether texts are saved now; asked before each capture."""
    _panes: dict[str, _Pane] = field(default_factory=dict)

    def take(self, found: Found) -> bool:
        """Capture panes that printed since the last time; True if some must wait for another call.

        Switches: yes. Cost: at most `PANES_AT_ONCE` captures and files.
        """
        if not self.is_on():
            self._panes = {}
            return False
        now = time.monotonic()
        keys = {f"{found.epoch} {number}": number for number in found.printed}
        self._panes = {key: pane for key, pane in self._panes.items() if key in keys}
        due = [key for key, number in keys.items() if self._differs(key, found.printed[number])]
        ready = [key for key in due if self._is_ready(key, now)][:PANES_AT_ONCE]
        for key in ready:
            printed = found.printed[keys[key]]
            text = self._captured(f"%{keys[key]}", alternate=printed.startswith("1"))
            if text is not None:
                self._panes[key] = _Pane(printed, now, in_thread(partial(self._store, text)))
            gevent.sleep(0)
        return len(due) > len(ready)

    def named(self, found: Found) -> tuple[SavedSession, ...]:
        """The sessions, with the names of the texts that are stored."""

        def with_history(pane: SavedPane) -> SavedPane:
            known = self._panes.get(f"{found.epoch} {pane.number}")
            return pane if known is None or not known.name else replace(pane, history=known.name)

        return tuple(session.with_panes(with_history) for session in found.sessions)

    def _differs(self, key: str, printed: str) -> bool:
        return key not in self._panes or self._panes[key].printed != printed

    def _is_ready(self, key: str, now: float) -> bool:
        return key not in self._panes or now - self._panes[key].captured_s >= PANE_PAUSE_S

    def _captured(self, pane_id: str, *, alternate: bool) -> str | None:
        """The rows of a pane, without those of a full-screen program; None if it has ended."""
        captures = Captures(self.tmux.version())
        rows = ("-S", f"-{ROWS}", "-E", "-1") if alternate else ("-S", f"-{ROWS}")
        try:
            [lines] = captures.texts(self.tmux.link.ask(captures.commands(pane_id, rows)))
        except TmuxError as error:
            log.info("history not captured", pane=pane_id, error=error.message)
            return None
        return clean(b"\n".join(lines).decode("utf-8", "replace"))

    def _store(self, text: str) -> str:
        """Write a text, unless there is one like it; returns its name, `""` if it is empty or not written."""
        if not text:
            return ""
        name = hashlib.sha256(text.encode()).hexdigest()[:32]
        path = self.directory / f"{name}.txt"
        scratch = self.directory / f".{name}.{secrets.token_hex(8)}"
        try:
            if not path.exists():
                write_private(scratch, text)
                os.replace(scratch, path)
        except OSError as error:
            log.warning("history not written", error=str(error))
            with suppress(OSError):
                scratch.unlink()
            return ""
        return name


def forget(directory: Path, names: Collection[str]) -> None:
    """Delete the texts that no set names, and the oldest beyond `TOTAL_MAX_BYTES`. Blocks: disk."""
    stored = []
    with os.scandir(directory) as entries:
        for entry in entries:
            found = _NAME.fullmatch(entry.name)
            if _SCRATCH.fullmatch(entry.name) and _is_old(entry):
                Path(entry.path).unlink(missing_ok=True)
            if found is None or not entry.is_file(follow_symlinks=False):
                continue
            if found[1] not in names:
                Path(entry.path).unlink(missing_ok=True)
            else:
                status = entry.stat(follow_symlinks=False)
                stored.append((status.st_mtime_ns, status.st_size, entry.path))
    room = TOTAL_MAX_BYTES
    for _, size, path in sorted(stored, reverse=True):
        room -= size
        if room < 0:
            Path(path).unlink(missing_ok=True)


def _is_old(entry: os.DirEntry[str]) -> bool:
    with suppress(FileNotFoundError):
        return time.time() - entry.stat(follow_symlinks=False).st_mtime > _SCRATCH_MAX_S
    return False
