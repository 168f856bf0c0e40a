"""tmux's version names, compared by their numbers."""

from __future__ import annotations

import pytest

from webmux.tmux.version import at_least, traits, understands


@pytest.mark.parametrize(
    ("version", "is_newer"),
    [
        ("3.3a", False),
        ("3.5a", False),
        ("3.6", True),
        ("3.6b", True),
        ("next-3.7", True),
        ("3.10", True),
        ("master", True),
    ],
)
def test_a_version_is_at_least_another(version: str, is_newer: bool) -> None:
    assert is_newer == at_least(version, 3, 6)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("3.2a", "3.5a", True), ("3.6", "3.7c", True), ("3.5a", "3.6b", False), ("master", "3.3a", False)],
)
def test_versions_on_both_sides_of_3_6_do_not_understand_each_other(
    one: str, other: str, expected: bool
) -> None:
    assert (expected, expected) == (understands(one, other), understands(other, one))


@pytest.mark.parametrize(
    ("version", "crashes"), [("3.2a", True), ("3.4", True), ("3.7c", True), ("master", False)]
)
def test_every_release_needs_care_before_a_respawn(version, crashes):
    assert crashes == traits(version).crashes_on_respawn
