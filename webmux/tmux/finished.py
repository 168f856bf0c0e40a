"""Which foreground commands ended, told from what each window runs when looked at. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from webmux.model import Window

MIN_S = 10.0
"""What ended sooner was most likely waited for."""
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
    """A command under way in a pane, since a time; none where a shell waits."""

    pane_id: str
    command: str
    began_s: float


class CommandTracker:
    """Follows the commands of all windows of one tmux server, and which ends nobody has looked at.

    Commands joined without a pause, as in `make; make test`, are one, of the last one's name. Another active
    pane begins anew: what the other did meanwhile is not known.
    """

    def __init__(self, min_s: float = MIN_S) -> None:
        self._min_s = min_s
        self._epoch = ""
        self._runs: dict[str, _Run] = {}
        self._done: set[str] = set()

    def take(self, epoch: str, windows: Iterable[Window], now_s: float) -> list[Finished]:
        """All windows as they are at `now_s`, a clock's seconds; the commands that ended since the last call.

        A window that is linked into several sessions is told once, for the first.
        """
        if epoch != self._epoch:
            self._runs, self._done, self._epoch = {}, set(), epoch
        by_id = {window.id: window for window in reversed(list(windows))}
        runs = {}
        finished = []
        for window in by_id.values():
            before = self._runs.get(window.id)
            runs[window.id] = _next_run(before, window, now_s)
            if before is not None and self._is_end(before, runs[window.id], now_s):
                seconds = now_s - before.began_s
                told = (window.id, window.session_id, window.name, before.command, seconds)
                finished.append(Finished(*told))
        self._runs = runs
        self._done = self._done & by_id.keys() | {end.window_id for end in finished}
        return finished

    def see(self, window_ids: Collection[str]) -> None:
        """Somebody looks at these windows now: what ended in them is known."""
        self._done.difference_update(window_ids)

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """The windows, `done` where a command ended and nobody has looked since."""
        return tuple(replace(window, done=window.id in self._done) for window in windows)

    def _is_end(self, before: _Run, now: _Run, now_s: float) -> bool:
        ended = before.pane_id == now.pane_id and before.command != "" and now.command == ""
        return ended and now_s - before.began_s >= self._min_s


def _next_run(before: _Run | None, window: Window, now_s: float) -> _Run:
    command = "" if window.command in SHELLS else window.command
    goes_on = before is not None and before.pane_id == window.pane_id and bool(before.command)
    began_s = before.began_s if before is not None and goes_on else now_s
    return _Run(window.pane_id, command, began_s)
