"""The events of `view=panes`: output and snapshots of single panes, and their layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webmux.events import Output
from webmux.model import Size

FULL, SCREEN, FRAME = 0, 1, 2
"""Kinds of a snapshot: history and screen; the screen alone; the screen of a flood, and more follow."""
OLDER_ROWS, SKIPPED, ALTERNATE = 1, 2, 4
"""Flags of a snapshot: tmux stores older rows; bytes before it were not sent; the alternate screen is on."""


@dataclass(slots=True)
class PaneOutput:
    """Output of one pane. `output` is shared by all viewers, with its encoded header."""

    pane: int
    output: Output


@dataclass(slots=True)
class PaneSnapshot:
    """Bytes that draw a pane of this size. The output of the pane continues at `offset`."""

    pane: int
    offset: int
    size: Size
    kind: int
    flags: int
    data: bytes


@dataclass(frozen=True, slots=True)
class LayoutChanged:
    """The JSON of a Layout record."""

    fields: Mapping[str, Any]
