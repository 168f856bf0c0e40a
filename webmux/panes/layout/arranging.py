"""Commands that arrange the windows and panes of one session: select, split, zoom, swap, and the like.

A target names session, window and pane, `$1:@2.%3`, so tmux itself refuses a pane that has moved elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from webmux.errors import BadField, PaneNotFound, TmuxCommandFailed, TmuxError, WindowNotFound
from webmux.model import COLS_MAX
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.panes.layout.pane_layout import WindowState
from webmux.tmux import names
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.process import sort_failure
from webmux.tmux.control.quoting import Command
from webmux.tmux.layout import EVEN
from webmux.tmux.layout_text import NAMED_LAYOUTS
from webmux.tmux.version import traits

SIDES: dict[str, tuple[str, ...]] = {"right": ("-h",), "down": ("-v",), "left": ("-hb",), "up": ("-vb",)}
LAYOUTS = (EVEN, *NAMED_LAYOUTS, "main-horizontal-mirrored", "main-vertical-mirrored")
"""The mirrored ones are of tmux 3.5."""
TITLE_MAX_CHARS = 256
_TITLE_OPTION = "@webmux_title"
"""Carries a title, because `select-pane -T` expands its argument as a format, and options are plain text."""
_RUNS = "its program still runs: end it first"
_HINTS = (
    ("no space for", "no_room", "there is no room for another pane: close one, or enlarge the window"),
    ("too small", "no_room", "there is no room for another pane: close one, or enlarge the window"),
    ("still active", "pane_runs", _RUNS),
    ("layout", "bad_layout", "this tmux cannot arrange the panes like that: choose another layout"),
)


class ArrangingLink(Protocol):
    """What it uses of a `PaneLink`."""

    session_id: str
    version: str

    def ask(self, groups: Sequence[Sequence[Command]]) -> list[list[Reply]]: ...


class Arranger:
    """Arranges the windows of a session for one viewer; with `only`, a window id, in that window alone.

    Every call asks tmux and may switch. All raise PaneNotFound or WindowNotFound if the session, or the
    window `only`, does not have what they name, and TmuxError if tmux could not be asked.
    """

    def __init__(self, link: ArrangingLink, layout: PaneLayout, only: str = "") -> None:
        self._link = link
        self._layout = layout
        self._only = only

    def select(self, pane: int | None, window_id: object) -> None:
        """Make a pane the active one and its window the current one; without a pane only the window."""
        if pane is None:
            window = self._window(window_id)
            self._run([("select-window", "-t", self._name(window))])
            return
        self._on(
            pane,
            lambda target: [
                ("select-window", "-t", target.partition(".")[0]),
                ("select-pane", "-Z", "-t", target),
            ],
        )

    def split(self, pane: int, direction: object, size: object = None) -> str:
        """Add a pane on a side of this one, in the same folder, and return its id, `%7`. It is active then.

        `size` is in columns or rows; by default it is half.

        Raises:
            BadField: a wrong side or size; or `no_room`.
        """
        side = _one_of("direction", direction, SIDES)
        length = () if size is None else ("-l", str(_cells("size", size)))
        return self._on(
            pane,
            lambda target: [
                (
                    *("split-window", *SIDES[side], *length, "-t", target, "-c", "#{pane_current_path}"),
                    *("-P", "-F", "#{pane_id}"),
                )
            ],
        )

    def zoom(self, pane: int) -> None:
        """Make a pane fill its window; if the window is zoomed already, show all of its panes again."""
        self._on(pane, lambda target: [("resize-pane", "-Z", "-t", target)])

    def kill(self, pane: int) -> None:
        """End a pane and its program; the last pane ends its window."""
        self._on(pane, lambda target: [("kill-pane", "-t", target)])

    def swap(self, pane: int, other: int) -> None:
        """Let two panes change places; each stays active, or not, in its window as its place was."""
        target = self._target(other)
        self._on(pane, lambda source: [("swap-pane", "-d", "-s", source, "-t", target)])

    def break_out(self, pane: int) -> str:
        """Move a pane into a new window, which becomes the current one, and return the id of the window.

        Raises:
            BadField: `only_pane`, it is alone in its window.
        """
        self._check_session()
        window = self._window_of(pane)
        if len(window.panes) == 1:
            raise BadField("pane", "it has a window of its own already", code="only_pane")
        place = ("-t", f"{self._link.session_id}:", "-P", "-F", "#{window_id}")
        return self._on(pane, lambda source: [("break-pane", "-s", source, *place)])

    def join(
        self, pane: int, window_id: object, beside: int | None = None, direction: object = "right"
    ) -> None:
        """Move a pane to a side of another one, by default of the active pane of that window.

        Raises:
            BadField: a wrong side; `no_room`; or `same_pane`.
        """
        side = _one_of("direction", direction, SIDES)
        window = self._window(window_id)
        if beside is None:
            beside = next(one.pane for one in window.panes if one.active)
        if beside == pane:
            raise BadField("window", "the pane is there already: choose another place", code="same_pane")
        if window.pane(beside) is None:
            raise PaneNotFound(f"%{beside}")
        target = f"{self._name(window)}.%{beside}"
        self._on(pane, lambda source: [("join-pane", *SIDES[side], "-s", source, "-t", target)])

    def rename_pane(self, pane: int, title: object) -> None:
        """Give a pane this title; its program may change it again.

        Raises:
            BadField: too long, or with control characters.
        """
        if not isinstance(title, str) or len(title) > TITLE_MAX_CHARS or not (title + " ").isprintable():
            message = f"use at most {TITLE_MAX_CHARS} characters, and no control characters"
            raise BadField("name", message, code="bad_name")
        self._on(
            pane,
            lambda target: [
                ("set-option", "-p", "-t", target, "--", _TITLE_OPTION, title),
                ("select-pane", "-t", target, "-T", f"#{{{_TITLE_OPTION}}}"),
                ("set-option", "-pu", "-t", target, _TITLE_OPTION),
            ],
        )

    def rename_window(self, window_id: object, name: object) -> None:
        """Rename a window. BadField if the name is not allowed, see `names.check_name`."""
        self._run(
            [("rename-window", "-t", self._name(self._window(window_id)), "--", names.check_name(name))]
        )

    def respawn(self, pane: int, *, kill: bool = False, paused: bool = False) -> None:
        """Start the command of a pane again. BadField, `pane_runs`, if it is not dead, without `kill`.

        Output that we have not read ends tmux before 3.8 here, so a pause drops it first, unless tmux has
        `paused` the pane already. A pane that goes on would miss output, so we do not even try there: it
        could die just then.
        """
        if not kill and self._runs(pane):
            raise BadField("pane", _RUNS, code="pane_runs")
        command = ("respawn-pane", "-k") if kill else ("respawn-pane",)
        if paused or not traits(self._link.version).crashes_on_respawn:
            self._on(pane, lambda target: [(*command, "-t", target)])
            return
        pause, go_on = (("refresh-client", "-A", f"%{pane}:{how}") for how in ("pause", "continue"))
        # On a line of its own: after an error tmux drops the rest of a line, and the pane would stay paused.
        self._on(pane, lambda target: [pause, (*command, "-t", target)], [go_on])

    def _runs(self, pane: int) -> bool:
        window = self._layout.ask_now().window_of(pane)
        state = None if window is None else window.pane(pane)
        return state is not None and not state.dead

    def arrange(self, window_id: object, layout: object) -> None:
        """Arrange the panes of a window by one of tmux's layouts; with `EVEN` only their sizes change.

        Raises:
            BadField: there is no such layout, or this tmux does not have it.
        """
        name = _one_of("name", layout, LAYOUTS)
        target = ("select-layout", "-t", self._name(self._window(window_id)))
        self._run([(*target, "-E") if name == EVEN else (*target, name)])

    def synchronize(self, window_id: object, *, on: bool) -> None:
        """Let what is typed into one pane of a window reach all of its panes, or end that."""
        target = ("-t", self._name(self._window(window_id)))
        self._run([("set-option", "-w", *target, "synchronize-panes", "on" if on else "off")])

    def clear_history(self, pane: int) -> None:
        """Remove the rows above the screen of a pane."""
        self._on(pane, lambda target: [("clear-history", "-t", target)])

    # -- inside ----------------------------------------------------------------------------

    def _check_session(self) -> None:
        if self._only:
            raise WindowNotFound("your link shows one window: a pane cannot leave it")

    def _window(self, window_id: object) -> WindowState:
        name = names.check_window_id(window_id)
        if self._only in ("", name):
            window = self._layout.now.window(name) or self._layout.ask_now().window(name)
            if window is not None:
                return window
        raise WindowNotFound(f"there is no window {name} here any more: choose another one")

    def _window_of(self, pane: int) -> WindowState:
        window = self._layout.now.window_of(pane) or self._layout.ask_now().window_of(pane)
        if window is None or self._only not in ("", window.id):
            raise PaneNotFound(f"%{pane}")
        return window

    def _name(self, window: WindowState) -> str:
        return f"{self._link.session_id}:{window.id}"

    def _target(self, pane: int) -> str:
        return f"{self._name(self._window_of(pane))}.%{pane}"

    def _on(self, pane: int, commands: Callable[[str], list[Command]], *after: list[Command]) -> str:
        """Run commands on a pane; again if it moved to another window meanwhile. See `_run`."""
        target = self._target(pane)
        try:
            return self._run(commands(target), *after)
        except (PaneNotFound, WindowNotFound):
            self._layout.ask_now()
            if self._target(pane) == target:
                raise
        return self._run(commands(self._target(pane)), *after)

    def _run(self, commands: list[Command], *after: list[Command]) -> str:
        """Run commands, and then those of `after`, also if one of `commands` failed."""
        replies, *_ = self._link.ask([commands, *after])
        self._layout.refresh()  # tmux reports not all of it
        if not replies[-1].ok:
            raise _failure(
                commands[len(replies) - 1], b" ".join(replies[-1].lines).decode("utf-8", "replace")
            )
        return b"\n".join(line for reply in replies for line in reply.lines).decode("utf-8", "replace")


def _text(replies: Sequence[Reply]) -> str:
    return b"\n".join(line for reply in replies for line in reply.lines).decode("utf-8", "replace")


def _failure(command: Command, stderr: str) -> TmuxError | BadField:
    """The error that says what to do next."""
    if "can't find pane: %" in stderr:
        return PaneNotFound(stderr.partition(": ")[2])
    error = sort_failure(command, stderr)
    if type(error) is TmuxCommandFailed:
        for words, code, hint in _HINTS:
            if words in stderr:
                return BadField("pane" if code != "bad_layout" else "name", hint, code=code)
    return error


def _one_of(field: str, value: object, allowed: Sequence[str] | dict[str, tuple[str, ...]]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise BadField(field, f"must be one of {', '.join(allowed)}")
    return value


def _cells(field: str, value: object) -> int:
    if type(value) is not int or not 1 <= value <= COLS_MAX:
        raise BadField(field, f"must be a number from 1 to {COLS_MAX}", code="bad_size")
    return value
