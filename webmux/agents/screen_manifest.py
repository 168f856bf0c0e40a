"""Manifests: what the screen of one agent looks like in each state. TOML, one file for each agent. Pure.

The format is described in docs/guide/agent-manifests.md. The first rule that fits the screen decides. If
none fits, the state is unknown: a wrong state is worse.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webmux.agents.agent_screen import AgentScreen
from webmux.agents.agent_state import KINDS, UNKNOWN
from webmux.agents.row_pattern import literal_in, row_pattern
from webmux.errors import WebMuxError

FILE_MAX_BYTES = 100_000
RULES_MAX = 60
PATTERNS_MAX = 20
"""In one list of a rule."""
ROWS_DEFAULT, ROWS_MAX = 40, 200
"""How many of the lowest rows a rule reads."""
TEXT_MAX_CHARS = 200

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LISTS = ("all", "any", "none", "order", "block", "lowest")
_RULE_KEYS = {"name", "kind", "text", "rows", "cursor", "alternate", "after_working", *_LISTS}
_KINDS = KINDS | {UNKNOWN}
_KEYS = {"agent", "programs", "rule"}


class BadManifest(WebMuxError):
    """A manifest cannot be used; the message names the file, the rule, the key and what is allowed."""

    code = "bad_manifest"


class Pattern:
    """One pattern, and a text that each matching row contains."""

    def __init__(self, text: str) -> None:
        self._match = row_pattern(text).match
        self._literal = literal_in(text)

    def fits(self, row: str) -> bool:
        return self._literal in row and self._match(row) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """One look of a screen and the state that it means; see the guide for each field."""

    name: str
    kind: str
    text: str
    rows: int = ROWS_DEFAULT
    all: tuple[Pattern, ...] = ()
    any: tuple[Pattern, ...] = ()
    none: tuple[Pattern, ...] = ()
    order: tuple[Pattern, ...] = ()
    block: tuple[Pattern, ...] = ()
    lowest: tuple[Pattern, ...] = ()
    cursor: Pattern | None = None
    alternate: bool | None = None
    after_working: str = ""
    """The kind instead of `kind` if the agent worked before, or `""`."""

    def fits(self, screen: AgentScreen) -> bool:
        """Whether the screen looks like this. Cost: see `Manifest.rule_for`."""
        if self.alternate not in (None, screen.alternate):
            return False
        rows = screen.rows[-self.rows :]
        at = screen.cursor_row - (len(screen.rows) - len(rows))
        if self.cursor is not None and (at < 0 or not self.cursor.fits(rows[at])):
            return False
        return (
            _in_order(self.order, rows)
            and _is_block(self.block, rows)
            and _is_lowest(self.lowest, rows)
            and all(_found(pattern, rows) for pattern in self.all)
            and (not self.any or any(_found(pattern, rows) for pattern in self.any))
            and not any(_found(pattern, rows) for pattern in self.none)
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rules of one agent, and the names of the programs that are this agent."""

    agent: str
    programs: tuple[str, ...]
    rules: tuple[Rule, ...]

    def rule_for(self, screen: AgentScreen) -> Rule | None:
        """The first rule that fits, or None. Never switches. Cost: below 5 ms for 200 x 100 cells."""
        return next((rule for rule in self.rules if rule.fits(screen)), None)


def _found(pattern: Pattern, rows: Sequence[str]) -> bool:
    return any(map(pattern.fits, rows))


def _in_order(patterns: Sequence[Pattern], rows: Sequence[str]) -> bool:
    """Whether rows match the patterns, each below the one before; read from below."""
    left = iter(reversed(rows))
    return all(any(map(pattern.fits, left)) for pattern in reversed(patterns))


def _is_block(patterns: Sequence[Pattern], rows: Sequence[str]) -> bool:
    """Whether rows that follow each other match the patterns; empty rows do not count."""
    if not patterns:
        return True
    filled = [row for row in rows if row]
    return any(
        all(pattern.fits(row) for pattern, row in zip(patterns, filled[start:], strict=False))
        for start in range(len(filled) - len(patterns) + 1)
    )


def _is_lowest(patterns: Sequence[Pattern], rows: Sequence[str]) -> bool:
    """Whether, of the rows that match any of the patterns, the lowest matches the first pattern."""
    if not patterns:
        return True
    found = (row for row in reversed(rows) if any(pattern.fits(row) for pattern in patterns))
    row = next(found, None)
    return row is not None and patterns[0].fits(row)


def parse_manifest(data: bytes, file_name: str) -> Manifest:
    """The manifest in a file.

    Raises:
        BadManifest: the text is not TOML in the form of the guide.
    """
    if len(data) > FILE_MAX_BYTES:
        raise BadManifest(f"{file_name}: is larger than {FILE_MAX_BYTES} bytes")
    try:
        table = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadManifest(f"{file_name}: is not TOML: {error}") from None
    try:
        return _manifest(table)
    except ValueError as error:
        raise BadManifest(f"{file_name}: {error}") from None


def _manifest(table: Mapping[str, Any]) -> Manifest:
    _check_keys(table, _KEYS)
    agent = table.get("agent")
    if not isinstance(agent, str) or not _NAME.fullmatch(agent):
        raise ValueError("`agent` must be a name of small letters, digits and `-`")
    programs, rules = _texts(table, "programs"), table.get("rule", [])
    if not programs:
        raise ValueError("`programs` must name at least one program")
    if (
        not isinstance(rules, list)
        or len(rules) > RULES_MAX
        or not all(isinstance(one, dict) for one in rules)
    ):
        raise ValueError(f"`rule` must be at most {RULES_MAX} tables: [[rule]]")
    parsed = tuple(_numbered(number, rule) for number, rule in enumerate(rules, 1))
    names = [rule.name for rule in parsed]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two rules have the name `{name}`: rename one")
    return Manifest(agent, programs, parsed)


def _numbered(number: int, table: Mapping[str, Any]) -> Rule:
    try:
        return _rule(table)
    except ValueError as error:
        raise ValueError(f"rule {number} ({table.get('name', 'without a name')}): {error}") from None


def _rule(table: Mapping[str, Any]) -> Rule:
    _check_keys(table, _RULE_KEYS)
    name, kind, text = (table.get(key) for key in ("name", "kind", "text"))
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError("`name` must be small letters, digits and `-`")
    if not isinstance(text, str) or not 0 < len(text) <= TEXT_MAX_CHARS or not text.isprintable():
        raise ValueError(f"`text` must be a sentence of 1 to {TEXT_MAX_CHARS} characters")
    rows = table.get("rows", ROWS_DEFAULT)
    if type(rows) is not int or not 1 <= rows <= ROWS_MAX:
        raise ValueError(f"`rows` must be a whole number from 1 to {ROWS_MAX}")
    alternate = table.get("alternate")
    if alternate is not None and not isinstance(alternate, bool):
        raise ValueError("`alternate` must be true or false")
    lists = {key: tuple(_pattern(key, one) for one in _texts(table, key)) for key in _LISTS}
    cursor = _pattern("cursor", table["cursor"]) if "cursor" in table else None
    if not (cursor or any(lists[key] for key in _LISTS if key != "none")):
        raise ValueError("needs `all`, `any`, `order`, `block`, `lowest` or `cursor`, or it fits each screen")
    after = _kind("after_working", table["after_working"]) if "after_working" in table else ""
    return Rule(
        name,
        _kind("kind", kind),
        text,
        rows,
        **lists,
        cursor=cursor,
        alternate=alternate,
        after_working=after,
    )


def _kind(key: str, value: object) -> str:
    if not isinstance(value, str) or value not in _KINDS:
        raise ValueError(f"`{key}` must be one of {', '.join(sorted(_KINDS))}")
    return value


def _pattern(key: str, text: object) -> Pattern:
    if not isinstance(text, str):
        raise ValueError(f"`{key}` must be text")
    try:
        return Pattern(text)
    except ValueError as error:
        raise ValueError(f"`{key}`: {text[:60]!r} {error}") from None


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if (
        not isinstance(found, list)
        or len(found) > PATTERNS_MAX
        or not all(isinstance(one, str) for one in found)
    ):
        raise ValueError(f"`{key}` must be a list of at most {PATTERNS_MAX} texts")
    return tuple(found)


def _check_keys(table: Mapping[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            raise ValueError(f"`{key}` is not known: use {', '.join(sorted(known))}")
