"""Command lines for a control client, with arguments quoted so that tmux reads them as text. Pure."""

from __future__ import annotations

import re

from webmux.errors import BadField

Command = tuple[str, ...]
"""A tmux command and its arguments; bytes that are not UTF-8 are lone surrogates (PEP 383)."""

# A leading % may begin a condition (%if), unless it is the id of a pane.
_PLAIN = re.compile(rb"%[0-9]+|[A-Za-z0-9_./:@+,=-]+")
_PLAIN_WORDS = re.compile(rb"(?:%s)(?: (?:%s))*" % (_PLAIN.pattern, _PLAIN.pattern))
# Special inside double quotes, where tmux's lexer also reads \ooo. 0xff ends its input (cmd-parse.y,
# yylex_token).
_SPECIAL = re.compile(rb'[\x00-\x1f\x7f"\\$~\xff]')

_RUN_OTHERS = frozenset({"confirm-before", "if-shell", "run-shell", "source-file"})


def command_line(*commands: Command) -> bytes:
    """One line, with its line end, that runs `commands` in order until one fails.

    Raises:
        BadField: an argument holds NUL, which no tmux argument can.
        ValueError: a command that runs others. tmux sends a block for each of those as well (cmd-if-shell.c,
            the state is copied), which would be read as the replies of later commands.

    Source: the lexer of 3.3a; `tests/integration/test_control.py` sends every byte through a real tmux.
    """
    for command in commands:
        if command[0] in _RUN_OTHERS:
            raise ValueError(
                f"{command[0]} is no command for a control client: nobody knows how often it answers"
            )
    return b" ; ".join(map(_words, commands)) + b"\n"


def _words(command: Command) -> bytes:
    line = " ".join(command).encode("utf-8", "surrogateescape")
    if _PLAIN_WORDS.fullmatch(line) and line.count(b" ") == len(command) - 1:
        return line  # no word is empty or has a blank, and none needs quotes: most keys
    return b" ".join(map(quote, command))


def quote(argument: str) -> bytes:
    """One argument as a word of a command line.

    Raises:
        BadField: it holds NUL.
    """
    raw = argument.encode("utf-8", "surrogateescape")
    if _PLAIN.fullmatch(raw):
        return raw
    if b"\0" in raw:
        raise BadField("argument", "must not hold NUL", code="bad_argument")
    return b'"' + _SPECIAL.sub(_octal, raw) + b'"'


def _octal(match: re.Match[bytes]) -> bytes:
    return b"\\%03o" % match[0][0]
