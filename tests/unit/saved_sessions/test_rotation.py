"""Which sets stay when tmux changes all the time, restarts, or ends."""

from __future__ import annotations

import random
from dataclasses import replace

from webmux.saved_sessions.rotation import LIVES_MAX, SETS_MAX, STEP_S, replaces, surplus
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedSet, SavedWindow

NOW = 1_764_400_000


def saved(at: int, *windows: int, life: int = 1, begun: int | None = None) -> SavedSet:
    """A set with as many sessions as numbers, and as many windows in each; the panes have unique numbers."""
    sessions = tuple(
        SavedSession(
            f"s{place}",
            tuple(SavedWindow(panes=(SavedPane(number=place * 100 + at),)) for at in range(count)),
            id=f"${place}",
        )
        for place, count in enumerate(windows)
        if count
    )
    return SavedSet(at, f"{life}-1700000000", sessions, begun_at=at if begun is None else begun)


def test_changes_within_a_quarter_of_an_hour_are_one_set() -> None:
    latest = saved(NOW, 2, 1)
    assert replaces(latest, saved(NOW + 60, 3, 1), None)
    assert not replaces(latest, saved(NOW + STEP_S, 3, 1), None)
    assert not replaces(latest, saved(NOW + 60, 3, 1, life=2), None)


def test_what_is_lost_stays_in_the_set_before() -> None:
    full, less, least = saved(NOW, 3, 2), saved(NOW + 10, 3, 0), saved(NOW + 20, 1, 0)
    assert not replaces(full, less, None)
    assert replaces(less, least, full), "the full set has that as well"
    assert not replaces(less, least, saved(NOW - 9, 1, 0))
    assert not replaces(less, least, saved(NOW, 3, 2, life=7)), "window numbers of another server"


def _after(sets: list[SavedSet], now: int) -> list[SavedSet]:
    dropped = surplus(sets, now)
    return [one for one in sets if all(one is not other for other in dropped)]


def _save(sets: list[SavedSet], one: SavedSet) -> list[SavedSet]:
    """As `SavedSets.save` does."""
    own = sorted((s for s in sets if s.epoch == one.epoch), key=lambda s: -s.saved_at)
    if own and replaces(own[0], one, own[1] if len(own) > 1 else None):
        sets = [s for s in sets if s is not own[0]]
        one = SavedSet(one.saved_at, one.epoch, one.sessions, begun_at=own[0].begun_at)
    return _after([*sets, one], one.saved_at)


def test_ten_saves_within_a_minute_are_one_set() -> None:
    sets = [saved(NOW - 86_400 * day, day, life=day) for day in range(1, 6)]
    for second in range(0, 60, 6):
        sets = _save(sets, saved(NOW + second, 5, 1 + second, life=9))
    assert len(sets) == 6


def test_ending_sessions_one_by_one_keeps_the_full_set() -> None:
    sets = [saved(NOW, *([2] * 12))]
    for ended in range(1, 12):
        sets = _save(sets, saved(NOW + 3 * ended, *([2] * (12 - ended))))
    assert sorted(len(one.sessions) for one in sets) == [1, 12]


def test_restarts_of_a_small_server_do_not_drive_out_the_large_set() -> None:
    large = saved(NOW, *([3] * 12))
    sets = [large]
    for life in range(2, 40):
        sets = _save(sets, saved(NOW + life * 600, 1, life=life))
    assert len(sets) == SETS_MAX
    assert large in sets


def test_the_last_servers_each_keep_their_newest_set() -> None:
    sets: list[SavedSet] = []
    for life in range(1, 8):
        for step in range(20):
            sets = _save(sets, saved(NOW + life * 100_000 + step * STEP_S, 1, step + 1, life=life))
    newest = [
        max(
            (one for one in sets if one.epoch == f"{life}-1700000000"), default=None, key=lambda s: s.saved_at
        )
        for life in range(7, 7 - LIVES_MAX, -1)
    ]
    assert all(one is not None and len(one.sessions[1].windows) == 20 for one in newest)
    assert len(sets) == SETS_MAX


def test_any_history_leaves_ten_and_always_the_newest() -> None:
    chance = random.Random(15)
    for _ in range(50):
        sets: list[SavedSet] = []
        now, life = NOW, 1
        for _ in range(60):
            now += chance.choice((3, 60, 1000, 40_000))
            life += chance.random() < 0.2
            one = saved(now, *(chance.randint(0, 4) for _ in range(4)), life=life)
            sets = _save(sets, one)
            assert len(sets) <= SETS_MAX
            assert any(now == other.saved_at and other.sessions == one.sessions for other in sets)


def test_a_set_that_was_restored_does_not_drive_out_one_that_was_not() -> None:
    restored = replace(saved(NOW - 7200, 60, life=1), settled=("$0",))
    around = [saved(NOW - 3600 + at, 1, life=40 + at) for at in range(20)]
    servers = [saved(NOW - at, 70, life=20 + at) for at in range(LIVES_MAX)]
    for at in range(20):
        missed = saved(NOW - 3600 + at, 12, life=2)
        assert missed in _after([restored, missed, *around, *servers], NOW)
