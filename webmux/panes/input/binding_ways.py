"""How WebMux runs a key binding of tmux without a terminal: the class of each. Pure.

A control client runs most commands as a terminal's client does. Prompts, menus and `choose-tree` need a
terminal: a control client would wait indefinitely, or show nothing. So what has no known form goes to the
ghost, a client with a terminal.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from webmux.panes.input.binding_tables import (
    ALIASES,
    CHANGE_KEYS,
    CLIENT_FORMS,
    CONFIRMED,
    DIALOG_FORMS,
    MODE_FORMS,
    NEEDS_MOUSE,
    PLAIN,
    PRINTED,
    TAKE_BLOCKS,
    WITH_VALUE,
)
from webmux.panes.input.key_table import UnknownForm, Word, split_commands


class Kind(enum.Enum):
    """Who does what a binding says."""

    PLAIN = "plain"
    """tmux does it in a control client, and prints nothing."""
    PRINTED = "printed"
    """As PLAIN, and what tmux prints is for the user to read."""
    CLIENT = "client"
    """It is about the client of the user: the page does it, or nobody does."""
    MODE = "mode"
    """tmux would show it over the pane: the page has its own form of it."""
    DIALOG = "dialog"
    """A prompt or a confirmation of tmux's defaults: the page asks instead."""
    GHOST = "ghost"
    """Everything else: only a client with a terminal can."""


@dataclass(frozen=True, slots=True)
class Way:
    """`line` is what tmux runs (PLAIN, PRINTED), or `""`; `form` says which of CLIENT, MODE or DIALOG it is.

    `table` is the key table that tmux would look the next key up in. `changes_keys`: the tables may be
    different afterwards.
    """

    kind: Kind
    line: str = ""
    form: str = ""
    table: str = ""
    changes_keys: bool = False


GHOST = Way(Kind.GHOST)


@dataclass(frozen=True, slots=True)
class _Call:
    """A command, read; `depth` is that of the block it is in."""

    words: Sequence[Word]
    flags: Mapping[str, str]
    rest: Sequence[Word]
    depth: int


@lru_cache(maxsize=1024)
def way_of(commands: str) -> Way:
    """The way for the commands of a binding, as `list-keys` printed them. Never fails."""
    try:
        return _way_of_all(split_commands(commands), depth=0)
    except UnknownForm:
        return GHOST


def _way_of_all(commands: Sequence[Sequence[Word]], depth: int) -> Way:
    ways = [_way_of_one([_named(command[0]), *command[1:]], depth) for command in commands]
    if len(ways) == 1:
        return ways[0]
    if any(way.kind not in (Kind.PLAIN, Kind.PRINTED) for way in ways):
        return GHOST  # a part of it needs a terminal, and the parts belong together
    printed = any(way.kind is Kind.PRINTED for way in ways)
    return Way(
        Kind.PRINTED if printed else Kind.PLAIN,
        " ; ".join(way.line for way in ways if way.line),
        table=ways[-1].table,
        changes_keys=any(way.changes_keys for way in ways),
    )


def _named(word: Word) -> Word:
    name = ALIASES.get(word.text, word.text)
    return Word(name, name)


def _way_of_one(words: Sequence[Word], depth: int) -> Way:
    name = words[0].text
    texts = tuple(word.text for word in words)
    if form := CLIENT_FORMS.get(texts):
        return Way(Kind.CLIENT, form=form)
    if form := MODE_FORMS.get(texts):
        return Way(Kind.MODE, form=form)
    flags, rest = _flags(words)
    if special := _SPECIAL.get(name):
        return special(_Call(words, flags, rest, depth))
    if name in NEEDS_MOUSE and ("M" in flags or "K" in flags):
        return GHOST
    if name in PLAIN and (name in TAKE_BLOCKS or not any(word.is_block for word in words[1:])):
        return Way(Kind.PLAIN, _line(words), changes_keys=name in CHANGE_KEYS)
    return Way(Kind.PRINTED, _line(words)) if name in PRINTED else GHOST


def _line(words: Sequence[Word]) -> str:
    return " ".join(word.raw for word in words)


def _flags(words: Sequence[Word]) -> tuple[dict[str, str], Sequence[Word]]:
    """The flags of a command with their values, and the arguments behind them (getopt(3))."""
    with_value = WITH_VALUE.get(words[0].text, "t")
    flags: dict[str, str] = {}
    at = 1
    while at < len(words) and not words[at].is_block and words[at].text[:1] == "-" and words[at].text != "-":
        letters = words[at].text[1:]
        at += 1
        if letters == "-":
            break
        for place, letter in enumerate(letters):
            flags[letter] = ""
            if letter in with_value:
                flags[letter] = letters[place + 1 :]
                if not flags[letter] and at < len(words):
                    flags[letter] = words[at].text
                    at += 1
                break
    return flags, words[at:]


# -- commands with rules of their own ----------------------------------------------------------


def _switch_client(call: _Call) -> Way:
    # Only the browser has a key table: nothing runs.
    table = call.flags.get("T", "")
    return Way(Kind.PLAIN, table=table) if table and len(call.flags) == 1 and not call.rest else GHOST


def _refresh_client(call: _Call) -> Way:
    # They move what a small terminal shows of a large window.
    known = set(call.flags) <= set("cDLRSU") and len(call.rest) <= 1
    return Way(Kind.CLIENT, form="refresh") if known else GHOST


def _copy_mode(call: _Call) -> Way:
    return Way(Kind.PLAIN, _line(call.words)) if "q" in call.flags else GHOST


def _display_message(call: _Call) -> Way:
    if "I" in call.flags:
        return GHOST
    name, *others = call.words
    words = call.words if "p" in call.flags else [name, Word("-p", "-p"), *others]
    return Way(Kind.PRINTED, _line(words))


def _capture_pane(call: _Call) -> Way:
    return Way(Kind.PRINTED if "p" in call.flags else Kind.PLAIN, _line(call.words))


def _new_session(call: _Call) -> Way:
    return Way(Kind.PLAIN, _line(call.words)) if "d" in call.flags and "A" not in call.flags else GHOST


def _run_shell(call: _Call) -> Way:
    # With -C tmux expands formats, then reads the result as commands: a title could be one.
    if "C" in call.flags or any(word.is_block for word in call.rest):
        return GHOST
    return Way(Kind.PLAIN, _line(call.words))


def _if_shell(call: _Call) -> Way:
    if not 2 <= len(call.rest) <= 3:
        return GHOST
    inner = [_way_inside(word, call.depth + 1) for word in call.rest[1:]]
    if any(way.kind not in (Kind.PLAIN, Kind.PRINTED) or way.table for way in inner):
        return GHOST
    printed = any(way.kind is Kind.PRINTED for way in inner)
    changes = any(way.changes_keys for way in inner)
    return Way(Kind.PRINTED if printed else Kind.PLAIN, _line(call.words), changes_keys=changes)


def _way_inside(word: Word, depth: int) -> Way:
    """Of a block, or of text that tmux reads as commands."""
    if not word.text.strip():
        return Way(Kind.PLAIN)
    if not word.is_block and "#{" in word.text:
        return GHOST  # tmux expands formats in it before it reads it
    return _way_of_all(split_commands(word.text, depth), depth)


def _confirm_before(call: _Call) -> Way:
    if set(call.flags) <= {"p"} and len(call.rest) == 1 and (form := CONFIRMED.get(_template(call.rest[0]))):
        return Way(Kind.DIALOG, form=form)
    return GHOST


def _command_prompt(call: _Call) -> Way:
    asked = (*(word.text for word in call.words[1:-1]), _template(call.words[-1]))
    form = DIALOG_FORMS.get(asked)
    return GHOST if form is None else Way(Kind.DIALOG, form=form)


def _template(word: Word) -> str:
    """A command that is an argument, in one form: 3.2a has `rename-window -- '%%'`."""
    try:
        [command] = split_commands(word.text)
    except ValueError:
        return ""
    texts = [_named(command[0]).text, *(each.text for each in command[1:] if each.text != "--")]
    return " ".join(texts).replace("%%%", "%%")


_SPECIAL: Mapping[str, Callable[[_Call], Way]] = MappingProxyType(
    {
        "capture-pane": _capture_pane,
        "command-prompt": _command_prompt,
        "confirm-before": _confirm_before,
        "copy-mode": _copy_mode,
        "display-message": _display_message,
        "if-shell": _if_shell,
        "new-session": _new_session,
        "refresh-client": _refresh_client,
        "run-shell": _run_shell,
        "switch-client": _switch_client,
    }
)
