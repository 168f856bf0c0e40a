"""What is saved of sessions, and its strict form in JSON. Pure.

The files lie in our state directory, but a crash, a backup or an editor may have changed them. So each field
has a type and a bound, and whatever breaks one makes the whole file unreadable, with the reason.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from webmux.tmux.layout_text import LAYOUT_MAX_CHARS

FORMAT = 1
"""The number of this form; a file of a newer WebMux has a greater one."""
FILE_MAX_BYTES = 16 << 20
SESSIONS_MAX = 500
WINDOWS_MAX = 2000
"""Of one set, as `PANES_MAX`."""
PANES_MAX = 5000
NAME_MAX_CHARS = 1000
"""tmux itself bounds no name."""
FOLDER_MAX_BYTES = 4096
COMMAND_MAX_CHARS = 4096
INDEX_MAX = 2**31 - 1
NUMBER_MAX = 2**32 - 1
_EPOCH = re.compile(r"\d{1,10}-\d{1,12}")
_HISTORY = re.compile(r"(?:[0-9a-f]{8,64})?")
_SURROGATE = re.compile("[\ud800-\udfff]")

T = TypeVar("T")


class SavedSetDamaged(ValueError):
    """A file is not a saved set; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SavedPane:
    """One pane.

    - `folder`: where its program was; `""` means the home folder. Bytes that are not UTF-8 are lone
      surrogates (PEP 383).
    - `command`: the command line of its program; `""` if a shell waited. It may contain anything: use
      `offers.clean_command` before it is shown or typed.
    - `owner`: the user who made it; `""` means that of its session.
    - `number`: that of its id in the old tmux, so that panes are made in the same order; None if unknown.
    - `history`: the name of the stored text of its history; `""` if none is stored.
    """

    folder: str = ""
    command: str = ""
    active: bool = False
    owner: str = ""
    number: int | None = None
    history: str = ""


@dataclass(frozen=True, slots=True)
class SavedWindow:
    """One window with its panes in tmux's order.

    - `index`: None means the next free one, from `base-index` on.
    - `name`: `""` leaves the name to tmux.
    - `layout`: in tmux's notation (`webmux/tmux/layout_text.py`), the name of a layout such as `tiled`, or
      `""`. One that does not fit its panes becomes `tiled`.
    - `automatic_rename`: tmux names it after its program, so `name` lasts only until a program runs.
    """

    name: str = ""
    panes: tuple[SavedPane, ...] = (SavedPane(),)
    layout: str = ""
    index: int | None = None
    active: bool = False
    zoomed: bool = False
    automatic_rename: bool = False


@dataclass(frozen=True, slots=True)
class SavedSession:
    """One session with its windows by index.

    - `id`: tmux's `$n` at that time, unique within the epoch of its set; `""` in a preset.
    - `group`: the name of its session group, whose sessions have the same windows; `""` if it has none.
    - `created`: Unix seconds. `owner`: the user who made it, `""` if it was made outside of WebMux.
    """

    name: str
    windows: tuple[SavedWindow, ...] = (SavedWindow(),)
    id: str = ""
    owner: str = ""
    group: str = ""
    created: int = 0

    @property
    def panes(self) -> int:
        """How many panes all windows have."""
        return sum(len(window.panes) for window in self.windows)

    def with_panes(self, change: Callable[[SavedPane], SavedPane]) -> SavedSession:
        """The same session with what `change` makes of each pane."""
        windows = (
            replace(window, panes=tuple(change(pane) for pane in window.panes)) for window in self.windows
        )
        return replace(self, windows=tuple(windows))

    @property
    def folder(self) -> str:
        """The folder of the active pane of the current window."""
        window = next((one for one in self.windows if one.active), self.windows[0])
        return next((pane.folder for pane in window.panes if pane.active), window.panes[0].folder)

    @property
    def programs(self) -> list[str]:
        """The names of the programs that ran, without their arguments, each once."""
        commands = (pane.command.split(" ", 1)[0] for window in self.windows for pane in window.panes)
        return list(dict.fromkeys(os.path.basename(command.strip("'")) for command in commands if command))


@dataclass(frozen=True, slots=True)
class SavedSet:
    """All sessions of one tmux server at one time.

    - `saved_at`, `begun_at`: Unix seconds of the last and of the first write of this set.
    - `socket`: the path that the tmux server listened on.
    - `epoch`: which tmux server, see `model.SessionList`; `tmux_version` such as `3.3a`.
    - `settled`: the ids of sessions that are not offered: ended or dismissed by a user, or restored.
    """

    saved_at: int
    epoch: str
    sessions: tuple[SavedSession, ...]
    tmux_version: str = ""
    begun_at: int = 0
    settled: tuple[str, ...] = ()
    socket: str = ""

    @property
    def windows(self) -> int:
        """How many windows all sessions have."""
        return sum(len(session.windows) for session in self.sessions)

    def same_places(self, other: SavedSet) -> bool:
        """As `same_content`, but programs, their texts and the names that tmux takes from them may differ."""
        return self.same_content(other) or (
            self.epoch == other.epoch
            and tuple(map(_places, self.sessions)) == tuple(map(_places, other.sessions))
        )

    def same_content(self, other: SavedSet) -> bool:
        """Whether both are of the same sessions of the same server, whenever they were saved."""
        return (self.epoch, self.sessions) == (other.epoch, other.sessions)


def _places(session: SavedSession) -> SavedSession:
    """The session without what its programs change."""
    plain = session.with_panes(lambda pane: replace(pane, command="", history=""))
    windows = (replace(one, name="") if one.automatic_rename else one for one in plain.windows)
    return replace(plain, windows=tuple(windows))


def with_histories_of(before: SavedSet, now: SavedSet) -> SavedSet:
    """`now` with the texts of `before`, a set of the same server, in panes that have none.

    A process that saves without capturing texts must not lose those that another one stored.
    """
    known: dict[int | None, str] = {
        pane.number: pane.history
        for session in before.sessions
        for window in session.windows
        for pane in window.panes
        if pane.history and pane.number is not None
    }
    if not known:
        return now

    def with_history(pane: SavedPane) -> SavedPane:
        return pane if pane.history else replace(pane, history=known.get(pane.number, ""))

    return replace(now, sessions=tuple(session.with_panes(with_history) for session in now.sessions))


def to_json(saved: SavedSet) -> str:
    """The text of a file; fields that have their default are left out."""
    return json.dumps(
        {"format": FORMAT, **_without_defaults(saved)}, ensure_ascii=True, separators=(",", ":")
    )


def from_json(text: str | bytes) -> SavedSet:
    """The set in a file.

    Raises:
        SavedSetDamaged: it is not one; the message says where and why. Nothing else is raised.
    """
    if len(text) > FILE_MAX_BYTES:
        raise SavedSetDamaged(f"the file has more than {FILE_MAX_BYTES >> 20} MiB")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SavedSetDamaged("the file is not JSON: it was cut or changed") from error
    return _set(_Fields(found, "set"))


def _without_defaults(value: Any) -> dict[str, Any]:
    stored = {}
    for one in fields(value):
        content = getattr(value, one.name)
        if content == one.default and one.name not in ("panes", "windows"):
            continue
        if isinstance(content, tuple):
            content = [item if isinstance(item, str) else _without_defaults(item) for item in content]
        stored[one.name] = content
    return stored


class _Fields:
    """The fields of one JSON object, each taken once with its type and bound."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise SavedSetDamaged(f"{where} is not an object")
        self._left = dict(value)
        self._where = where

    def text(self, name: str, most: int, *, is_path: bool = False) -> str:
        value = self._left.pop(name, "")
        is_text = isinstance(value, str) and len(value) <= most and "\0" not in value
        if not is_text or (_SURROGATE.search(value) and not is_path):
            raise self.wrong(name, f"must be text of at most {most} characters")
        return str(value)

    def number(self, name: str, most: int = NUMBER_MAX) -> int:
        value = self._left.pop(name, 0)
        if type(value) is not int or not 0 <= value <= most:
            raise self.wrong(name, f"must be a number of at most {most}")
        return value

    def maybe_number(self, name: str, most: int = NUMBER_MAX) -> int | None:
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        return self.number(name, most)

    def flag(self, name: str) -> bool:
        value = self._left.pop(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, "must be true or false")
        return value

    def listed(self, name: str, most: int, read: Callable[[_Fields], T], least: int = 0) -> tuple[T, ...]:
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise self.wrong(name, f"must be a list of {least} to {most}")
        where = f"{self._where}.{name}"
        return tuple(read(_Fields(item, f"{where}[{at}]")) for at, item in enumerate(value))

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        value = self._left.pop(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.wrong(name, f"must be a list of at most {most}")
        if not all(isinstance(item, str) and len(item) <= NAME_MAX_CHARS for item in value):
            raise self.wrong(name, "must be texts")
        return tuple(value)

    def end(self) -> None:
        if self._left:
            raise self.wrong(next(iter(self._left)), "is not known")

    def wrong(self, name: str, why: str) -> SavedSetDamaged:
        return SavedSetDamaged(f"{self._where}.{str(name)[:40]} {why}")


def _set(given: _Fields) -> SavedSet:
    form = given.number("format")
    if form != FORMAT:
        raise given.wrong("format", f"is {form}: this WebMux reads {FORMAT}; install a newer one")
    saved = SavedSet(
        saved_at=given.number("saved_at"),
        epoch=given.text("epoch", 32),
        sessions=given.listed("sessions", SESSIONS_MAX, _session),
        tmux_version=given.text("tmux_version", 32),
        begun_at=given.number("begun_at"),
        settled=given.texts("settled", SESSIONS_MAX * 10),
        socket=given.text("socket", FOLDER_MAX_BYTES, is_path=True),
    )
    given.end()
    if not _EPOCH.fullmatch(saved.epoch):
        raise given.wrong("epoch", "must be <pid>-<start time>")
    panes = sum(session.panes for session in saved.sessions)
    if saved.windows > WINDOWS_MAX or panes > PANES_MAX:
        raise SavedSetDamaged(f"it has more than {WINDOWS_MAX} windows or {PANES_MAX} panes")
    return saved


def _session(given: _Fields) -> SavedSession:
    session = SavedSession(
        name=given.text("name", NAME_MAX_CHARS),
        windows=given.listed("windows", WINDOWS_MAX, _window, least=1),
        id=given.text("id", 16),
        owner=given.text("owner", NAME_MAX_CHARS),
        group=given.text("group", NAME_MAX_CHARS),
        created=given.number("created"),
    )
    given.end()
    return session


def _window(given: _Fields) -> SavedWindow:
    window = SavedWindow(
        name=given.text("name", NAME_MAX_CHARS),
        panes=given.listed("panes", PANES_MAX, _pane, least=1),
        layout=given.text("layout", LAYOUT_MAX_CHARS),
        index=given.maybe_number("index", INDEX_MAX),
        active=given.flag("active"),
        zoomed=given.flag("zoomed"),
        automatic_rename=given.flag("automatic_rename"),
    )
    given.end()
    return window


def _pane(given: _Fields) -> SavedPane:
    pane = SavedPane(
        folder=given.text("folder", FOLDER_MAX_BYTES, is_path=True),
        command=given.text("command", COMMAND_MAX_CHARS),
        active=given.flag("active"),
        owner=given.text("owner", NAME_MAX_CHARS),
        number=given.maybe_number("number"),
        history=given.text("history", 64),
    )
    given.end()
    if not _HISTORY.fullmatch(pane.history):
        raise given.wrong("history", "must be the name of a stored text")
    return pane
