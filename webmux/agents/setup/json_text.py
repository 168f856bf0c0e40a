"""Reads JSON, with comments and trailing commas too, and says where each value stands in the text. Pure.

It exists to edit a file of somebody else: all that is not edited stays as it is, to the byte.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

DEPTH_MAX = 100
"""Values within values: settings have about five."""

_GAP = re.compile(r"(?:[ \t\r\n]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_WORD = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


class NotJson(ValueError):
    """The text is not JSON; the message says where and why."""


class Node(NamedTuple):
    """A value and its place: `text[start:end]`.

    `value` is what `json.loads` would give. `members` are those of an object, `items` those of an array.
    """

    start: int
    end: int
    value: Any
    members: tuple[Member, ...] = ()
    items: tuple[Node, ...] = ()

    def member(self, key: str) -> Member | None:
        """The member of an object with this key."""
        return next((one for one in self.members if one.key == key), None)


class Member(NamedTuple):
    """A member of an object. Its text begins with the key, at `start`, and ends with the value."""

    key: str
    start: int
    node: Node

    @property
    def end(self) -> int:
        """Where its value ends."""
        return self.node.end


def parse(text: str) -> Node:
    """The one value in a text.

    Raises:
        NotJson: it is not JSON, has a key twice or is more than `DEPTH_MAX` deep.
    """
    reader = _Reader(text)
    node = reader.value(reader.gap(0), 0)
    end = reader.gap(node.end)
    if end != len(text):
        raise reader.wrong(end, "nothing more")
    return node


def comma_after(text: str, position: int) -> int | None:
    """Where the comma after a value or member ends that ends at `position`; None if there is none."""
    end = _Reader(text).gap(position)
    return end + 1 if text.startswith(",", end) else None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text

    def wrong(self, position: int, expected: str) -> NotJson:
        line = self.text.count("\n", 0, position) + 1
        return NotJson(f"line {line}: expected {expected}")

    def gap(self, position: int) -> int:
        """The end of blanks and comments."""
        match = _GAP.match(self.text, position)
        assert match is not None
        return match.end()

    def value(self, start: int, depth: int) -> Node:
        if depth > DEPTH_MAX:
            raise self.wrong(start, f"at most {DEPTH_MAX} values within each other")
        first = self.text[start : start + 1]
        if first == "{":
            return self._object(start, depth)
        if first == "[":
            return self._array(start, depth)
        if first == '"':
            return self._string(start)
        match = _WORD.match(self.text, start)
        if match is None:
            raise self.wrong(start, "a value")
        return Node(start, match.end(), json.loads(match[0]))

    def _string(self, start: int) -> Node:
        match = _STRING.match(self.text, start)
        if match is None:
            raise self.wrong(start, "a string")
        try:
            return Node(start, match.end(), json.loads(match[0]))
        except ValueError as error:
            raise self.wrong(start, "a string") from error

    def _object(self, start: int, depth: int) -> Node:
        members: list[Member] = []
        position = self.gap(start + 1)
        while not self.text.startswith("}", position):
            key = self._string(position)
            colon = self.gap(key.end)
            if not self.text.startswith(":", colon):
                raise self.wrong(colon, '":"')
            node = self.value(self.gap(colon + 1), depth + 1)
            if any(one.key == key.value for one in members):
                raise NotJson(f"{json.dumps(key.value)} is there twice")
            members.append(Member(key.value, position, node))
            position = self._next(node.end, "}")
        value = {one.key: one.node.value for one in members}
        return Node(start, position + 1, value, members=tuple(members))

    def _array(self, start: int, depth: int) -> Node:
        items: list[Node] = []
        position = self.gap(start + 1)
        while not self.text.startswith("]", position):
            items.append(self.value(position, depth + 1))
            position = self._next(items[-1].end, "]")
        return Node(start, position + 1, [one.value for one in items], items=tuple(items))

    def _next(self, position: int, close: str) -> int:
        position = self.gap(position)
        if self.text.startswith(",", position):
            return self.gap(position + 1)
        if not self.text.startswith(close, position):
            raise self.wrong(position, f'"," or "{close}"')
        return position
