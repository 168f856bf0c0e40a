"""Patterns of rules: regular expressions that cost little whatever a program prints. Pure."""

from __future__ import annotations

import re

PATTERN_MAX_CHARS = 300
REPEATS_MAX = 2
"""Repeats without an end in one pattern: the cost grows with the length of a row to this power."""
COUNT_MAX = 60

_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\(\?|[*+?]\??|\{\d*(?:,\d*)?\}\??|[()|]|.", re.DOTALL
)
_COUNTED = re.compile(r"\{(\d*)(,?)(\d*)\}\??")


def row_pattern(text: str) -> re.Pattern[str]:
    """A pattern that matches a row from its first character on.

    Raises:
        ValueError: it is not a regular expression, or it could take long; says what is wrong.
    """
    if not text or len(text) > PATTERN_MAX_CHARS:
        raise ValueError(f"must have 1 to {PATTERN_MAX_CHARS} characters")
    try:
        compiled = re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    repeats, before = 0, ""
    for piece in _TOKEN.findall(text):
        is_repeat = piece[0] in "*+{" and (piece[0] != "{" or _COUNTED.fullmatch(piece) is not None)
        if piece == "(?":
            raise ValueError("must not use (?...) other than (?:...)")
        if piece[0] == "\\" and piece[1].isdigit():
            raise ValueError(f"must not refer to a group: {piece}")
        if is_repeat and before == ")":
            raise ValueError("must not repeat a group: only ( )? is allowed")
        if is_repeat:
            repeats += _is_endless(piece)
        before = piece
    if repeats > REPEATS_MAX:
        raise ValueError(f"must not have more than {REPEATS_MAX} repeats without an end (* or +)")
    return compiled


def _is_endless(piece: str) -> bool:
    counted = _COUNTED.fullmatch(piece)
    if counted is None:
        return True
    most = counted[3] if counted[2] else counted[1]
    return not most or int(most) > COUNT_MAX


def literal_in(text: str) -> str:
    """The longest text that each matching row contains, or `""`: most rows need no match then."""
    found, run, depth = [""], "", 0
    for piece in [*_TOKEN.findall(text), "|END"]:
        if piece == "|" and depth == 0:
            return ""  # the row may match either side
        plain = piece[1:] if len(piece) == 2 and piece[0] == "\\" and not piece[1].isalnum() else piece
        if piece[0] in "*?{":
            run = run[:-1]  # the character before is optional
        if depth == 0 and len(plain) == 1 and (plain != piece or plain not in "*+?()|.^$[]{}"):
            run += plain
        else:
            found.append(run)
            run = ""
        depth += (piece in ("(", "(?:")) - (piece == ")")
    return max(found, key=len)
