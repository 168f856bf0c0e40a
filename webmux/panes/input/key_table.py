r"""Reads tmux's key tables from what `list-keys` prints. Pure.

A line is `bind-key [-r] -T TABLE KEY COMMANDS`. tmux prints arguments so that it reads them again as they
were (cmd-list-keys.c, and `args_escape` in arguments.c, 3.2a to 3.7c): `\;` between commands,
`{ ... }` around commands that are an argument, since 3.3. Text of another form is no
binding, and never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from string import ascii_letters
from types import MappingProxyType

TEXT_MAX_CHARS = 32 * 1024
"""Of one binding. tmux's own menus have 2 KiB; a longer one is never run, see `binding_ways`."""
DEPTH_MAX = 16
"""Of blocks inside blocks; deeper ones have an unknown form."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HEAD = re.compile(r"bind-key((?: +-[a-zA-Z]+)*?) +-T +(\S+) +(\S+) +(.*)", re.DOTALL)
_NOTE = re.compile(r"(\S+) +(\S.*)")
_ESCAPES: Mapping[str, str] = MappingProxyType(
    {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "s": " ", "e": "\x1b"}
)


class UnknownForm(ValueError):
    """Text that tmux does not print, or that is nested too deep."""


@dataclass(frozen=True, slots=True)
class Word:
    """An argument. Of a block, `text` is what is between its braces. `raw` is as tmux printed it."""

    text: str
    raw: str
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """What one key does in a table; `commands` is as tmux printed it. `note` is for people, or `""`."""

    table: str
    key: str
    commands: str
    repeat: bool = False
    note: str = ""


Bindings = dict[tuple[str, str], Binding]
"""By table and key."""


def parse_bindings(lines: Iterable[str]) -> Bindings:
    """The bindings of `list-keys`; lines that are none are left out."""
    found: Bindings = {}
    for line in lines:
        match = _HEAD.fullmatch(line.rstrip())
        if match is None or len(line) > TEXT_MAX_CHARS or _CONTROL.search(line):
            continue
        try:
            table, key = (_one_word(match[number]) for number in (2, 3))
        except UnknownForm:
            continue
        found[table, key] = Binding(table, key, match[4], repeat="r" in match[1])
    return found


def with_notes(bindings: Bindings, table: str, lines: Iterable[str]) -> Bindings:
    """The bindings with the notes of one table: the lines of `list-keys -N -P "" -T table`."""
    noted = dict(bindings)
    for line in lines:
        match = _NOTE.fullmatch(line.strip())
        if match is not None and (table, match[1]) in noted and not _CONTROL.search(match[2]):
            noted[table, match[1]] = replace(noted[table, match[1]], note=match[2])
    return noted


def split_commands(text: str, depth: int = 0) -> list[list[Word]]:
    """The commands of a binding or a block, each as its words; the first word is its name.

    Raises:
        UnknownForm: see there; also an empty command, and a character of control.
    """
    if depth > DEPTH_MAX or len(text) > TEXT_MAX_CHARS or _CONTROL.search(text):
        raise UnknownForm(text[:80])
    commands: list[list[Word]] = [[]]
    for word in _words(text):
        # Two are between the lines of a block.
        if not word.is_block and word.raw in ("\\;", ";", "\\;\\;", ";;"):
            commands.append([])
        else:
            commands[-1].append(word)
    if any(not command or command[0].is_block for command in commands):
        raise UnknownForm(text[:80])
    return commands


def _one_word(text: str) -> str:
    [word] = [*_words(text)] or [Word("", "")]
    if not word.text or word.is_block:
        raise UnknownForm(text)
    return word.text


def _words(text: str) -> list[Word]:
    words = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        begin = at
        if text[at] == "{":
            at = _end_of_block(text, at)
            words.append(Word(text[begin + 1 : at - 1].strip(), text[begin:at], is_block=True))
            if at < len(text) and text[at] != " ":
                raise UnknownForm(text[:80])
        else:
            value, at = _plain_word(text, at)
            words.append(Word(value, text[begin:at]))
    return words


def _plain_word(text: str, at: int) -> tuple[str, int]:
    """The value of the word that begins here, and where it ends."""
    parts: list[str] = []
    quote = ""
    while at < len(text) and (quote or text[at] != " "):
        char = text[at]
        if char == "\\" and quote != "'":
            value, at = _escaped(text, at + 1)
            parts.append(value)
            continue
        if quote != "'" and _begins_variable(text, at):
            raise UnknownForm(text[:80])
        if char in ("'", '"') and quote in ("", char):
            quote = "" if quote else char
        elif not quote and (char in "{}" or (char == ";" and not _is_separator(text, at))):
            raise UnknownForm(text[:80])
        else:
            parts.append(char)
        at += 1
    if quote:
        raise UnknownForm(text[:80])
    return "".join(parts), at


def _is_separator(text: str, at: int) -> bool:
    """Whether this `;` is of a word of nothing else."""
    begin = text.rfind(" ", 0, at) + 1
    end = text.find(" ", at)
    return text[begin : end if end >= 0 else len(text)] in (";", ";;")


def _begins_variable(text: str, at: int) -> bool:
    """tmux would read the environment here, and prints what it means literally in another way."""
    following = text[at + 1 : at + 2]
    return text[at] == "$" and following != "" and (following in "_{" or following in ascii_letters)


def _escaped(text: str, at: int) -> tuple[str, int]:
    if at >= len(text):
        raise UnknownForm(text[:80])
    if octal := re.compile("[0-7]{3}").match(text, at):
        return chr(int(octal[0], 8) & 0xFF), at + 3
    return _ESCAPES.get(text[at], text[at]), at + 1


def _end_of_block(text: str, at: int) -> int:
    """Where the block that begins here ends: behind its brace."""
    depth = 0
    quote = ""
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 2
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "{}":
            depth += 1 if char == "{" else -1
            if depth == 0:
                return at + 1
        at += 1
    raise UnknownForm(text[:80])
