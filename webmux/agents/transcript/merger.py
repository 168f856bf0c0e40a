"""Merges consecutive captures of a full-screen program into a transcript. Pure.

It appends what scrolled away and what was cleared, each row once. It never appends a row that was not on the
screen. Rows that change in place, such as timers and the box for input, are not appended.

A screen that vanishes is set aside first: it is often back a moment later, because a capture saw half of a
redraw, or a user opened and closed a list. It is appended when it stays away, or when later rows are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from webmux.agents.transcript.motion import Motion, fixed, motion_of
from webmux.agents.transcript.row import WORDS_MIN, Row, Rows
from webmux.agents.transcript.store import TranscriptStore, cost

SETTLE_S = 2.0
"""A screen that is away for so long is appended."""
ASIDE_MAX = 4
"""So many screens are remembered, to recognise them when they are back."""

BELOW_MAX = 1000
"""So many rows are remembered while a user scrolls back in the program."""
BELOW_MAX_BYTES = 256 * 1024
"""And so many bytes of them."""


@dataclass(slots=True)
class _Aside:
    """A screen that vanished. `gap`: another full screen followed, so lines between may be missing."""

    rows: Rows
    at_s: float
    gap: bool
    added: bool = False


class ScreenMerger:
    """The last screen of one pane, and the transcript of what came before it."""

    def __init__(self, store: TranscriptStore) -> None:
        self.store = store
        self.rows: Rows = ()
        self.scrolled = 0
        """How many rows left at the top of the screen with the last capture."""
        self.jumped = False
        """Whether the last screen had nothing of the one before: what was shown between may be missing."""
        self._cols = 0
        self._aside: list[_Aside] = []
        self._header = self._footer = 0
        self._skipped = False
        """Whether the last capture was left out: with fewer rows in use it may be a half redraw."""
        self._below: Rows = ()
        """Rows below the screen, after a user scrolled back in the program."""
        self._unsure = False
        """Whether the screen that vanished last may still be back, in part or whole."""

    def take(self, rows: Rows, cols: int, now_s: float) -> None:
        """The screen as captured now. `now_s` is of any clock that never goes back."""
        before, resized = self.rows, self._cols not in (0, cols)
        if not resized and not self._skipped and _height(rows) < _height(before):
            self._skipped = True
            return
        self._skipped = False
        self.rows, self._cols = rows, cols
        self.scrolled, self.jumped = 0, False
        if resized:
            self._header = self._footer = 0
            self._rewrap(before, now_s)
        else:
            self._compare(before, now_s)
        self.settle(now_s)

    @property
    def unsettled(self) -> bool:
        """Whether `settle` may have something to append later, or the last capture was left out."""
        return self._skipped or any(not one.added for one in self._aside)

    def settle(self, now_s: float) -> None:
        """Append the screens that are away for `SETTLE_S`. Call it while there are no captures, too."""
        if any(now_s - one.at_s >= SETTLE_S for one in self._aside if not one.added):
            self._add_aside()

    def finish(self) -> None:
        """The program left the alternate screen, or ended: what it showed last is gone."""
        self._add_aside()
        self._add(_trimmed(self.rows))
        self.rows, self._aside, self._below, self._cols = (), [], (), 0
        self._header = self._footer = 0

    # -- two screens -----------------------------------------------------------------------

    def _compare(self, before: Rows, now_s: float) -> None:
        motion = motion_of(before, self.rows)
        vanished = motion is None and _vanished(before, self.rows)
        if (vanished or self._unsure) and self._is_back(before, now_s, vanished=vanished):
            self._unsure = False
        elif vanished:
            self._unsure = self.jumped = True
            self._set_aside(before, now_s)
        elif motion is not None:
            self._move(before, motion)
        else:
            self._inherit(before, 0, range(len(self.rows)))

    def _move(self, before: Rows, motion: Motion) -> None:
        shift, top, moved = motion
        self._inherit(before, shift, moved)
        self._inherit(before, 0, range(top))
        if shift > 0 and (top == 0 or _height(self.rows) > _height(before) - shift):
            self._learn(before, motion)
            self.scrolled = shift
            gone = before[top : top + shift]
            if not _all_shown(gone, self.rows):
                self._add(gone)
            self._return_below(moved[-1] + 1, shift)
        elif shift < 0 and _left_below(before, self.rows):
            # A user scrolls back in the program: these rows were on the screen before.
            for row in self.rows[top : top - shift]:
                row.stored = True
            first = moved[-1] + shift + 1
            self._below = _bounded((*before[first : first - shift], *self._below)[:BELOW_MAX])

    def _return_below(self, first: int, count: int) -> None:
        """Rows that entered at the end: they are stored if a user scrolled back and had seen them."""
        for row, old in zip(self.rows[first : first + count], self._below, strict=False):
            if row.plain != old.plain:
                self._below = ()
                return
            row.stored = old.stored
        self._below = self._below[count:]

    def _learn(self, before: Rows, motion: Motion) -> None:
        """Rows outside of the part that scrolls are no output."""
        below = len(before) - (motion.moved[-1] + motion.shift + 1)
        known = self._footer > 0
        self._footer = min(self._footer, below) if known else below
        self._header = motion.top

    def _inherit(self, before: Rows, shift: int, places: Sequence[int]) -> None:
        """Rows that are the same as before are stored if they were."""
        for at in places:
            if 0 <= at + shift < len(before) and before[at + shift].plain == self.rows[at].plain:
                self.rows[at].stored = before[at + shift].stored

    def _rewrap(self, before: Rows, now_s: float) -> None:
        """The width changed, so lines may be wrapped at other places: compare without blanks."""
        now = _squeezed(self.rows)
        found = next(
            (at for at, row in enumerate(before) if row.informative and _squeezed([row]) in now), None
        )
        if found is None:
            self._compare(before, now_s)
            return
        self._add(before[:found])
        stored = _squeezed([row for row in before if row.stored])
        for row in self.rows:
            row.stored = row.informative and _squeezed([row]) in stored

    # -- screens that vanished -------------------------------------------------------------

    def _is_back(self, before: Rows, now_s: float, *, vanished: bool) -> bool:
        """Whether this screen continues one that was set aside; what was shown since is set aside then."""
        for one in reversed(self._aside):
            motion = motion_of(one.rows, self.rows)
            if motion is None and _vanished(one.rows, self.rows):
                continue
            self._aside.remove(one)
            if vanished:
                self._set_aside(before, now_s)
                self._aside[-1].gap = False
            if motion is None:
                self._inherit(one.rows, 0, range(len(self.rows)))
            else:
                self._move(one.rows, motion)
            return True
        return False

    def _set_aside(self, rows: Rows, now_s: float) -> None:
        full = 2 * _informative(self.rows) >= _informative(rows)
        if len(self._aside) >= ASIDE_MAX:
            self._add_aside()
            self._aside.pop(0)
        self._aside.append(_Aside(rows, now_s, full))

    def _add_aside(self) -> None:
        for one in self._aside:
            if not one.added:
                one.added = True
                if self._store_rows(self._output(one.rows)) and one.gap:
                    self.store.add_gap()
        self._unsure = False

    def _output(self, rows: Rows) -> Rows:
        """The rows without those that never scrolled."""
        return _trimmed(rows[self._header : len(rows) - self._footer])

    # -- the transcript --------------------------------------------------------------------

    def _add(self, rows: Rows) -> None:
        if any(not row.stored for row in rows):
            self._add_aside()
            self._store_rows(rows)

    def _store_rows(self, rows: Rows) -> bool:
        new = [row for row in rows if not row.stored]
        for row in new:
            row.stored = True
        self.store.add(row.styled for row in new)
        return bool(new)


def _bounded(rows: Rows) -> Rows:
    """The first rows that have at most `BELOW_MAX_BYTES` together."""
    sizes = accumulate(cost(row.styled) for row in rows)
    return rows[: sum(1 for size in sizes if size <= BELOW_MAX_BYTES)]


def _informative(rows: Rows) -> int:
    return sum(1 for row in rows if row.informative)


def _vanished(before: Rows, after: Rows) -> bool:
    """Whether most of a screen is gone; rows that changed in place, or a list over it, are not enough."""
    gone = _informative(before) - _shown(before, after)
    changing = sum(1 for at, row in enumerate(before) if row.informative and not fixed(before, after, at))
    return 2 * gone > _informative(before) and gone > 1 and changing > 1


def _all_shown(rows: Rows, screen: Rows) -> bool:
    """Whether rows that seem to be gone are on the screen: a half redraw has some rows twice."""
    different = {row.plain for row in rows if row.informative}
    return len(different) > 1 and _shown(rows, screen) == _informative(rows)


def _shown(rows: Rows, screen: Rows) -> int:
    """How many of these rows are on a screen."""
    shown = {row.plain for row in screen}
    return sum(1 for row in rows if row.informative and row.plain in shown)


def _left_below(before: Rows, after: Rows) -> bool:
    """Whether a row that was on the screen no longer is."""
    return _shown(before, after) < _informative(before)


def _height(rows: Rows) -> int:
    return next((at + 1 for at in range(len(rows) - 1, -1, -1) if rows[at].plain), 0)


def _trimmed(rows: Rows) -> Rows:
    """The rows without empty ones at the top and the end."""
    used = [at for at, row in enumerate(rows) if row.plain]
    return rows[used[0] : used[-1] + 1] if used else ()


def _squeezed(rows: Rows) -> str:
    return "".join("".join(row.plain.split()) for row in rows if len(row.plain) >= WORDS_MIN)


__all__ = ("Row", "ScreenMerger")
