"""Options of the running tmux server that browsers depend on, and the locale that its programs get."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from webmux.doctor import repair
from webmux.doctor.finding import Finding, Findings, Inputs, error, ok, warning
from webmux.doctor.locales import charset_of
from webmux.doctor.tmux_sockets import listener
from webmux.errors import TmuxError
from webmux.tmux.control.process import TmuxProcess
from webmux.tmux.version import traits

ASK_S = 2.0
SERVER_OPTIONS = ("set-clipboard", "focus-events", "extended-keys", "default-terminal")
_TERMINFO = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/local/share/terminfo")
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


@dataclass(frozen=True, slots=True)
class Options:
    """Facts of a running server."""

    socket: str
    given: bool
    values: Mapping[str, str]
    """By name; empty if no server runs, or if it did not answer."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """The variables of the locale that new panes get."""
    config_file: str = "~/.tmux.conf"
    has_terminal: bool = True
    """Whether this machine describes `default-terminal`, or has its descriptions where we do not look."""


def gather(inputs: Inputs) -> Options:
    """Ask the server. Switches: yes, for 4 s at most."""
    given = inputs.config.tmux_socket is not None
    process = TmuxProcess(
        inputs.config.tmux_command, str(inputs.config.tmux_socket) if given else None, ASK_S
    )
    socket = process.socket_path
    if listener(socket) is None:
        return Options(socket, given, {})
    try:
        printed = process.run(
            *(("show-options", "-s", name) for name in SERVER_OPTIONS),
            ("show-options", "-g", "mouse"),
            ("show-options", "-gw", "window-size"),
            ("show-options", "-gw", "remain-on-exit"),
            ("display-message", "-p", "version #{version}"),
        )
        values = dict(line.partition(" ")[::2] for line in printed.splitlines())
        environment = process.run(("show-environment", "-g"))
    except (TmuxError, OSError):
        return Options(socket, given, {})
    values = {name: value.strip('"') for name, value in values.items()}
    variables = dict(line.partition("=")[::2] for line in environment.splitlines())
    locale = {name: variables[name] for name in _LOCALE if name in variables}
    return Options(
        socket, given, values, locale, config_file(inputs), _describes(values.get("default-terminal", ""))
    )


def config_file(inputs: Inputs, exists: Callable[[str], bool] = os.path.exists) -> str:
    """The user's tmux.conf, as the shell writes it; tmux reads the second place since 3.2."""
    home, other = "~/.tmux.conf", "~/.config/tmux/tmux.conf"
    base = inputs.environ.get("HOME") or str(Path.home())
    if not exists(f"{base}{home[1:]}") and exists(f"{base}{other[1:]}"):
        return other
    return home


def _describes(terminal: str) -> bool:
    folders = [folder for folder in (*_TERMINFO, str(Path.home() / ".terminfo")) if os.path.isdir(folder)]
    if not terminal or "/" in terminal or not folders:
        return True
    letters = (terminal[0], f"{ord(terminal[0]):x}")
    return any(os.path.exists(f"{folder}/{letter}/{terminal}") for folder in folders for letter in letters)


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), inputs.uid)


def judge(facts: Options, uid: int) -> Findings:
    """What to put into tmux.conf. Only a wrong locale or terminal is more than a recommendation."""
    if not facts.values:
        return [ok("tmux-options", "The options of tmux are checked when its server runs.")]
    judged = (
        _window_size(facts),
        _dead_panes(facts),
        _clipboard(facts),
        _focus(facts),
        _keys(facts),
        _terminal(facts, uid),
        _locale(facts),
        _native_panes(facts),
    )
    found = [one for one in judged if one is not None]
    mouse = facts.values.get("mouse", "off")
    effect = "tmux gets clicks and the wheel" if mouse == "on" else "WebMux selects panes and scrolls itself"
    return [*found, ok("tmux-options", f"The option mouse is {mouse}: {effect}.")]


def _window_size(facts: Options) -> Finding | None:
    version = facts.values.get("version", "")
    if facts.values.get("window-size") != "manual" or not traits(version).crashes_on_manual_size:
        return None
    cause = f"The tmux option window-size is manual: tmux {version} ends if a window is created."
    return error("tmux-window-size", cause, _set(facts, "set -gw window-size latest"))


def _dead_panes(facts: Options) -> Finding | None:
    version = facts.values.get("version", "")
    if facts.values.get("remain-on-exit", "off") == "off" or not traits(version).crashes_on_dead_output:
        return None
    cause = f"remain-on-exit is on: tmux {version} can end if a program ends in native panes."
    return error("tmux-remain-on-exit", cause, _set(facts, "set -gw remain-on-exit off"))


def _native_panes(facts: Options) -> Finding | None:
    if "version" not in facts.values:
        return None
    known = traits(facts.values["version"])
    cause = "Native panes: "
    if known.crashes_on_respawn:
        cause += "a respawn-pane from elsewhere can end this tmux if the pane prints; the guide says more."
    else:
        cause += "this tmux has all that they need."
    if not known.plain_keys_otherwise:
        cause += " Some modified keys reach only programs that ask for them."
    return ok("tmux-panes", cause)


def _clipboard(facts: Options) -> Finding | None:
    if facts.values.get("set-clipboard") != "off":
        return None
    cause = "The tmux option set-clipboard is off: copies of programs do not reach the browser."
    return warning("tmux-clipboard", cause, _set(facts, "set -s set-clipboard on"))


def _focus(facts: Options) -> Finding | None:
    if facts.values.get("focus-events") != "off":
        return None
    cause = (
        "The tmux option focus-events is off until a browser opens a session: editors miss changes of files."
    )
    return warning("tmux-focus", cause, _set(facts, "set -s focus-events on"))


def _keys(facts: Options) -> Finding | None:
    if facts.values.get("extended-keys") != "off":
        return None
    cause = "The tmux option extended-keys is off until a browser opens a session: Shift+Enter is Enter."
    return warning("tmux-extended-keys", cause, _set(facts, "set -s extended-keys on"))


def _terminal(facts: Options, uid: int) -> Finding | None:
    name = facts.values.get("default-terminal", "")
    if not facts.has_terminal:
        cause = f"This machine does not know the terminal {name}, the tmux option default-terminal."
        if name.startswith(("tmux", "screen")):
            return error("tmux-terminal", cause, repair.install(_terminfo_package(), uid))
        return error("tmux-terminal", cause, _set(facts, "set -s default-terminal tmux-256color"))
    if name in ("screen", "tmux", "vt100", "ansi", "xterm"):
        cause = f"The tmux option default-terminal is {name}: programs in tmux show few colours."
        return warning("tmux-terminal", cause, _set(facts, "set -s default-terminal tmux-256color"))
    return None


def _terminfo_package() -> str:
    if shutil.which("apt-get"):
        return "ncurses-term"
    return "ncurses-terminfo" if shutil.which("apk") else "ncurses"


def _locale(facts: Options) -> Finding | None:
    name, value = next(
        ((one, facts.environment[one]) for one in _LOCALE if facts.environment.get(one)), ("", "")
    )
    if charset_of(value) == "utf-8":
        return None
    fix = f"tmux{_where(facts)} set-environment -g {name or 'LC_CTYPE'} C.UTF-8"
    if name:
        cause = f"The tmux server has {name}={value}: programs in new windows do not use UTF-8."
        return error("tmux-locale", cause, fix)
    cause = "The tmux server has no LANG or LC_CTYPE: programs in new windows do not use UTF-8."
    return warning("tmux-locale", cause, fix)


def _set(facts: Options, line: str) -> str:
    """Add a line to tmux.conf, and apply it to the running server."""
    words = line.removeprefix("set ")
    return f"echo {repair.quoted(line)} >> {facts.config_file} && tmux{_where(facts)} set {words}"


def _where(facts: Options) -> str:
    return f" -S {repair.quoted(facts.socket)}" if facts.given else ""
