"""Push services that cannot be reached are a warning; a clock that is wrong may be an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webmux.doctor.finding import Level
from webmux.doctor.network_check import Network, judge

GOOD = Network(True, ("a", "b"), {}, 0.4, True, has_timedatectl=True)
OFFLINE = replace(GOOD, reached=(), failed={"a": "timed out", "b": "timed out"}, skew_s=None)


def levels(facts: Network) -> list[Level]:
    return [one.level for one in judge(facts, 0)]


def test_all_is_well() -> None:
    assert [Level.OK, Level.OK] == levels(GOOD)
    assert [Level.OK, Level.OK] == levels(replace(GOOD, enabled=False, reached=(), skew_s=None))


def test_without_internet_there_is_one_warning() -> None:
    found = judge(OFFLINE, 0)
    assert ["push", "clock"] == [one.id for one in found]
    assert [Level.WARNING, Level.OK] == [one.level for one in found]
    assert "that is normal" in found[0].cause


def test_one_service_is_named() -> None:
    found = judge(replace(GOOD, failed={"b": "no address"}), 0)
    assert "The push service b cannot be reached (no address)" in found[0].cause


@pytest.mark.parametrize(
    ("skew_s", "level"), [(30, Level.OK), (-59, Level.OK), (61, Level.WARNING), (-600, Level.ERROR)]
)
def test_the_clock(skew_s: float, level: Level) -> None:
    found = judge(replace(GOOD, skew_s=skew_s, synchronised=False), 0)[1]
    assert level is found.level
    assert ("slow" in found.cause) is (level is Level.ERROR)


def test_a_clock_that_nothing_sets() -> None:
    """It matters only if nothing else says what the time is."""
    found = judge(replace(OFFLINE, synchronised=False), 0)[1]
    assert (Level.WARNING, "timedatectl set-ntp true") == (found.level, found.fix)
    assert "chrony" in judge(replace(OFFLINE, synchronised=False, has_timedatectl=False), 0)[1].fix
    assert Level.OK is judge(replace(OFFLINE, synchronised=None), 0)[1].level
