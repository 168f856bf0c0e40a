"""What an agent asks: the last lines of its screen, its numbered options, and a digest of both. Pure.

Options need a live menu: numbers from 1 without a gap in one column, exactly one of them led by a selector,
at the end of the screen. A line of a log or a numbered list has no selector, so it gives none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

LINES_MAX = 12
LINE_MAX_CHARS = 300
LABEL_MAX_CHARS = 200
DIGEST_CHARS = 32
FOOTER_MAX_ROWS = 6
"""Rows with text below a menu, such as which keys work in it."""
DESCRIPTION_MAX_ROWS = 4
"""Rows below an option that belong to it."""
MENU_MAX_ROWS = 9 * (1 + DESCRIPTION_MAX_ROWS)

_SELECTORS = "\u276f\u203a\u25cf\u25b6\u25ba\u25b8\u27a4>"
_OPTION = re.compile(rf" *(?:(?P<selector>[{_SELECTORS}]) *)?(?P<number>[1-9])[.)] +(?P<label>\S.*)")
_LONG_MENU = re.compile(rf" *(?:[{_SELECTORS}] *)?[1-9][0-9][.)] +\S")
_LED = re.compile(rf" *[{_SELECTORS}]( |$)")
_CHECKBOX = re.compile(r"\[.?\]( |$)|[☐☑☒◯◉○◻◼]")
_RULE = re.compile(r" *[─━═╌╭╮╰╯┌┐└┘╔╗╚╝▔▁▀▄-][─━═╌╭╮╰╯┌┐└┘╔╗╚╝▔▁▀▄ -]+")
_SPINNER = re.compile(r" *[⠁-⣿✢✳✶✻✽◐◓◑◒] ")
# A browser would reorder the text that follows them; terminals do not.
_REORDERS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BORDERS = "│┃║▌"


class Option(NamedTuple):
    """`key` is the one key that chooses it."""

    key: str
    label: str


class Cursor(NamedTuple):
    """Where the cursor is, and whether the program shows it."""

    x: int
    y: int
    visible: bool


class _Found(NamedTuple):
    """An option as it stands on the screen, and the rows below it that belong to it."""

    match: re.Match[str]
    more: list[str]


class Question(NamedTuple):
    """`rows` are the numbers of the rows of the screen that the digest covers."""

    lines: tuple[str, ...]
    options: tuple[Option, ...]
    rows: range
    digest: str

    def fields(self) -> dict[str, Any]:
        """As the API sends it."""
        options = [option._asdict() for option in self.options]
        return {"lines": list(self.lines), "options": options, "digest": self.digest}


def read_question(screen: Sequence[str], cursor: Cursor, identity: str) -> Question:
    """The question at the end of a screen.

    `screen` has a string for each row. `identity` is part of the digest: equal text of another pane, process
    or waiting time is another question.
    """
    rows = [_unframed(row) for row in screen]
    end = next((at for at in range(len(rows), 0, -1) if rows[at - 1].strip()), 0)
    menu = _find_menu(rows[:end], cursor)
    start = _start(rows, end, menu[0] if menu else end)
    shown = [row for row in rows[start:end] if not _RULE.fullmatch(row) and not _SPINNER.match(row)]
    lines = tuple(_in_order(row[:LINE_MAX_CHARS]) for row in _without_margin(shown))[-LINES_MAX:]
    covered = "\n".join(row.rstrip() for row in screen[start:end] if not is_spinner(row))
    digest = hashlib.sha256(f"{identity}\n{covered}".encode("utf-8", "replace")).hexdigest()[:DIGEST_CHARS]
    return Question(lines, menu[1] if menu else (), range(start, end), digest)


def is_spinner(row: str) -> bool:
    """Whether a row of the screen shows that something goes on: it changes all the time."""
    return _SPINNER.match(_unframed(row)) is not None


def _unframed(row: str) -> str:
    """A row without the border of a box, in the same columns."""
    row = row.rstrip()
    if row.strip()[:1] in tuple(_BORDERS):
        at = len(row) - len(row.lstrip())
        row = f"{row[:at]} {row[at + 1 :]}"
    return row[:-1].rstrip() if row[-1:] in tuple(_BORDERS) else row


def _start(rows: Sequence[str], end: int, menu_start: int) -> int:
    """The first row that is shown: all of the menu, and at most `LINES_MAX` rows with text."""
    count, start = 0, end
    for at in range(end - 1, -1, -1):
        count += bool(rows[at].strip()) and not _RULE.fullmatch(rows[at])
        if count > LINES_MAX and at < menu_start:
            break
        if rows[at].strip():
            start = at
    return start


def _without_margin(rows: Sequence[str]) -> list[str]:
    """Rows without their common indentation; blank ones only between others, and one at a time."""
    margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
    found: list[str] = []
    for row in rows:
        if row.strip() or (found and found[-1]):
            found.append(row[margin:].rstrip())
    while found and not found[-1]:
        found.pop()
    return found


def _find_menu(rows: Sequence[str], cursor: Cursor) -> tuple[int, tuple[Option, ...]] | None:
    """The first row of the menu that ends these rows, and its options; None without a live menu."""
    last = _last_option(rows)
    if last is None:
        return None
    column = _match(rows[last]).start("number")
    below = _description(rows[last + 1 :], column)[::-1]
    found: list[_Found] = []
    for at in range(last, max(-1, last - MENU_MAX_ROWS), -1):
        match = _OPTION.fullmatch(rows[at])
        if match is not None and match.start("number") == column:
            found.insert(0, _Found(match, below[::-1]))
            below = []
            if match["number"] == "1":
                return (at, _options(found)) if _is_live(rows, range(at, last + 1), found, cursor) else None
        elif not _continues(rows[at], column):
            return None
        elif rows[at].strip() and not _RULE.fullmatch(rows[at]):
            below.append(rows[at].strip())
    return None


def _last_option(rows: Sequence[str]) -> int | None:
    """The last option of a menu at the end of the screen; what follows must not be another prompt."""
    texts = 0
    for at in range(len(rows) - 1, -1, -1):
        if _OPTION.fullmatch(rows[at]):
            return at
        texts += bool(rows[at].strip()) and not _RULE.fullmatch(rows[at])
        if texts > FOOTER_MAX_ROWS or _LED.match(rows[at]) or _LONG_MENU.match(rows[at]):
            return None
    return None


def _is_live(rows: Sequence[str], menu: range, found: Sequence[_Found], cursor: Cursor) -> bool:
    numbers = [int(one.match["number"]) for one in found]
    led = [one for one in found if one.match["selector"]]
    if len(found) == 1 or numbers != list(range(1, len(found) + 1)) or len(led) != 1:
        return False
    if any(_CHECKBOX.match(one.match["label"]) for one in found):
        return False  # a key would only tick it
    # Text with numbers in the field where a user types: between rules, or with the cursor in it.
    is_field = menu.start > 0 and _RULE.fullmatch(rows[menu.start - 1]) is not None
    is_typed = cursor.visible and cursor.y in menu and cursor.x > found[0].match.start("number")
    return not is_field and not is_typed


def _options(found: Sequence[_Found]) -> tuple[Option, ...]:
    return tuple(
        Option(one.match["number"], _one_line([one.match["label"], *one.more])[:LABEL_MAX_CHARS].strip())
        for one in found
    )


def _one_line(rows: Sequence[str]) -> str:
    return _in_order(re.sub(r"\s+", " ", " ".join(rows)))


def _in_order(text: str) -> str:
    """A text that a browser shows in the order of the terminal: what a user approves must look the same."""
    return _REORDERS.sub(_REPLACEMENT, text)


def _description(rows: Sequence[str], column: int) -> list[str]:
    """The rows right below the last option that belong to it: they are indented more than its number."""
    found: list[str] = []
    for row in rows[:DESCRIPTION_MAX_ROWS]:
        if not row.strip() or _indent(row) <= column:
            break
        found.append(row.strip())
    return found


def _match(row: str) -> re.Match[str]:
    match = _OPTION.fullmatch(row)
    assert match is not None
    return match


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _continues(row: str, column: int) -> bool:
    """Whether a row may stand between two options: blank, a rule, or text of the option above it."""
    return not row.strip() or _RULE.fullmatch(row) is not None or _indent(row) > column
