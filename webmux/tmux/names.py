"""Checks what we pass to tmux: names, ids, folders, commands.

tmux runs `#(...)` in names, splits commands at a trailing `;`, and matches targets by prefix and glob. So
names that we set contain none of that, targets are ids only, and other arguments are escaped.
"""

from __future__ import annotations

import os
import re

from webmux.errors import BadField

NAME_MAX_CHARS = 64
COMMAND_MAX_BYTES = 15_000
"""tmux sends a command in one message of 16 KiB (MAX_IMSGSIZE); a longer one fails as "command too long"."""

CWD_MAX_BYTES = 4096
_REFUSED = frozenset("#:.\\$")
_FIRST_REFUSED = "-=@%+!{"
"""tmux takes a name that begins with one of these as an option or as another kind of target."""
_JOINERS = "\u200c\u200d\u3000"
"""Not printable by Python's rule, but part of Persian and Indic words, emoji and Japanese text."""
_SESSION_ID = re.compile(r"\$(?:0|[1-9][0-9]{0,9})")
_WINDOW_ID = re.compile(r"@(?:0|[1-9][0-9]{0,9})")
_PANE_ID = re.compile(r"%(?:0|[1-9][0-9]{0,9})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def check_name(name: object, field: str = "name") -> str:
    """A name in any language that tmux takes as plain text.

    tmux expands `#`, splits targets at `:` and `.`, and commands at a `;` at the end of an argument. It puts
    a backslash before a backslash, and before 3.5 before a `$`. Names made outside of WebMux may contain all
    of that; they are shown, and addressed by id.

    Raises:
        BadField: `bad_name`.
    """
    wrong = "must be text" if not isinstance(name, str) else _wrong_name(name)
    if wrong:
        raise BadField(field, wrong, code="bad_name")
    assert isinstance(name, str)
    return name


def _wrong_name(name: str) -> str:
    """What is wrong with a name; `""` if nothing is."""
    if not 1 <= len(name) <= NAME_MAX_CHARS:
        return f"use 1 to {NAME_MAX_CHARS} characters"
    if name != name.strip():
        return "use no space at the beginning or end"
    if any(not char.isprintable() and char not in _JOINERS for char in name) or not name.strip(_JOINERS):
        return "use no control characters and no invisible ones"
    if not _REFUSED.isdisjoint(name):
        return "use no # : . \\ or $"
    if name[0] in _FIRST_REFUSED:
        return f"use none of {' '.join(_FIRST_REFUSED)} at the beginning"
    return "use no ; at the end" if name.endswith(";") else ""


def check_session_id(value: object) -> str:
    """tmux's `$n`; BadField, `bad_id`, if it is something else."""
    return _check_id(value, _SESSION_ID, "id", "session id such as $3")


def check_window_id(value: object) -> str:
    """tmux's `@n`; BadField, `bad_id`, if it is something else."""
    return _check_id(value, _WINDOW_ID, "id", "window id such as @3")


def check_pane_id(value: object) -> str:
    """tmux's `%n`; BadField, `bad_id`, if it is something else."""
    return _check_id(value, _PANE_ID, "pane", "pane id such as %3")


def _check_id(value: object, pattern: re.Pattern[str], field: str, expected: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadField(field, f"must be a {expected}", code="bad_id")
    return value


def check_cwd(value: object) -> str:
    """An existing folder that can be entered; tmux would silently use another one.

    Raises:
        BadField: `bad_cwd`.
    """
    if not isinstance(value, str) or not value or _CONTROL.search(value) or _SURROGATE.search(value):
        raise BadField("cwd", "must be a folder without control characters", code="bad_cwd")
    path = os.path.expanduser(value)
    if len(os.fsencode(path)) > CWD_MAX_BYTES or not os.path.isabs(path):
        raise BadField("cwd", "must be an absolute path of at most 4096 bytes", code="bad_cwd")
    if not os.path.isdir(path) or not os.access(path, os.X_OK):
        raise BadField("cwd", "folder not found or not accessible", code="bad_cwd")
    return path


def check_command(value: object) -> str:
    """A shell command for a new session.

    Raises:
        BadField: `bad_command`.
    """
    if not isinstance(value, str) or not value.strip() or "\0" in value or _SURROGATE.search(value):
        raise BadField("command", "must be text without NUL", code="bad_command")
    if len(value.encode()) > COMMAND_MAX_BYTES:
        raise BadField("command", f"at most {COMMAND_MAX_BYTES} bytes", code="bad_command")
    return value


def escape_argument(argument: str) -> str:
    """One argument of a command line: an unescaped trailing `;` would end the command."""
    return argument[:-1] + "\\;" if argument.endswith(";") else argument
