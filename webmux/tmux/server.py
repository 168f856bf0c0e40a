"""The tmux server as the rest of WebMux sees it: sessions and windows, by id only."""

from __future__ import annotations

import codecs
import contextlib
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from weakref import WeakSet

from webmux.errors import SessionNotFound, SocketMissing, TmuxCommandFailed, TmuxError, WindowNotFound
from webmux.model import Session, SessionList, Size, TmuxState, Window
from webmux.signals import Signal
from webmux.tmux import names
from webmux.tmux.character_widths import Widths
from webmux.tmux.control.client import Link
from webmux.tmux.control.process import SOCKET_HINT, NoServer, TmuxProcess
from webmux.tmux.control.quoting import Command
from webmux.tmux.pty import PtySource, attach_command
from webmux.tmux.session_start import KEEPS_DEAD, Startups
from webmux.tmux.state import formats
from webmux.tmux.version import traits
from webmux.tmux.width_measurement import WidthCache

DEFAULT_SIZE = Size(80, 24)
_DROPPING = {"extended-keys": "off", "set-clipboard": "external", "focus-events": "off"}
"""Server options and the values at which tmux drops keys, copies and changes of the focus."""


def home() -> str:
    """The default folder of a session: our home folder, or `/` if that cannot be entered."""
    path = os.path.expanduser("~")
    return path if os.path.isdir(path) and os.access(path, os.X_OK) else "/"


class Tmux:
    """One tmux server, running or not. Every call asks tmux and may switch greenlets.

    All raise TmuxMissing, TmuxTimeout or TmuxCommandFailed if tmux cannot answer. All that take an id raise
    BadField if it is not an id, and SessionNotFound or WindowNotFound if nothing has it.
    """

    def __init__(
        self, command: str = "tmux", socket_path: os.PathLike[str] | str | None = None, timeout_s: float = 5.0
    ) -> None:
        path = None if socket_path is None else os.fspath(socket_path)
        self._process = TmuxProcess(command, path, timeout_s)
        self.link = Link(self._process, timeout_s)
        self.startups = Startups()
        self.unseen_clients: dict[str, str] = {}
        """The sessions of attach clients of ours that count as nobody, by their terminals."""
        self._sources: WeakSet[PtySource] = WeakSet()
        self.killed: Signal[[str]] = Signal()
        """The id of a session that `kill_session` ended. Listeners must not wait."""
        self._widths = WidthCache(self._process.binary.path, self.link.run_each)

    @property
    def socket_path(self) -> str:
        """The path that the server listens on, or would."""
        return self._process.socket_path

    def check(self) -> str:
        """The version of the installed tmux, such as `3.3a`."""
        return self._process.client_version()

    def version(self) -> str:
        """The version of the running server; that of the installed tmux if none runs."""
        return self.link.version

    def widths(self) -> Widths:
        """How many columns the running tmux gives each character; see `WidthCache.widths`."""
        return self._widths.widths(self.version())

    def run(self, *commands: Command) -> str:
        """See `Link.run`."""
        return self.link.run(*commands)

    def run_with_input(self, data: bytes, *commands: Command) -> None:
        """Run commands in a tmux process that has `data` as its standard input, such as `load-buffer -`.

        Raises as `Link.run`. Switches: yes. Cost: one process.
        """
        self.link.wait_started()
        self._process.run_bytes(*commands, data=data)

    def stop(self) -> None:
        """See `Link.stop`."""
        self.link.stop()

    # -- sessions --------------------------------------------------------------------------

    def list_sessions(self) -> SessionList:
        """All sessions; an empty list if no server runs."""
        try:
            listed = formats.parse_sessions(self.run(("list-sessions", "-F", formats.SESSION_FORMAT)))
        except NoServer:
            return SessionList("", ())
        return without_clients(listed, self._hidden_clients())

    def state(self) -> TmuxState:
        """All sessions and windows. A change between the two questions causes another notification."""
        sessions, windows = self.link.run_each(
            [
                [("list-sessions", "-F", formats.SESSION_FORMAT)],
                [("list-windows", "-a", "-F", formats.WINDOW_FORMAT)],
            ]
        )
        for result in (sessions, windows):
            if isinstance(result, NoServer):
                return TmuxState()
            if isinstance(result, TmuxError):
                raise result
        listed = without_clients(formats.parse_sessions(_text(sessions)), self._hidden_clients())
        return TmuxState(listed.epoch, listed.sessions, formats.parse_windows(_text(windows)), "ok")

    def _hidden_clients(self) -> Counter[str]:
        return self.link.client_counts() + Counter(self.unseen_clients.values())

    def find_session(self, name: str) -> Session:
        """The session with exactly this name; SessionNotFound if there is none."""
        for session in self.list_sessions().sessions:
            if session.name == name:
                return session
        raise SessionNotFound(f"there is no session named {name[:80]!r}")

    def session(self, session_id: str) -> Session:
        names.check_session_id(session_id)
        for session in self.list_sessions().sessions:
            if session.id == session_id:
                return session
        raise SessionNotFound(f"there is no session {session_id}")

    def create_session(
        self,
        name: str | None = None,
        cwd: str | None = None,
        command: str | None = None,
        size: Size = DEFAULT_SIZE,
        keep_dead: bool = False,
    ) -> Session:
        """Create a session, by default in the home folder and with a shell; starts the server if necessary.

        `keep_dead`: its pane stays when the program ends, until `session_start.check_runs` was called.

        Raises:
            BadField: a name, folder or command that is not allowed.
            NameTaken: another session has that name.
            TmuxError: the tmux server would end; see `check_window_size`.
        """
        # -E: a new session gets the server's environment, not DISPLAY and the like of ours.
        words = ["new-session", "-d", "-E", "-P", "-F", formats.SESSION_FORMAT]
        words += ["-x", str(size.cols), "-y", str(size.rows)]
        if name is not None:
            words += ["-s", names.check_name(name)]
        folder = home() if cwd is None else names.check_cwd(cwd)
        if command is not None:
            words += ["--", names.check_command(command)]
        # The folder is set by our cwd and not by -c, where `#(...)` runs and `##[` stays doubled.
        # That requires a process: the folder of a control client is the one it was started in.
        self.link.wait_started()
        self.check_window_size()
        printed = self._process.run(tuple(words), *(KEEPS_DEAD if keep_dead else ()), cwd=folder)
        made = formats.parse_sessions(printed).sessions
        if not made:  # 3.2 does not say why
            raise SocketMissing(f"tmux cannot make its socket {self._process.socket_path}: {SOCKET_HINT}")
        created = made[0]
        self.link.nudge()
        return created

    def rename_session(self, session_id: str, name: str) -> Session:
        """Rename a session; BadField or NameTaken as for `create_session`."""
        target = names.check_session_id(session_id)
        self.run(("rename-session", "-t", target, "--", names.check_name(name)))
        return self.session(session_id)

    def kill_session(self, session_id: str) -> None:
        """End a session and every program in it."""
        self.run(("kill-session", "-t", names.check_session_id(session_id)))
        self.killed.send(session_id)

    # -- windows ---------------------------------------------------------------------------

    def list_windows(self, session_id: str) -> tuple[Window, ...]:
        """The windows of a session, by index."""
        target = names.check_session_id(session_id)
        return formats.parse_windows(self.run(("list-windows", "-t", target, "-F", formats.WINDOW_FORMAT)))

    def window(self, window_id: str, session_id: str | None = None) -> Window:
        """One window of this session; without a session, of the first one that has it."""
        names.check_window_id(window_id)
        if session_id is not None:
            names.check_session_id(session_id)
        try:
            listed = self.run(("list-windows", "-a", "-F", formats.WINDOW_FORMAT))
        except NoServer:
            listed = ""
        for window in formats.parse_windows(listed):
            if window.id == window_id and session_id in (None, window.session_id):
                return window
        where = "" if session_id is None else f" in session {session_id}"
        raise WindowNotFound(f"there is no window {window_id}{where}")

    def current_window(self, session_id: str) -> str:
        """The id of the window that the session shows, `@n`."""
        return next(window.id for window in self.list_windows(session_id) if window.active)

    def folder(self, session_id: str) -> str:
        """The folder of the active pane of a session; `""` if tmux does not know it."""
        target = names.check_session_id(session_id) + ":"
        # display-message would use another session if this one has ended.
        words = ("list-panes", "-t", target, "-f", "#{pane_active}", "-F", "#{pane_current_path}")
        [printed] = self.link.run_each([[words]])
        if isinstance(printed, TmuxError):
            raise printed
        return existing_folder(printed.removesuffix(b"\n"))

    def create_window(self, session_id: str, name: str | None = None) -> Window:
        """Create a window and make it the current one.

        Raises:
            BadField: the name is not allowed.
            TmuxError: the tmux server would end; see `check_window_size`.
        """
        target = names.check_session_id(session_id) + ":"
        # The folder of the active pane, as for a split. Without -c it would be the folder of this process.
        words = ["new-window", "-t", target, "-c", "#{pane_current_path}", "-P", "-F", formats.WINDOW_FORMAT]
        if name is not None:
            words += ["-n", names.check_name(name)]
        self.check_window_size()
        return formats.parse_windows(self.run(tuple(words)))[0]

    def check_window_size(self) -> None:
        """Raise TmuxError if a new window would end this tmux server, and with it every session."""
        if not traits(self.version()).crashes_on_manual_size:
            return
        try:
            value = self.run(("show-options", "-gwv", "window-size")).strip()
        except TmuxError:
            return  # no server runs: it cannot end
        if value == "manual":
            raise TmuxError(
                f"tmux {self.version()} ends, with every session, if a window is created while its option"
                " window-size is manual. Run: tmux set-option -gw window-size latest"
            )

    def rename_window(self, window_id: str, name: str, session_id: str | None = None) -> Window:
        """Rename a window; tmux then no longer renames it by itself. BadField if the name is not allowed."""
        target = names.check_window_id(window_id)
        self.run(("rename-window", "-t", target, "--", names.check_name(name)))
        return self.window(window_id, session_id)

    def kill_window(self, window_id: str) -> None:
        """End a window and every program in it; the last window ends its session."""
        self.run(("kill-window", "-t", names.check_window_id(window_id)))

    def select_window(self, window_id: str, session_id: str | None = None) -> None:
        """Make a window the current one of this session; without a session, of the first one that has it.

        The target names both, because tmux would otherwise use the session that was used last.
        """
        window = self.window(window_id, session_id)
        self.run(("select-window", "-t", f"{window.session_id}:{window.id}"))

    # -- clients ---------------------------------------------------------------------------

    def client_sessions(self) -> dict[str, str]:
        """The session id that each attached client shows, by its terminal; without control clients."""
        try:
            listed = self.run(("list-clients", "-F", "#{session_id} #{client_tty}"))
        except NoServer:
            return {}
        pairs = (line.split(" ", 1) for line in listed.splitlines())
        return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and pair[1]}

    def client_sizes(self, session_id: str) -> dict[str, Size]:
        """The size of each client of a session by its terminal, last used first; without control clients."""
        form = "#{client_activity} #{client_width} #{client_height} #{client_tty}"
        try:
            listed = self.run(("list-clients", "-t", names.check_session_id(session_id), "-F", form))
        except (NoServer, SessionNotFound):
            return {}
        rows = sorted((line.split(" ", 3) for line in listed.splitlines()), key=lambda row: -int(row[0]))
        return {row[3]: formats.bounded_size(int(row[1]), int(row[2])) for row in rows if row[3:] and row[3]}

    def screen_of(self, target: str) -> tuple[bool, str]:
        """Whether the active pane of `$1:` or `@2` shows the alternate screen, and its mode."""
        printed = self.run(("display-message", "-p", "-t", target, "#{alternate_on}:#{pane_mode}"))
        alternate, _, mode = printed.strip().partition(":")
        return alternate == "1", mode

    def leave_copy_mode(self, target: str) -> None:
        """End the mode of the active pane of `$1:` or `@2`, if it is in one."""
        try:
            self.run(("send-keys", "-X", "-t", target, "cancel"))
        except TmuxCommandFailed as error:
            if "not in a mode" not in error.stderr:
                raise

    def falls_back_to_plain_keys(self) -> bool:
        """Whether tmux passes `CSI 13;2u`, Shift+Enter, as Enter to a program without extended keys."""
        return traits(self.version()).plain_keys_otherwise

    def attach_source(self, session_id: str, size: Size, *, unseen: bool = False) -> PtySource:
        """Attach a client to a session; an `unseen` one never sets the size of a window.

        Raises:
            SourceClosed: the pty could not be made.
        """
        target = names.check_session_id(session_id)
        self.let_programs_reach_us()
        with contextlib.suppress(TmuxError):  # the attach client reports it
            self.startups.remember(self, target)
        self.link.wait_started()
        version = self.version()
        source = PtySource(
            attach_command(self._process.argv(), target, version, sets_size=not unseen),
            size,
            refresh=self._refresh,
            ask_reason=self._why_ended,
            session_id=session_id,
            drops_early_input=traits(version).drops_early_input,
        )
        self._sources.add(source)
        return source

    def own_ttys(self) -> set[str]:
        """The terminals of our attach clients that run now. Never switches."""
        return {source.tty for source in self._sources if source.is_open}

    def let_programs_reach_us(self) -> None:
        """Make tmux pass on what it drops by default: extended keys, focus reports, and copies of programs.

        Newer versions refuse extended keys to a program that asks while they are off. With `set-clipboard
        external` tmux drops OSC 52 of programs. Other values that the user chose stay. If tmux does not
        answer, the attach client reports it. Source: tmux(1), extended-keys and set-clipboard.
        """
        with contextlib.suppress(TmuxError):
            printed = self.run(*(("show-options", "-s", option) for option in _DROPPING))
            for option, _, value in (line.partition(" ") for line in printed.splitlines()):
                if value == _DROPPING.get(option):
                    self.run(("set-option", "-s", option, "on"))

    def _why_ended(self, session_id: str) -> str:
        try:
            listed = self.list_sessions()
        except TmuxError:
            return "server_exited"
        if any(session.id == session_id for session in listed.sessions):
            return "detached"
        return "session_ended" if listed.epoch else "server_exited"

    def _refresh(self, tty: str) -> None:
        self.run(("refresh-client", "-t", tty))


def _text(printed: object) -> str:
    assert isinstance(printed, bytes)
    return printed.decode("utf-8", "replace")


def without_clients(listed: SessionList, hidden: Mapping[str, int]) -> SessionList:
    """The list without this many clients of each session: they show nothing to anybody.

    Some versions of tmux count one only a moment after they report that it is attached.
    """
    sessions = (
        replace(session, attached=max(0, session.attached - hidden.get(session.id, 0)))
        for session in listed.sessions
    )
    return SessionList(listed.epoch, tuple(sessions))


_DELETED = " (deleted)"
"""Behind a link in /proc to a file that was deleted; see proc(5)."""


def existing_folder(printed: bytes) -> str:
    """A folder that tmux printed, without the mark of Linux for one that was deleted.

    3.4 and 3.5 escape bytes that are not text, so look on the disk. It may have been made again meanwhile.
    """
    folder = os.fsdecode(printed)
    if folder.endswith(_DELETED) and not os.path.isdir(folder):
        folder = folder.removesuffix(_DELETED)
    if "\\" in folder and not os.path.isdir(folder):
        with contextlib.suppress(ValueError):
            unescaped = os.fsdecode(codecs.escape_decode(os.fsencode(folder))[0])
            return unescaped if os.path.isdir(unescaped) else folder
    return folder
