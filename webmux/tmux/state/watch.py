"""What tmux has, kept up to date by what tmux tells: nobody asks without a reason."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

import gevent
import structlog
from gevent.event import Event as Flag

from webmux.errors import TmuxError, TmuxTimeout
from webmux.model import Session, TmuxState, Window
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.control.client import Link
from webmux.tmux.control.notifications import Notification
from webmux.tmux.state import bells
from webmux.tmux.state import command_tracker as finished
from webmux.tmux.state.command_tracker import CommandTracker, Finished
from webmux.tmux.state.copy_mode import CopyModes
from webmux.tmux.state.foreground import is_at_rest, script_in, with_script
from webmux.tmux.state.formats import DONE_OPTION, SCREEN_FORMAT

log = structlog.get_logger(__name__)

GAP_S = 0.03
"""What comes within this time of a question becomes one more question: a script makes twenty windows."""
PING_S = 2.0
"""While somebody looks, tmux is asked for a sign of life so often: a stopped server tells nothing."""
PING_TIMEOUT_S = 1.0
RETRY_S = 1.0
"""What tmux refused is asked again after this time, sooner where there is news: there may never be any."""

SUBSCRIPTION = "webmux"
# A folder, or a program by its own name, may have line breaks: what follows one would pass for tmux's words.
_COMMAND, _FOLDER = (f"#{{s/\n/?/:{name}}}" for name in ("pane_current_command", "pane_current_path"))
_TITLE = "#{s/;/,/:#{s/\n/?/:pane_title}}"  # `;` would end the entry
_LISTED = (
    f"#{{window_raw_flags}}#{{{bells.OPTION}}}.#{{window_layout}}.{SCREEN_FORMAT}.{_COMMAND}.{_TITLE}.#{{window_name}}"
    f".#{{?window_active,{_FOLDER},}}"
)
_DRAWN = "#{window_activity}.#{pane_id}.#{pane_in_mode}.#{scroll_position}.#{cursor_x}.#{cursor_y}"
# `;` parts the entries: a comma within `#{W:` would begin the format of the current window.
_CHANGES = f"#{{{bells.LOG}}};#{{S:#{{W:#{{window_id}} {_DRAWN} {_LISTED};}}}}"
_ENTRY = re.compile(r"(@\d+) (\d+\S*) ([^;]*);")

_LISTED_KINDS = frozenset(
    (
        "%sessions-changed",
        "%session-changed",
        "%session-renamed",
        "%session-window-changed",
        "%client-session-changed",
        "%client-detached",
        "%window-add",
        "%unlinked-window-add",
        "%window-close",
        "%unlinked-window-close",
        "%window-renamed",
        "%unlinked-window-renamed",
        "%layout-change",
        "%pane-mode-changed",
    )
)
_DRAWN_KINDS = frozenset(
    ("%session-window-changed", "%window-pane-changed", "%layout-change", "%pane-mode-changed")
)

Listener = Callable[[TmuxState, TmuxState], None]
Seen = Callable[[TmuxState], Collection[str]]


class Asked(Protocol):
    """A tmux that can be asked for its state and tells of changes by its link."""

    link: Link

    def state(self) -> TmuxState:
        """All sessions and windows now."""
        ...

    def let_programs_reach_us(self) -> None:
        """Have tmux pass on keys and copies, see `Tmux`; a program that asks before is refused for ever."""
        ...


def with_activity(state: TmuxState, times: Mapping[str, int]) -> TmuxState:
    """The state with the times of the last output of these windows, and of their sessions. Nobody is told."""
    windows = tuple(
        replace(window, activity_at=times[window.id]) if window.id in times else window
        for window in state.windows
    )
    latest: dict[str, int] = {}
    for window in windows:
        latest[window.session_id] = max(latest.get(window.session_id, 0), window.activity_at)
    sessions = tuple(
        replace(session, activity_at=latest.get(session.id, session.activity_at))
        for session in state.sessions
    )
    return replace(state, windows=windows, sessions=sessions)


def seen_by_clients(state: TmuxState) -> set[str]:
    """The ids of the windows that attached clients show."""
    attached = {session.id for session in state.sessions if session.attached}
    return {window.id for window in state.windows if window.active and window.session_id in attached}


class Watch:
    """One model of one tmux server, `state`, and who wants to hear of changes.

    tmux tells at once what changed in its lists, and once a second which windows had output, what each runs
    and where (one subscription for all of them). Each time the connection comes or goes the model is made
    anew. Listeners are called in a greenlet of the watch and must not wait.
    """

    def __init__(self, tmux: Asked, *, done_min_s: float | None = None, seen: Seen = seen_by_clients) -> None:
        """`seen` tells the ids of windows that somebody looks at now; `done_min_s` is for tests."""
        self.state = TmuxState()
        self._tmux = tmux
        self._seen = seen
        self._commands = CommandTracker(finished.MIN_S if done_min_s is None else done_min_s)
        self._copy_modes = CopyModes()
        self._scripts: dict[str, str] = {}
        self._stale = Flag()
        self._begun = 0
        self._subscribed = (0, "")
        self._entries: dict[str, tuple[str, str]] = {}
        self._bell_log: str | None = None
        self._changed: Signal[[TmuxState, TmuxState]] = Signal()
        self.drawn: Signal[[Collection[str] | None]] = Signal()
        """The ids of windows that may look different now; None means any window."""
        self.command_ended: Signal[[Finished]] = Signal()
        """A command that ended after `finished.MIN_S` or more, whether or not its window is visible.

        Sent within two seconds; `state` has the window by then.
        """
        self.window_rang: Signal[[str]] = Signal()
        """The id of a window that rings, within a second, each time and whether or not it is visible."""
        self._undo: list[Callable[[], None]] = []
        self._nursery = Nursery("tmux watch")

    def start(self) -> None:
        """Follow tmux from now on. Does not wait."""
        self._undo = [self._tmux.link.notified.add(self._take), self._tmux.link.changed.add(self._stale.set)]
        self._stale.set()
        self._nursery.spawn("refresh", self._follow)

    def stop(self) -> None:
        """Follow it no more. Safe to call twice."""
        for undo in self._undo:
            undo()
        self._undo = []
        self._nursery.stop()

    def add_listener(self, listener: Listener) -> Callable[[], None]:
        """Have `listener(before, now)` called at each change of what is shown; returns what takes that back.

        A session's time of activity alone is no change. The state is asked for once more now, so that
        whatever changed meanwhile is heard.
        """
        self._stale.set()
        return self._changed.add(listener)

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """Windows that tmux was asked for, `command`, `done` and `new_output` as in `state`."""
        return self._copy_modes.marked(self._commands.marked(map(with_script, windows)))

    def refresh(self) -> None:
        """Something changed that tmux may not have told, as while the connection is away. Does not wait."""
        self._stale.set()

    # -- what tmux tells -------------------------------------------------------------------

    def _take(self, notification: Notification) -> None:
        if notification.kind == "%subscription-changed" and notification.name == SUBSCRIPTION:
            self._take_entries(notification.text)
            return
        if notification.kind in _LISTED_KINDS:
            self._stale.set()
        if notification.kind in _DRAWN_KINDS:
            self.drawn.send(None)

    def _take_entries(self, value: str) -> None:
        before = self._entries
        self._take_bells(value.partition(";")[0])
        self._entries = {match[1]: (match[2], match[3]) for match in _ENTRY.finditer(value)}
        changed = {key for key, entry in self._entries.items() if before.get(key) != entry}
        listed = {key: entry[1] for key, entry in before.items()}
        if listed != {key: entry[1] for key, entry in self._entries.items()}:
            self._stale.set()
        if changed:
            times = {key: int(self._entries[key][0].partition(".")[0]) for key in changed}
            self.state = with_activity(self.state, times)
            self._look_for_scripts(changed)
            self.drawn.send(changed)

    def _take_bells(self, log: str) -> None:
        before, self._bell_log = self._bell_log, log
        if before is None:
            return  # what rang before we looked is no news
        for window_id in bells.rung_since(before, log):
            self.window_rang.send(window_id)

    def _look_for_scripts(self, window_ids: Collection[str]) -> None:
        """Of a script that began or ended tmux tells nothing, but its window has output then."""
        for window in self.state.windows:
            if window.id in window_ids and script_in(window.pane_pid) != self._scripts.get(window.id, ""):
                self._stale.set()

    # -- asking ----------------------------------------------------------------------------

    def _follow(self) -> None:
        refused = False
        while True:
            unsure_s = self._commands.again_in_s(time.monotonic())
            timeout_s = RETRY_S if refused else PING_S if self._changed else None
            if unsure_s is not None:
                timeout_s = min(unsure_s, timeout_s or unsure_s)
            told = self._stale.wait(timeout_s)
            if told or refused or unsure_s is not None:
                self._stale.clear()
                refused = not self._refresh()
                gevent.sleep(GAP_S)
            elif self.state.health != "none":
                self._ping()

    def _refresh(self) -> bool:
        """Make the model anew; False where tmux refused, so that it is to be asked again."""
        try:
            self._begin()
            now = self._tmux.state()
            self._subscribe(now)
        except TmuxTimeout:
            self._set(replace(self.state, health="slow"))
            self._stale.set()
        except TmuxError as error:
            log.warning("tmux lists", error=error.message)
            return False
        else:
            self._scripts = {window.id: script_in(window.pane_pid) for window in now.windows}
            seen = self._seen(now)
            windows = self._without_bells(map(with_script, now.windows), seen)
            ended = self._commands.take(now.epoch, windows, time.monotonic(), _shell_rests)
            self._commands.see(seen)
            self._note_done(windows)
            self._copy_modes.take(windows)
            self._set(replace(now, windows=self._copy_modes.marked(self._commands.marked(windows))))
            for one in ended:
                self.command_ended.send(one)
        return True

    def _without_bells(self, windows: Iterable[Window], seen: Collection[str]) -> tuple[Window, ...]:
        """The windows; those that are seen have no bell of our hook's."""
        windows = tuple(windows)
        told = [window for window in windows if window.rung and window.id in seen]
        if not told:
            return windows
        with suppress(TmuxError):  # it is done with the next change
            self._tmux.link.run_each([[command] for command in bells.forget(told)])
        ids = {window.id for window in told}
        return tuple(
            replace(window, bell=False, rung=False) if window.id in ids else window for window in windows
        )

    def _note_done(self, windows: Iterable[Window]) -> None:
        """Have tmux keep which windows are `done`, where it has something else."""
        done = self._commands.done
        differs = {window.id for window in windows if window.done != (window.id in done)}
        if differs:
            words = [("1",) if window_id in done else () for window_id in differs]
            commands = [
                ("set-option", "-wq" if word else "-wqu", "-t", window_id, DONE_OPTION, *word)
                for window_id, word in zip(differs, words, strict=True)
            ]
            with suppress(TmuxError):  # it is done with the next change
                self._tmux.link.run_each([[command] for command in commands])

    def _begin(self) -> None:
        """With a new connection bells are noted anew."""
        link = self._tmux.link
        if link.connected and link.connects != self._begun:
            connects = link.connects
            self._entries, self._bell_log = {}, link.run(bells.ASK_LOG)
            link.run_each([[command] for command in bells.forget(self._tmux.state().windows)])
            self._tmux.let_programs_reach_us()
            if not bells.is_hooked(link.run(bells.ASK_HOOK)):
                link.run(bells.HOOK)
            self._begun = connects
            self.drawn.send(None)

    def _subscribe(self, now: TmuxState) -> None:
        """Have tmux tell what changes in all windows, while there is one window of our client's own session.

        That is what the subscription is for, by name. One for the session would do as well, but where the
        session ends, tmux crashes with everybody's sessions if it looks before our client has gone (3.3a;
        control.c, control_check_subs_session).
        """
        link = self._tmux.link
        own = now.windows_of(link.session_id) if link.connected else ()
        connects, window_id = self._subscribed
        if own and (connects != link.connects or window_id not in [window.id for window in own]):
            at = (link.connects, next((window.id for window in own if window.active), own[0].id))
            link.run(("refresh-client", "-B", f"{SUBSCRIPTION}:{at[1]}:{_CHANGES}"))
            self._subscribed = at

    def _ping(self) -> None:
        try:
            self._tmux.link.run(("display-message", "-p", ""), timeout_s=PING_TIMEOUT_S)
        except TmuxTimeout:
            self._set(replace(self.state, health="slow"))
        except TmuxError:
            pass  # it went, and the link will tell
        else:
            if self.state.health == "slow":
                self._stale.set()

    def _set(self, now: TmuxState) -> None:
        before, self.state = self.state, now
        if _shown(before) != _shown(now):
            self._changed.send(before, now)


def _shell_rests(window: Window) -> bool:
    return is_at_rest(window.pane_pid)


def _shown(state: TmuxState) -> tuple[str, str, tuple[Session, ...], tuple[Window, ...]]:
    sessions = tuple(replace(session, activity_at=0) for session in state.sessions)
    return state.health, state.epoch, sessions, state.windows
