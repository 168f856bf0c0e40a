"""What each version of tmux lacks for native panes."""

from __future__ import annotations

import pytest

from webmux.panes.tmux_limits import limits_of


@pytest.mark.parametrize(
    ("version", "limits"),
    [
        ("3.2a", ["respawn", "dead-panes", "keys", "cleared-colours"]),
        ("3.3a", ["respawn", "keys", "cleared-colours"]),
        ("3.4", ["respawn", "keys", "black"]),
        ("3.5a", ["respawn"]),
        ("3.7c", ["respawn"]),
        ("next-3.8", []),
    ],
)
def test_versions_lack_this(version: str, limits: list[str]) -> None:
    assert limits == limits_of(version)
