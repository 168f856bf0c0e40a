"""Detects that foreground commands ended, from what each window runs at several moments. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from webmux.model import Window

MIN_S = 10.0
"""The user most likely waited for a shorter command."""
CONFIRM_S = (0.3, 0.5, 0.7)
"""Times after which a shell in the foreground is checked again before its command counts as ended, because a
shell is there between two commands of a loop too. Unequal, so that no loop stays in step with them."""
_SH = ("sh", "ash", "bash", "busybox", "dash", "ksh", "ksh93", "loksh", "mksh", "oksh", "rbash", "yash")
_OTHERS = ("csh", "tcsh", "fish", "elvish", "es", "ion", "nu", "osh", "pwsh", "rc", "xonsh", "ysh", "zsh")
SHELLS = frozenset(_SH + _OTHERS)
"""A window with such a command waits for input.

The first command of a window would not do instead: the window may have been busy when we first saw it.
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """A foreground command that ran for a while in the active pane of a window has ended."""

    window_id: str
    session_id: str
    window_name: str
    command: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Run:
    """The command that a pane runs, and since when; `""` if a shell waits.

    `checks` counts how often in a row a shell was in the foreground instead, from `quiet_s` to `checked_s`.
    """

    pane_id: str
    command: str
    began_s: float
    checks: int = 0
    quiet_s: float = 0.0
    checked_s: float = 0.0


class CommandTracker:
    """Follows the commands of all windows of one tmux server, and which of them ended unseen.

    Commands without a pause, as in `make; make test` or in a loop, count as one, with the name of the last.
    If another pane becomes active, tracking restarts: what it ran before is not known.
    """

    def __init__(self, min_s: float = MIN_S, confirm_s: Sequence[float] = CONFIRM_S) -> None:
        self._min_s = min_s
        self._confirm_s = confirm_s
        self._epoch = ""
        self._runs: dict[str, _Run] = {}
        self._done: set[str] = set()

    def take(
        self,
        epoch: str,
        windows: Iterable[Window],
        now_s: float,
        at_rest: Callable[[Window], bool] = bool,
    ) -> list[Finished]:
        """Take all windows at `now_s`, in seconds of a clock; returns the commands that have ended.

        A linked window is reported once, for its first session. `at_rest` returns whether the shell in the
        foreground of a window sleeps. Windows that are `done` in the first call of an epoch stay so.
        """
        by_id = {window.id: window for window in reversed(list(windows))}
        if epoch != self._epoch:
            self._runs, self._epoch = {}, epoch
            self._done = {window.id for window in by_id.values() if window.done}
        runs = {}
        finished = []
        for window in by_id.values():
            before = self._runs.get(window.id)
            run = runs[window.id] = self._next(before, window, now_s, at_rest)
            if before is not None and before.pane_id == run.pane_id and before.command and not run.command:
                seconds = run.quiet_s - before.began_s
                if seconds >= self._min_s:
                    finished.append(
                        Finished(window.id, window.session_id, window.name, before.command, seconds)
                    )
        self._runs = runs
        self._done = self._done & by_id.keys() | {end.window_id for end in finished}
        return finished

    @property
    def done(self) -> frozenset[str]:
        """The ids of the windows in which a command ended that nobody has seen since."""
        return frozenset(self._done)

    def again_in_s(self, now_s: float) -> float | None:
        """When `take` must be called again to confirm that a command ended; None if it need not be."""
        waits = [
            self._confirm_s[run.checks - 1] + run.checked_s - now_s
            for run in self._runs.values()
            if run.checks
        ]
        return max(0.0, min(waits)) if waits else None

    def see(self, window_ids: Collection[str]) -> None:
        """A user views these windows now, so they are no longer `done`."""
        self._done.difference_update(window_ids)

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """The windows with `done` set as in the property `done`."""
        return tuple(replace(window, done=window.id in self._done) for window in windows)

    def _next(
        self, before: _Run | None, window: Window, now_s: float, at_rest: Callable[[Window], bool]
    ) -> _Run:
        command = "" if window.command in SHELLS else window.command
        if before is None or before.pane_id != window.pane_id or not before.command:
            return _Run(window.pane_id, command, now_s)
        if command or not at_rest(window):
            return _Run(window.pane_id, command or before.command, before.began_s)
        return self._confirmed(before, now_s)

    def _confirmed(self, run: _Run, now_s: float) -> _Run:
        """The run after another check that saw a shell; without its command after the last check."""
        if not run.checks:
            run = replace(run, checks=1, quiet_s=now_s, checked_s=now_s)
        elif now_s - run.checked_s >= self._confirm_s[run.checks - 1]:
            run = replace(run, checks=run.checks + 1, checked_s=now_s)
        return replace(run, command="", checks=0) if run.checks > len(self._confirm_s) else run
