"""The panes of a session or window at one moment: where they are, their size and history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webmux.errors import PaneNotFound
from webmux.tmux.control.quoting import Command

# Only numbers and ids: text that a program chooses, such as a title, could look like the line of another
# pane.
_FACTS = (
    "#{pid}-#{start_time} #{session_id} #{window_id} #{pane_id} #{window_active}#{pane_active}"
    " #{pane_index} #{history_size} #{history_limit} #{pane_width} #{pane_height} #{cursor_x} #{cursor_y}"
)
_LINE = re.compile(rb"(\d+-\d+) (\$\d+) (@\d+) (%\d+) ([01])([01]) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)")


TRANSCRIPT = "r"
"""The end of the id of a transcript: `%3r` is that of pane `%3`, see `agents/transcript`."""


def is_transcript(pane_id: str) -> bool:
    """Whether this is the id of a transcript, not of a pane."""
    return pane_id.endswith(TRANSCRIPT)


@dataclass(frozen=True, slots=True)
class PaneFacts:
    """A pane at one moment; `history` rows are above the `rows` of its screen."""

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
        """The number of all its rows."""
        return self.history + self.rows


@dataclass(frozen=True, slots=True)
class Place:
    """What a client may read: a whole session (`$1`), one window (`@2`), or everything (both empty)."""

    session_id: str = ""
    window_id: str = ""
    epoch: str = ""

    def listing(self, pane_id: str | None = None) -> Command:
        """The command that lists the facts of all panes there.

        If everything may be read and there is a `pane_id`, it lists only the panes of its window: tmux takes
        10 ms for 500 panes.
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
        """The target of the active pane there."""
        return self.window_id or f"{self.session_id}:"


def one_of(panes: Sequence[PaneFacts], pane_id: str | None, place: Place) -> PaneFacts:
    """The pane of the place with this id; the active one without an id; PaneNotFound if there is none."""
    for pane in panes:
        if pane.id == pane_id or (pane_id is None and pane.active and (pane.current or place.window_id)):
            return pane
    raise PaneNotFound(pane_id or place.target)


def parse_facts(lines: Sequence[bytes]) -> list[PaneFacts]:
    """Read what `Place.listing` printed."""
    found = []
    for match in filter(None, map(_LINE.fullmatch, lines)):
        epoch, session_id, window_id, pane_id = (match[i].decode() for i in range(1, 5))
        index, history, limit, cols, rows, x, y = (int(match[i]) for i in range(7, 14))
        current, active = match[5] == b"1", match[6] == b"1"
        ids = (epoch, session_id, window_id, pane_id)
        found.append(PaneFacts(*ids, current, active, index, history, limit, cols, rows, (x, y)))
    return found
