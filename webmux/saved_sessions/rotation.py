"""Which saved sets stay: what "the last ten" must mean, so that the useful ones are among them. Pure.

Ten changes in a minute, or ten starts of an empty tmux, must not drive out the set that its user misses.
"""

from __future__ import annotations

from collections.abc import Sequence

from webmux.saved_sessions.saved_set import SavedSession, SavedSet

SETS_MAX = 10
STEP_S = 15 * 60
"""Within this time a set is replaced by the next one of the same server."""
LIVES_MAX = 5
"""The newest set of each of so many tmux servers stays in any case."""
LARGEST_S = 30 * 24 * 3600
"""The largest set stays for this time in any case."""
_AGE_MIN_S = 60
"""Younger sets count as this old, so that gaps between them can be compared."""


def replaces(latest: SavedSet, now: SavedSet, before: SavedSet | None) -> bool:
    """Whether `now` replaces the latest set of the same server, instead of being one more.

    It does not if it lacks sessions or windows, unless the set `before` that one has them too. So what a
    user ended by mistake is still there, and a server that ends slowly spoils nothing.
    """
    if latest.epoch != now.epoch or now.saved_at - latest.begun_at >= STEP_S:
        return False
    lost = _windows(latest) - _windows(now)
    return not lost or (before is not None and before.epoch == now.epoch and lost <= _windows(before))


def surplus(sets: Sequence[SavedSet], now: int) -> list[SavedSet]:
    """The sets to delete, so that at most `SETS_MAX` stay.

    These stay: the newest of each of the last `LIVES_MAX` servers, and of all others the one with the most
    windows that nobody ended, dismissed or restored. Of the rest, a set is deleted first if its neighbours
    have nearly the same age. So old sets are further apart than new ones.
    """
    left = sorted(sets, key=lambda one: one.saved_at, reverse=True)
    dropped = []
    while len(left) > SETS_MAX:
        safe = _protected(left, now)
        gaps = {at: _gap(left, at, now) for at in range(len(left)) if left[at] not in safe}
        dropped.append(left.pop(min(gaps, key=lambda at: (gaps[at], -at))))
    return dropped


def _protected(newest_first: Sequence[SavedSet], now: int) -> list[SavedSet]:
    lives = {one.epoch: one for one in reversed(newest_first)}
    newest = sorted(lives.values(), key=lambda one: one.saved_at, reverse=True)[:LIVES_MAX]
    known = {id(one) for one in newest}
    recent = [one for one in newest_first if id(one) not in known and now - one.saved_at <= LARGEST_S]
    return [*newest, *sorted(recent, key=lambda one: (-_missed(one), -one.windows))[:1]]


def _missed(saved: SavedSet) -> int:
    """How many windows may still be wanted."""
    return sum(len(session.windows) for session in saved.sessions if session.id not in saved.settled)


def _gap(newest_first: Sequence[SavedSet], at: int, now: int) -> float:
    """How much of the time up to now would be without a set if this one went."""
    newer = newest_first[at - 1].saved_at if at else now
    older = newest_first[at + 1].saved_at if at + 1 < len(newest_first) else newest_first[at].saved_at
    return (newer - older) / max(now - newest_first[at].saved_at, _AGE_MIN_S)


def _windows(saved: SavedSet) -> set[tuple[str, int]]:
    """The windows of each session, by the pane that came first."""
    return {(session.id, number) for session in saved.sessions for number in _numbers(session)}


def _numbers(session: SavedSession) -> list[int]:
    firsts = (
        min((pane.number for pane in window.panes if pane.number is not None), default=-1)
        for window in session.windows
    )
    return list(firsts)
