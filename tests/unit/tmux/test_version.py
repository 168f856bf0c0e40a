"""tmux's version names, compared by their numbers."""

from __future__ import annotations

import pytest

from webmux.tmux.version import at_least


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
