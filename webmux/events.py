"""The events that a hub sends its subscribers. `hub` makes them and `wire` encodes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webmux.model import Size


@dataclass(slots=True)
class Output:
    """Terminal bytes that start at `offset`; immutable once published.

    `header` and `deflated` are caches of the codec for all subscribers: the encoded header before `data`, and
    the whole message in compressed form.
    """

    offset: int
    data: bytes | memoryview
    header: bytes | None = field(default=None, compare=False)
    deflated: tuple[bytes, bytes | memoryview] | None = field(default=None, compare=False)

    @property
    def end(self) -> int:
        """The offset behind the last byte."""
        return self.offset + len(self.data)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Reset the terminal, write `data`, then continue with Output from `offset`."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    """The hub's terminal now has this size."""

    size: Size


@dataclass(frozen=True, slots=True)
class Attached:
    """The first event of a subscriber; `fields` is the JSON of record 0x10."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """An event outside of the byte stream: its name and JSON data (record 0x14)."""

    name: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WindowSwitched:
    """The id of the new current window, tmux's `@n`."""

    window_id: str


@dataclass(frozen=True, slots=True)
class Exited:
    """The source ended; nothing follows. `reason` is one of `webmux.source.EXIT_REASONS`."""

    reason: str


HubEvent = Output | Snapshot | Resized | Attached | Event | WindowSwitched | Exited
