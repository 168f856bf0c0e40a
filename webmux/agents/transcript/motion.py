"""Finds by how many rows a part of the screen moved between two captures. Pure.

A full-screen program draws fixed rows above and below (a title, a box for input), and rows between that
scroll. While they scroll, some change in place: a timer, the last line of an answer.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from webmux.agents.transcript.row import Row, Rows, alike

CANDIDATES_MAX = 8
"""Distances that are checked, those with the most equal rows first."""
COPIES_MAX = 4
"""A row that is on the screen more often shows no distance."""
UNIQUE_WEIGHT = 4


class Motion(NamedTuple):
    """The rows from `top` on moved up by `shift` rows; down if it is negative, so that rows enter there.

    `moved` are the places of the rows of the new screen that were on the old one. `shift` 0 means that rows
    only changed in place.
    """

    shift: int
    top: int
    moved: tuple[int, ...]


def motion_of(before: Rows, after: Rows) -> Motion | None:
    """What moved between two screens; None if that cannot be said.

    Cost: about 0.1 ms for a screen of 50 rows.
    """
    for shift, votes in _votes(before, after).most_common(CANDIDATES_MAX):
        found = _checked(before, after, shift) if votes >= UNIQUE_WEIGHT else None
        if found is not None:
            return found
    return None


def fixed(before: Rows, after: Rows, at: int) -> bool:
    """Whether this row is the same on both screens."""
    return at < len(before) and at < len(after) and before[at].plain == after[at].plain


def _votes(before: Rows, after: Rows) -> Counter[int]:
    """For each distance how much says that rows moved by it; rows that stayed say nothing."""
    known = {row.plain for row in before}
    if not any(
        row.informative and row.plain in known and not fixed(before, after, at)
        for at, row in enumerate(after)
    ):
        return Counter()  # as with most captures: a spinner or a timer changed
    places: dict[str, list[int]] = {}
    for at, row in enumerate(before):
        if row.informative:
            places.setdefault(row.plain, []).append(at)
    copies = Counter(row.plain for row in after if row.informative)
    votes: Counter[int] = Counter()
    for at, row in enumerate(after):
        found = places.get(row.plain, ())
        if not 1 <= len(found) <= COPIES_MAX or fixed(before, after, at):
            continue
        for place in found:
            votes[place - at] += UNIQUE_WEIGHT if len(found) == copies[row.plain] == 1 else 1
    return Counter(dict(sorted(votes.items(), key=lambda item: abs(item[0]))))


def _checked(before: Rows, after: Rows, shift: int) -> Motion | None:
    """The motion by this distance, or None if more rows speak against it than for it."""
    reach = range(max(0, -shift), min(len(after), len(before) - shift))
    equal = [at for at in reach if after[at].plain == before[at + shift].plain]
    moved = [at for at in equal if after[at].informative and not fixed(before, after, at)]
    if not moved:
        return None
    first, last = moved[0], moved[-1]
    top = _top(before, after, shift, first) if shift > 0 else _top(after, before, -shift, first + shift)
    region = range(top, max(last, last + shift) + 1)
    stayed = sum(1 for at in region if fixed(before, after, at) and after[at].informative and at not in equal)
    if stayed >= len(moved):
        return None
    if not _begins_there(before, after, top) and not _most_moved(before, after, shift, moved):
        return None
    start = top + max(0, -shift)
    inside = tuple(at for at in equal if at >= start and (at <= last or not fixed(before, after, at)))
    return Motion(shift, top, inside)


def _top(before: Rows, after: Rows, shift: int, first: int) -> int:
    """The first row of the part that moved: `first` has moved, rows above it may have changed since."""
    top = first
    for at in range(first - 1, -1, -1):
        source = at + shift
        moved = 0 <= source < len(before) and after[at].plain == before[source].plain
        if fixed(before, after, at):
            if not moved:
                break
        elif moved or _more_like(after[at], before, source, at):
            top = at
        else:
            break
    return top


def _more_like(row: Row, before: Rows, source: int, at: int) -> bool:
    """Whether a row that changed is more like the one that may have moved here than the one that was here."""
    if not 0 <= source < len(before):
        return False
    here = alike(row.plain, before[at].plain) if at < len(before) else 0
    return alike(row.plain, before[source].plain) > here


def _begins_there(before: Rows, after: Rows, top: int) -> bool:
    """Whether all rows above stayed; a clock there may have changed."""
    return all(_stayed(before, after, at) for at in range(top))


def _stayed(before: Rows, after: Rows, at: int) -> bool:
    if at >= min(len(before), len(after)):
        return False
    one, other = before[at].plain, after[at].plain
    return 2 * alike(one, other) >= max(len(one), len(other))


def _most_moved(before: Rows, after: Rows, shift: int, moved: list[int]) -> bool:
    """Whether at least half of the rows that could have moved by this distance did."""
    could = [
        at
        for at in range(max(0, shift), min(len(before), len(after) + shift))
        if before[at].informative and not fixed(before, after, at)
    ]
    return 2 * len(moved) >= len(could)
