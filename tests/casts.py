"""A strict reader of asciicast v3, written from its description and from nothing of ours."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.screens import drawn


@dataclass
class Cast:
    """`events` are seconds since the beginning, code, text."""

    header: dict[str, Any]
    events: list[tuple[float, str, str]]

    def texts(self, code: str) -> list[str]:
        """Of all events of a code."""
        return [text for _, kind, text in self.events if kind == code]

    def output(self) -> str:
        return "".join(self.texts("o"))

    def size(self) -> tuple[int, int]:
        """The last one."""
        sizes = [self.header["term"][side] for side in ("cols", "rows")]
        for text in self.texts("r"):
            sizes = [int(part) for part in text.split("x")]
        return sizes[0], sizes[1]

    def lines(self) -> list[str]:
        """The screen at the end, since the last change of size."""
        drawn_from = max((i for i, event in enumerate(self.events) if event[1] == "r"), default=-1) + 1
        text = "".join(event[2] for event in self.events[drawn_from:] if event[1] == "o")
        return [line.rstrip() for line in drawn(text.encode(), *self.size())["lines"]]


def read(data: bytes) -> Cast:
    """The recording in `data`.

    Raises:
        AssertionError: it is no valid one.
    """
    assert data.endswith(b"\n"), "a line is cut"
    first, *rest = data.decode("utf-8").removesuffix("\n").split("\n")
    header = json.loads(first)
    assert header["version"] == 3
    assert all(type(header["term"][side]) is int and header["term"][side] > 0 for side in ("cols", "rows"))
    assert type(header["timestamp"]) is int
    events, now = [], 0.0
    for line in rest:
        if line.startswith("#"):
            continue
        interval, code, text = json.loads(line)
        assert type(interval) in (int, float), line
        assert interval >= 0, line
        assert type(text) is str, line
        assert code in ("o", "r", "m", "x"), line
        assert code != "r" or re.fullmatch(r"[1-9][0-9]*x[1-9][0-9]*", text), line
        assert code != "x" or text.isdigit(), line
        now += interval
        events.append((now, code, text))
    return Cast(header, events)
