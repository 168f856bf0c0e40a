"""Finds a query in lines of text: plain text here, regular expressions in a process.

A regular expression may take any time to match, and no timer can stop it, because it holds the interpreter.
So it runs in a process of its own, which is killed at its deadline.
"""

from __future__ import annotations

import json
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Protocol

import gevent
from gevent.lock import BoundedSemaphore

from webmux.child import Child
from webmux.errors import BadField, TooMany

QUERY_MAX_CHARS = 200
PER_LINE_MAX = 20
"""Maximum of matches that are reported for one line."""
REGEX_DEADLINE_S = 2.0
"""For the lines of one call. They take milliseconds unless the expression backtracks without end."""
REGEXES_MAX = 8
"""Processes at once: each may use a core for its two seconds."""
RETRY_AFTER_S = 5

Found = list[tuple[int, list[tuple[int, int]]]]
"""Places of lines, each with the ranges of its matches, in characters."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text to find. Case matters if `case` is set or the text has capitals.

    Raises:
        BadField: empty, too long, or with control characters, which no row of a terminal has.
    """

    text: str
    case: bool = False
    regex: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.text) <= QUERY_MAX_CHARS:
            raise BadField("q", f"must have 1 to {QUERY_MAX_CHARS} characters", code="bad_query")
        if any(ord(character) < 0x20 or ord(character) == 0x7F for character in self.text):
            raise BadField("q", "must be printable", code="bad_query")

    @property
    def exact(self) -> bool:
        """Whether case matters."""
        return self.case or self.text != self.text.lower()


_regexes = BoundedSemaphore(REGEXES_MAX)


class Matcher(Protocol):
    """Finds one query in lines."""

    def find(self, lines: Sequence[str]) -> Found:
        """The lines that match."""


@contextmanager
def matcher_of(query: Query) -> Iterator[Matcher]:
    """A matcher for this query.

    Raises:
        TooMany: `REGEXES_MAX` expressions are being matched.
        BadField: not a regular expression.
    """
    if not query.regex:
        yield PlainMatcher(query)
        return
    if not _regexes.acquire(blocking=False):
        raise TooMany("too many searches by expressions at once: try again in a moment", RETRY_AFTER_S)
    try:
        matcher = RegexMatcher()
        try:
            matcher.start(query)
            yield matcher
        finally:
            matcher.stop()
    finally:
        _regexes.release()


class PlainMatcher:
    """Plain text, letter by letter. Never switches; 100,000 lines take about 10 ms."""

    def __init__(self, query: Query) -> None:
        self._exact = query.exact
        self._text = query.text if self._exact else query.text.lower()

    def find(self, lines: Sequence[str]) -> Found:
        """See `Matcher.find`."""
        text = "\n".join(lines)
        hay = text if self._exact else lowered(text)
        at = hay.find(self._text)
        if at < 0:
            return []
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        found: dict[int, list[tuple[int, int]]] = {}
        while at >= 0:
            place = bisect_right(starts, at) - 1
            begin = at - starts[place]
            ranges = found.setdefault(place, [])
            ranges.append((begin, begin + len(self._text)))
            full = len(ranges) >= PER_LINE_MAX
            at = hay.find(self._text, starts[place + 1] if full else at + len(self._text))
        return list(found.items())


class RegexMatcher:
    """A regular expression of Python, matched by a process of its own."""

    def __init__(self) -> None:
        self._process = Child(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("regex.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        )

    def start(self, query: Query) -> None:
        """Compile the expression; BadField if it is invalid. Switches: yes."""
        self._ask({"pattern": query.text, "exact": query.exact, "most": PER_LINE_MAX})

    def find(self, lines: Sequence[str]) -> Found:
        """See `Matcher.find`; BadField if it takes too long. Switches: yes."""
        answer = self._ask(list(lines))
        return [(place, [(begin, end) for begin, end in ranges]) for place, ranges in answer]

    def stop(self) -> None:
        """Kill the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # it ended before it read a question
                    pipe.close()
        self._process.wait()

    def _ask(self, question: object) -> list[tuple[int, list[tuple[int, int]]]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = b""
        try:
            with gevent.Timeout(REGEX_DEADLINE_S, False):  # type: ignore[arg-type]  # documented
                self._process.stdin.write(json.dumps(question).encode() + b"\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
        except BrokenPipeError:
            pass
        if not line:
            raise BadField("q", "this expression takes too long: make it simpler", code="slow_regex")
        answer = json.loads(line)
        if isinstance(answer, str):
            raise BadField("q", f"no regular expression: {answer}", code="bad_regex")
        found: list[tuple[int, list[tuple[int, int]]]] = answer
        return found


def lowered(text: str) -> str:
    """The text in small letters at the same positions; the few capitals that would become two stay."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one) == 1 else letter for letter in text for one in (letter.lower(),))


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units, as in JavaScript."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)
