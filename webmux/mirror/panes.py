"""Panes of a place, as tmux has them at one moment: where they are, how large, how much history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webmux.errors import PaneNotFound
from webmux.tmux.control.quoting import Command

# Numbers and ids only: what a program may choose, such as a title, could pose as another pane's line.
_FACTS = (
    "#{pid}-#{start_time} #{session_id} #{window_id} #{pane_id} #{window_active}#{pane_active}"
    " #{pane_index} #{history_size} #{history_limit} #{pane_width} #{pane_height} #{cursor_x} #{cursor_y}"
)
_LINE = re.compile(rb"(\d+-\d+) (\$\d+) (@\d+) (%\d+) ([01])([01]) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class PaneFacts:
    """A pane as it was at one moment; `history` rows are above the `rows` of its screen."""

    epoch: str
    session_id: str
    window_id: str
    id: str
    current: bool
    active: bool
    index: int
    history: int
    limit: int
    cols: int
    rows: int
    cursor: tuple[int, int]

    @property
    def size(self) -> int:
        """All the rows it has."""
        return self.history + self.rows


@dataclass(frozen=True, slots=True)
class Place:
    """Where one may look: in a whole session (`$1`), in one window (`@2`), or everywhere (both empty)."""

    session_id: str = ""
    window_id: str = ""
    epoch: str = ""

    def listing(self, pane_id: str | None = None) -> Command:
        """Asks for the facts of all panes there; everywhere, with a `pane_id`, of those of its window alone.

        tmux takes 10 ms to list 500 panes, which nobody wants for each page of one.
        """
        if pane_id is not None and not (self.window_id or self.session_id):
            return ("list-panes", "-t", pane_id, "-F", _FACTS)
        if self.window_id:
            return ("list-panes", "-t", self.window_id, "-F", _FACTS)
        if self.session_id:
            return ("list-panes", "-s", "-t", self.session_id + ":", "-F", _FACTS)
        return ("list-panes", "-a", "-F", _FACTS)

    @property
    def target(self) -> str:
        """The active pane there."""
        return self.window_id or f"{self.session_id}:"


def one_of(panes: Sequence[PaneFacts], pane_id: str | None, place: Place) -> PaneFacts:
    """The pane of the place with this id; the active one without an id.

    Raises:
        PaneNotFound: it is not there.
    """
    for pane in panes:
        if pane.id == pane_id or (pane_id is None and pane.active and (pane.current or place.window_id)):
            return pane
    raise PaneNotFound(pane_id or place.target)


def parse_facts(lines: Sequence[bytes]) -> list[PaneFacts]:
    """What `Place.listing` printed."""
    found = []
    for match in filter(None, map(_LINE.fullmatch, lines)):
        epoch, session_id, window_id, pane_id = (match[i].decode() for i in range(1, 5))
        index, history, limit, cols, rows, x, y = (int(match[i]) for i in range(7, 14))
        current, active = match[5] == b"1", match[6] == b"1"
        ids = (epoch, session_id, window_id, pane_id)
        found.append(PaneFacts(*ids, current, active, index, history, limit, cols, rows, (x, y)))
    return found
