"""Makes a session with all its windows and panes: a saved one again, or one of a preset.

Commands go in groups of a few windows, so 300 windows are some dozens of questions. Windows and panes are
addressed by the indexes that they will have, so no command waits for an id that another one prints.
"""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import gevent

from webmux.errors import BadField, NameTaken, SessionNotFound, TmuxError
from webmux.model import Session, Size
from webmux.saved_sessions.histories import file_of
from webmux.saved_sessions.offers import clean_command
from webmux.saved_sessions.placing import (
    first_number,
    indexes_of,
    is_plain_folder,
    layout_of,
    layout_text,
    order_of,
    unescaped,
)
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedWindow
from webmux.tmux import names
from webmux.tmux.control.quoting import Command
from webmux.tmux.layout_text import NAMED_LAYOUTS, with_checksum
from webmux.tmux.quotas import USER_OPTION
from webmux.tmux.server import DEFAULT_SIZE, Tmux, home
from webmux.tmux.session_start import with_shell_after
from webmux.tmux.state.formats import OFFER_OPTION, bounded_size

BATCH_WINDOWS = 8
"""tmux starts the shells of a batch before it does anything else."""
TIMEOUT_S = 30.0
"""Of a batch, on a machine that starts hundreds of shells."""
PROBLEMS_MAX = 50
_LOGIN_SHELL = 'exec "${SHELL:-/bin/sh}" -l'
"""As tmux starts it, where `default-command` is empty."""
TEXT_OPTION = "@webmux_text"
"""An option of the session, by which tmux gets names and folders: it would expand them as formats (`#(...)`
runs a command), but not what an option holds."""
_FIRST_WINDOW = (
    "#{window_id} #{window_index} #{pane-base-index} #{automatic-rename} #{base-index} #{default-command}"
)

Commands = Literal["offer", "run", "none"]


@dataclass(frozen=True, slots=True)
class Built:
    """A session that was made; `problems` are sentences about what differs from the saved one."""

    session: Session
    windows: int
    panes: int
    problems: tuple[str, ...] = ()


def build_session(  # noqa: PLR0913  each is a fact about the session, by keyword
    tmux: Tmux,
    saved: SavedSession,
    *,
    name: str | None = None,
    owner: str | None = None,
    commands: Commands = "offer",
    env: Mapping[str, str] | None = None,
    size: Size = DEFAULT_SIZE,
    histories: Path | None = None,
    on_windows: Callable[[int], None] = lambda count: None,
) -> Built:
    """Make a session; starts the tmux server if necessary. `saved` need not come from a file.

    Args:
        tmux: the server.
        saved: what to make. Folders that are missing become the home folder, and a problem.
        name: another name than the saved one.
        owner: the user it belongs to, instead of the saved one.
        commands: `offer` stores the command of a pane for its user, see `offers`. `run` runs it, and a shell
            when it has ended; use it only for commands that the user chose. `none` starts shells only.
        env: variables of the environment of all its programs.
        size: of windows whose layout does not say it.
        histories: the directory of the texts that panes show before their shell starts.
        on_windows: called with the number of windows made so far. Must not wait.

    Raises:
        NameTaken: a session has that name; nothing was made.
        TmuxError: tmux could not make the session. One that was made in part stays only if it has all windows
            but those in `problems`.

    Switches: yes. Cost: one process, then about 10 ms for each shell.
    """
    return _Builder(tmux, saved, commands, size, histories).build(name, owner, env or {}, on_windows)


def join_group(
    tmux: Tmux,
    saved: SavedSession,
    with_session_id: str,
    *,
    name: str | None = None,
    owner: str | None = None,
) -> Session:
    """Make a session that has the same windows as another one, its session group; as `build_session`."""
    target = names.check_session_id(with_session_id)
    words = ("new-session", "-d", "-E", "-t", target, "-P", "-F", "#{session_id}")
    builder = _Builder(tmux, saved, "none")
    builder.session_id = tmux.run(words).strip()
    try:
        builder.name_it(saved.name if name is None else name)
    except TmuxError:
        tmux.kill_session(builder.session_id)
        raise
    builder.own_it(saved.owner if owner is None else owner)
    indexes = [0 if window.index is None else window.index for window in saved.windows]
    builder.finish(saved.windows, indexes)
    return tmux.session(builder.session_id)


@dataclass(slots=True)
class _Builder:
    tmux: Tmux
    saved: SavedSession
    commands: Commands
    size: Size = DEFAULT_SIZE
    histories: Path | None = None
    shell: str = ""
    problems: list[str] = field(default_factory=list)
    session_id: str = ""
    epoch: str = ""
    pane_base: int = 0
    renames_by_default: bool = True

    def build(
        self, name: str | None, owner: str | None, env: Mapping[str, str], on_windows: Callable[[int], None]
    ) -> Built:
        windows = self.saved.windows
        started = sorted(range(len(windows)), key=lambda at: (first_number(windows[at]), at))
        first = windows[started[0]]
        pane = first.panes[order_of(first)[0]]
        is_plain = not env and not self._history(pane) and is_plain_folder(self._folder(pane))
        session = self._start(first, self._folder(pane) if is_plain else home(), pane if is_plain else None)
        self.session_id, self.epoch = session.id, session.epoch
        try:
            self.name_it(self.saved.name if name is None else name)
            self.own_it(self.saved.owner if owner is None else owner)
            window_id, indexes = self._begin(windows, started[0])
            if not is_plain:
                self._start_again(window_id, pane, env)
            self._make(windows, started, indexes, on_windows)
            self.finish(windows, indexes)
            self._check(windows, indexes)
            built = self.tmux.session(session.id)
        except (
            BaseException
        ):  # also when WebMux stops: a session in part would keep the whole from being offered
            with contextlib.suppress(TmuxError):
                self._undo(session.id)
            raise
        return Built(built, built.windows, self.saved.panes, tuple(self.problems[:PROBLEMS_MAX]))

    # -- the session -----------------------------------------------------------------------

    def _undo(self, session_id: str) -> None:
        """End the session; not one of a new tmux server, which may have the same id."""
        self._check_server()
        self.tmux.kill_session(session_id)

    def _check_server(self) -> None:
        """Raises SessionNotFound: a new tmux server has begun, which gives our ids to other sessions."""
        if self.tmux.run(("display-message", "-p", "#{pid}-#{start_time}")).strip() != self.epoch:
            raise SessionNotFound("its tmux server ended while it was made: restore it again")

    def _start(self, first: SavedWindow, folder: str, pane: SavedPane | None) -> Session:
        """A session with its first pane. tmux names it, because a saved name may have to be quoted."""
        layout = layout_of(first)
        size = self.size if layout is None else bounded_size(layout.cols, layout.rows)
        command = None if pane is None else self._command(pane) or None
        return self.tmux.create_session(cwd=folder, command=command, size=size)

    def _start_again(self, window_id: str, pane: SavedPane, env: Mapping[str, str]) -> None:
        """Start the first pane with the session's variables, or in a folder whose name is not text."""
        self.tmux.run(
            *(("set-environment", "-t", self.session_id, *pair) for pair in env.items()),
            *self._in_folder(("respawn-pane", "-k", "-t", window_id), pane),
        )

    def name_it(self, name: str) -> None:
        name = unescaped(name)
        if not name:
            return
        target = ("-t", self.session_id)
        try:
            self.tmux.run(*self._quoted(name, lambda word: [("rename-session", *target, "--", word)]))
        except NameTaken:
            raise
        except SessionNotFound as error:
            raise SessionNotFound(
                "the session ended at once: its shell does not start, or tmux has destroy-unattached on"
            ) from error

    def own_it(self, owner: str) -> None:
        if owner:
            self.tmux.run(("set-option", "-t", self.session_id, USER_OPTION, owner))

    def _begin(self, windows: Sequence[SavedWindow], first: int) -> tuple[str, list[int]]:
        """Move the first window to its index; returns its id, and the index of each."""
        printed = self.tmux.run(("list-windows", "-t", self.session_id, "-F", _FIRST_WINDOW)).split(" ", 5)
        default = printed[5].strip()
        self.shell = f"exec sh -c {shlex.quote(default)}" if default else _LOGIN_SHELL
        window_id, index, self.pane_base = printed[0], int(printed[1]), int(printed[2])
        self.renames_by_default = printed[3] == "1"
        indexes = indexes_of(windows, base=int(printed[4]))
        if indexes[first] != index:
            target = f"{self.session_id}:{indexes[first]}"
            self.tmux.run(("move-window", "-d", "-s", f"{self.session_id}:{window_id}", "-t", target))
        return window_id, indexes

    # -- windows ---------------------------------------------------------------------------

    def _make(
        self,
        windows: Sequence[SavedWindow],
        started: Sequence[int],
        indexes: Sequence[int],
        on_windows: Callable[[int], None],
    ) -> None:
        for begin in range(0, len(started), BATCH_WINDOWS):
            batch = started[begin : begin + BATCH_WINDOWS]
            groups: list[list[Command]] = []
            owners: list[int] = []
            for at in batch:
                made = self._window(windows[at], indexes[at], exists=at == started[0])
                groups += made
                owners += [indexes[at]] * len(made)
            self._check_server()
            results = self.tmux.link.run_each(groups, TIMEOUT_S)
            failed: dict[int, TmuxError] = {}
            for index, result in zip(owners, results, strict=True):
                if isinstance(result, TmuxError):
                    failed.setdefault(index, result)
            self.problems += [f"window {index}: {error.message}" for index, error in failed.items()]
            on_windows(begin + len(batch))
            gevent.sleep(0)

    def _window(self, window: SavedWindow, index: int, *, exists: bool) -> list[list[Command]]:
        """Groups of commands that make a window: if one fails, the rest is done all the same."""
        target = f"{self.session_id}:{index}"
        order = order_of(window)
        creation: list[Command] = []
        if not exists:
            creation += self._in_folder(("new-window", "-d", "-t", target), window.panes[order[0]])
        creation += self._splits(window, target, order)
        groups = [creation] if creation else []
        if arranged := self._arrangement(window):
            groups.append([("select-layout", "-t", target, arranged)])
        groups += [[command] for command in self._pane_options(window, target)]
        if window.name:
            name = unescaped(window.name)
            groups.append(self._quoted(name, lambda word: [("rename-window", "-t", target, "--", word)]))
            if window.automatic_rename:
                how = ("-wu", "-t", target, "automatic-rename")
                on = ("-w", "-t", target, "automatic-rename", "on")
                groups.append([("set-option", *(how if self.renames_by_default else on))])
        active = next((at for at, pane in enumerate(window.panes) if pane.active), order[0])
        if len(window.panes) > 1:
            groups.append([("select-pane", "-t", self._pane(target, active))])
            if window.zoomed:
                groups.append([("resize-pane", "-Z", "-t", self._pane(target, active))])
        return groups

    def _splits(self, window: SavedWindow, target: str, order: Sequence[int]) -> list[Command]:
        """Commands that add all panes but the first, each at its place in tmux's order."""
        commands: list[Command] = []
        made = [order[0]]
        for place in order[1:]:
            before = [one for one in made if one < place]
            at = self._pane(target, made.index(max(before)) if before else 0)
            words = ("split-window", "-d", "-h", *(() if before else ("-b",)), "-t", at)
            commands += self._in_folder(words, window.panes[place])
            commands.append(("select-layout", "-t", target, "tiled"))  # otherwise there is soon no room
            made = sorted([*made, place])
        return commands

    def _arrangement(self, window: SavedWindow) -> str:
        layout = layout_of(window)
        if layout is not None:
            return with_checksum(layout.text)
        if len(window.panes) == 1:
            return ""
        return window.layout if window.layout in NAMED_LAYOUTS else "tiled"

    def _pane_options(self, window: SavedWindow, target: str) -> list[Command]:
        commands: list[Command] = []
        for at, pane in enumerate(window.panes):
            where = ("set-option", "-p", "-t", self._pane(target, at))
            command = clean_command(pane.command) if self.commands == "offer" else ""
            if command:
                commands.append((*where, OFFER_OPTION, command))
            if pane.owner:
                commands.append((*where, USER_OPTION, pane.owner))
        return commands

    def finish(self, windows: Sequence[SavedWindow], indexes: Sequence[int]) -> None:
        active = next((at for at, window in enumerate(windows) if window.active), 0)
        groups: list[list[Command]] = [
            [("select-window", "-t", f"{self.session_id}:{indexes[active]}")],
            [("set-option", "-qu", "-t", self.session_id, TEXT_OPTION)],
        ]
        self.tmux.link.run_each(groups, TIMEOUT_S)

    def _check(self, windows: Sequence[SavedWindow], indexes: Sequence[int]) -> None:
        """Compare the layouts with the saved ones, and note what differs."""
        form = "#{window_index} #{window_layout}"
        printed = self.tmux.run(("list-windows", "-t", self.session_id, "-F", form))
        now = dict(line.split(" ", 1) for line in printed.splitlines() if " " in line)
        noted = {problem.partition(":")[0] for problem in self.problems}
        for window, index in zip(windows, indexes, strict=True):
            expected = layout_of(window)
            if f"window {index}" in noted:
                continue
            if str(index) not in now:
                self.problems.append(f"window {index}: it ended at once")
            elif expected is not None and expected.text != layout_text(now[str(index)]):
                self.problems.append(f"window {index}: its panes have other sizes than before")
            elif expected is None and "," in window.layout:
                self.problems.append(f"window {index}: its saved layout does not fit, so its panes are tiled")

    # -- words -----------------------------------------------------------------------------

    def _pane(self, target: str, place: int) -> str:
        return f"{target}.{self.pane_base + place}"

    def _in_folder(self, words: Command, pane: SavedPane) -> list[Command]:
        """Commands that start the program of a pane in its folder."""
        command = self._command(pane)
        more = ("--", command) if command else ()
        return self._quoted(self._folder(pane), lambda folder: [(*words, "-c", folder, *more)])

    def _folder(self, pane: SavedPane) -> str:
        if not pane.folder:
            return home()
        with contextlib.suppress(BadField, OSError):
            if os.path.isdir(pane.folder) and os.access(pane.folder, os.X_OK) and os.path.isabs(pane.folder):
                return pane.folder
        shown = pane.folder.encode("utf-8", "replace").decode()
        problem = f"the folder {shown[:200]} is missing: its pane is in the home folder"
        if problem not in self.problems:
            self.problems.append(problem)
        return home()

    def _history(self, pane: SavedPane) -> Path | None:
        return None if self.histories is None else file_of(self.histories, pane.history)

    def _command(self, pane: SavedPane) -> str:
        if self.commands == "run" and pane.command:
            return with_shell_after(names.check_command(pane.command))
        text = self._history(pane)
        return f"cat {shlex.quote(str(text))}; {self.shell}" if text is not None else ""

    def _quoted(self, text: str, use: Callable[[str], list[Command]]) -> list[Command]:
        """The commands of `use` with a word that stands for `text`, where tmux expands formats."""
        if "#" not in text:
            return use(text)
        indirect: Command = ("set-option", "-t", self.session_id, TEXT_OPTION, text)
        return [indirect, *use(f"#{{{TEXT_OPTION}}}")]
