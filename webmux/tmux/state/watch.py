"""A model of one tmux server, updated when tmux reports a change."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

import gevent
from gevent.event import Event as Flag

from webmux.errors import TmuxError, TmuxTimeout
from webmux.logs import get_logger
from webmux.model import Session, TmuxState, Window
from webmux.signals import Signal
from webmux.supervise import Nursery
from webmux.tmux.control.client import Link
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.quoting import Command
from webmux.tmux.state import agent_option, bells, command_tracker
from webmux.tmux.state.agent_push import AgentPush
from webmux.tmux.state.command_tracker import CommandTracker, Finished
from webmux.tmux.state.copy_mode import CopyModes
from webmux.tmux.state.foreground import is_at_rest, script_in, with_script
from webmux.tmux.state.formats import DONE_OPTION, SCREEN_FORMAT

log = get_logger(__name__)

GAP_S = 0.03
"""All changes within this time after a question cause one more question: a script may make twenty windows."""
PING_S = 2.0
"""How often tmux is pinged while there are listeners: a stopped server reports nothing."""
PING_TIMEOUT_S = 1.0
RETRY_S = 1.0
"""A question that tmux refused is repeated after this time, or at the next notification."""

SUBSCRIPTION = "webmux"
AGENTS = "webmux-agents"
"""The subscription to the options in which agents say what they do."""
# After a line break the rest would look like a line of tmux; a tab would end the entry. Names have neither.
_COMMAND, _FOLDER, _TITLE = (
    f"#{{s/[\n\t]/?/:{name}}}" for name in ("pane_current_command", "pane_current_path", "pane_title")
)
_LISTED = (
    f"#{{window_raw_flags}}#{{{bells.OPTION}}}.#{{window_layout}}.{SCREEN_FORMAT}.{_COMMAND}.{_TITLE}.#{{window_name}}"
    f".#{{?window_active,{_FOLDER},}}"
)
_DRAWN = "#{window_activity}.#{pane_id}.#{pane_in_mode}.#{scroll_position}.#{cursor_x}.#{cursor_y}"
# A tab separates the entries: a comma within `#{W:` would begin the format of the current window, and tmux
# ends the pattern of `s/` at a `;`.
_CHANGES = f"#{{{bells.LOG}}}\t#{{S:#{{W:#{{window_id}} {_DRAWN} {_LISTED}\t}}}}"
_ENTRY = re.compile(r"(@\d+) (\d+\S*) ([^\t]*)\t")

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


class WatchedTmux(Protocol):
    """The part of `Tmux` that a watch uses."""

    link: Link

    def state(self) -> TmuxState: ...

    def let_programs_reach_us(self) -> None: ...


def with_activity(state: TmuxState, times: Mapping[str, int]) -> TmuxState:
    """The state with the times of the last output of these windows and of their sessions."""
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
    """A model of one tmux server, `state`, and signals of its changes.

    tmux reports changes of its lists at once. By one subscription it reports once a second which windows had
    output, and the program and folder of each. The model is also refreshed after each connect and disconnect.
    Listeners are called in a greenlet of the watch and must not wait.
    """

    def __init__(
        self, tmux: WatchedTmux, *, done_min_s: float | None = None, seen: Seen = seen_by_clients
    ) -> None:
        """`seen` returns the ids of the windows that users view now; `done_min_s` is for tests."""
        self.state = TmuxState()
        self._tmux = tmux
        self._seen = seen
        self._commands = CommandTracker(command_tracker.MIN_S if done_min_s is None else done_min_s)
        self._copy_modes = CopyModes()
        self._scripts: dict[str, str] = {}
        self._stale = Flag()
        self._begun = 0
        self._subscribed = (0, "")
        self._entries: dict[str, tuple[str, str]] = {}
        self._bell_log: str | None = None
        self._changed: Signal[[TmuxState, TmuxState]] = Signal()
        self.changed: Signal[[TmuxState, TmuxState]] = Signal()
        """As `add_listener`, for those who need no ping: nobody waits for their answer."""
        self.drawn: Signal[[Collection[str] | None]] = Signal()
        """The ids of windows that may look different now; None means any window."""
        self.command_ended: Signal[[Finished]] = Signal()
        """A command that ended after `command_tracker.MIN_S` or more, whether or not its window is visible.

        Sent within two seconds; `state` has the window by then.
        """
        self.window_rang: Signal[[str]] = Signal()
        """The id of a window that rings, within a second, each time and whether or not it is visible."""
        self.agents = ("", "")
        """The epoch of a tmux server, and what `agent_option.FORMAT` prints there.

        A value that was just set is in it within 0.1 s, any other change within a second.
        """
        self.agents_changed: Signal[[]] = Signal()
        """Of `agents`. Listeners must not switch."""
        self._push = AgentPush(tmux.link, lambda text: self._set_agents(self.agents[0], text))
        self._undo: list[Callable[[], None]] = []
        self._nursery = Nursery("tmux watch")

    def start(self) -> None:
        """Follow tmux from now on. Does not wait."""
        self._undo = [self._tmux.link.notified.add(self._take), self._tmux.link.changed.add(self._stale.set)]
        self._stale.set()
        self._nursery.spawn("refresh", self._follow)

    def stop(self) -> None:
        """Stop following tmux. Safe to call twice."""
        for undo in self._undo:
            undo()
        self._undo = []
        self._nursery.stop()
        self._push.stop()

    def add_listener(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(before, now)` at each change of the model; returns a function that ends this.

        A session's time of activity alone is not a change. The model is refreshed now, so that the listener
        misses no earlier change.
        """
        self._stale.set()
        return self._changed.add(listener)

    def marked(self, windows: Iterable[Window]) -> tuple[Window, ...]:
        """Windows from tmux, with `command`, `done` and `new_output` as in `state`."""
        return self._copy_modes.marked(self._commands.marked(map(with_script, windows)))

    def refresh(self) -> None:
        """Ask tmux soon, because of a change that it may not report. Does not wait."""
        self._stale.set()

    # -- notifications of tmux -------------------------------------------------------------

    def _take(self, notification: Notification) -> None:
        self._push.take(notification)
        if notification.kind == "%subscription-changed" and notification.name == SUBSCRIPTION:
            self._take_entries(notification.text)
            return
        if notification.kind == "%subscription-changed" and notification.name == AGENTS:
            self._push.reported(changed=self.agents[1] != notification.text)
            self._set_agents(self.agents[0], notification.text)
        if notification.kind in _LISTED_KINDS:
            self._stale.set()
        if notification.kind in _DRAWN_KINDS:
            self.drawn.send(None)

    def _take_entries(self, value: str) -> None:
        before = self._entries
        self._take_bells(value.partition("\t")[0])
        self._entries = {match[1]: (match[2], match[3]) for match in _ENTRY.finditer(value)}
        changed = {key for key, entry in self._entries.items() if before.get(key) != entry}
        listed = {key: entry[1] for key, entry in before.items()}
        if listed != {key: entry[1] for key, entry in self._entries.items()}:
            self._stale.set()
        if changed:
            times = {key: int(self._entries[key][0].partition(".")[0]) for key in changed}
            self.state = with_activity(self.state, times)
            self._check_scripts(changed)
            self.drawn.send(changed)

    def _set_agents(self, epoch: str, text: str) -> None:
        if self.agents != (epoch, text):
            self.agents = (epoch, text)
            self.agents_changed.send()

    def _take_bells(self, log: str) -> None:
        before, self._bell_log = self._bell_log, log
        if before is None:
            return  # it rang before our connection
        for window_id in bells.rung_since(before, log):
            self.window_rang.send(window_id)

    def _check_scripts(self, window_ids: Collection[str]) -> None:
        """Detect that a script started or ended: tmux does not report that, but the window had output."""
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
            is_stale = self._stale.wait(timeout_s)
            if is_stale or refused or unsure_s is not None:
                self._stale.clear()
                refused = not self._refresh()
                gevent.sleep(GAP_S)
            elif self.state.health != "none":
                self._ping()

    def _refresh(self) -> bool:
        """Update the model; False if tmux refused, so that it must be asked again."""
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
        """The windows, without the bells of our hook in windows that are seen."""
        windows = tuple(windows)
        ended = [window for window in windows if window.rung and window.id in seen]
        if not ended:
            return windows
        with suppress(TmuxError):  # the next refresh repeats it
            self._tmux.link.run_each([[command] for command in bells.forget(ended)])
        ids = {window.id for window in ended}
        return tuple(
            replace(window, bell=False, rung=False) if window.id in ids else window for window in windows
        )

    def _note_done(self, windows: Iterable[Window]) -> None:
        """Store in tmux which windows are `done`, if that changed."""
        done = self._commands.done
        differs = {window.id for window in windows if window.done != (window.id in done)}
        if differs:
            commands: list[Command] = [
                ("set-option", "-wq", "-t", window_id, DONE_OPTION, "1")
                if window_id in done
                else ("set-option", "-wqu", "-t", window_id, DONE_OPTION)
                for window_id in differs
            ]
            with suppress(TmuxError):  # the next refresh repeats it
                self._tmux.link.run_each([[command] for command in commands])

    def _begin(self) -> None:
        """Prepare tmux after a connect: remove old notes of bells, and install the hooks and options."""
        link = self._tmux.link
        if link.connected and link.connects != self._begun:
            connects = link.connects
            self._entries, self._bell_log = {}, link.run(bells.ASK_LOG)
            link.run_each([[command] for command in bells.forget(self._tmux.state().windows)])
            self._tmux.let_programs_reach_us()
            if not bells.is_hooked(link.run(bells.ASK_HOOK)):
                link.run(bells.HOOK)
            self._push.install()
            self._begun = connects
            self.drawn.send(None)

    def _subscribe(self, now: TmuxState) -> None:
        """Subscribe to the changes of all windows, by subscriptions to one window of our client's session.

        A subscription to the session would crash tmux if the session ends before our client has detached
        (3.3a; control.c, control_check_subs_session).
        """
        link = self._tmux.link
        if now.epoch != self.agents[0]:
            self._set_agents(now.epoch, "")
        own = now.windows_of(link.session_id) if link.connected else ()
        connects, window_id = self._subscribed
        if own and (connects != link.connects or window_id not in [window.id for window in own]):
            at = (link.connects, next((window.id for window in own if window.active), own[0].id))
            subscriptions = {SUBSCRIPTION: _CHANGES, AGENTS: agent_option.FORMAT}
            link.run(
                (
                    "refresh-client",
                    *(
                        word
                        for name, form in subscriptions.items()
                        for word in ("-B", f"{name}:{at[1]}:{form}")
                    ),
                )
            )
            self._subscribed = at

    def _ping(self) -> None:
        try:
            self._tmux.link.run(("display-message", "-p", ""), timeout_s=PING_TIMEOUT_S)
        except TmuxTimeout:
            self._set(replace(self.state, health="slow"))
        except TmuxError:
            pass  # it ended, and the link reports that
        else:
            if self.state.health == "slow":
                self._stale.set()

    def _set(self, now: TmuxState) -> None:
        before, self.state = self.state, now
        if _shown(before) != _shown(now):
            self._changed.send(before, now)
            self.changed.send(before, now)


def _shell_rests(window: Window) -> bool:
    return is_at_rest(window.pane_pid)


def _shown(state: TmuxState) -> tuple[str, str, tuple[Session, ...], tuple[Window, ...]]:
    sessions = tuple(replace(session, activity_at=0) for session in state.sessions)
    return state.health, state.epoch, sessions, state.windows
