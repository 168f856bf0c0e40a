"""Which foreground commands ended, told from what each window runs when looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from webmux.model import Window

MIN_S = 10.0
"""What ended sooner was most likely waited for."""
CONFIRM_S = (0.3, 0.5, 0.7)
"""A shell in the foreground is looked at again after these times before its command has ended: between two
commands of a loop it is there as well. Unequal, so that no loop keeps step with them."""
SHELLS = frozenset(
    {
        *(
            "sh",
            "ash",
            "bash",
            "busybox",
            "dash",
            "ksh",
            "ksh93",
            "loksh",
            "mksh",
            "oksh",
            "rbash",
            "yash",
            "zsh",
        ),
        *("csh", "tcsh", "fish", "elvish", "es", "ion", "nu", "osh", "pwsh", "rc", "xonsh", "ysh"),
    }
)
"""A window whose command has such a name waits for somebody to type one.

What a window had first would not do: it may have been in the middle of something when first seen.
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
    """A command under way in a pane, since a time; none where a shell waits.

    `looks` counts how often in a row a shell was in the foreground instead, from `quiet_s` to `looked_s`.
    """

    pane_id: str
    command: str
    began_s: float
    looks: int = 0
    quiet_s: float = 0.0
    looked_s: float = 0.0


class CommandTracker:
    """Follows the commands of all windows of one tmux server, and which ends nobody has looked at.

    Commands joined without a pause, as in `make; make test`, are one, of the last one's name, and so are
    those of a loop. Another active pane begins again: what the other did meanwhile is not known.
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
        """All windows as they are at `now_s`, a clock's seconds; the commands that ended since the last call.

        A window that is linked into several sessions is reported once, for the first. `at_rest` says whether
        the shell in its foreground sleeps. Windows that are `done` in the first call of an epoch stay so.
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
                    told = (window.id, window.session_id, window.name, before.command, seconds)
                    finished.append(Finished(*told))
        self._runs = runs
        self._done = self._done & by_id.keys() | {end.window_id for end in finished}
        return finished

    @property
    def done(self) -> frozenset[str]:
        """The ids of the windows where a command ended and nobody has looked since."""
        return frozenset(self._done)

    def again_in_s(self, now_s: float) -> float | None:
        """When the windows are to be looked at again to know whether a command has ended; None: no need."""
        waits = [
            self._confirm_s[run.looks - 1] + run.looked_s - now_s for run in self._runs.values() if run.looks
        ]
        return max(0.0, min(waits)) if waits else None

    def see(self, window_ids: Collection[str]) -> None:
        """Somebody looks at these windows now: what ended in them is known."""
        self._done.difference_update(window_ids)

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """The windows, `done` where a command ended and nobody has looked since."""
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
        """The run with a shell seen once more, or without its command when that was often enough."""
        if not run.looks:
            run = replace(run, looks=1, quiet_s=now_s, looked_s=now_s)
        elif now_s - run.looked_s >= self._confirm_s[run.looks - 1]:
            run = replace(run, looks=run.looks + 1, looked_s=now_s)
        return replace(run, command="", looks=0) if run.looks > len(self._confirm_s) else run
