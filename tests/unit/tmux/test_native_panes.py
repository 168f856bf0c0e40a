"""Which tmux can have native panes."""

from __future__ import annotations

import pytest

from webmux.tmux.native_panes import why_refused


def never() -> list[str]:
    raise AssertionError("tmux was asked")


@pytest.mark.parametrize("version", ["3.3a", "3.4", "3.7c", "next-3.8", "master"])
def test_newer_versions_are_never_asked(version: str) -> None:
    assert "" == why_refused(version, never)


def test_an_old_tmux_is_refused() -> None:
    assert "update tmux to 3.2a" in why_refused("3.1c", never)


@pytest.mark.parametrize(
    ("values", "refused"), [(["off", "off"], False), (["", "0"], False), (["off", "on"], True), (["1"], True)]
)
def test_3_2_is_refused_while_dead_panes_stay(values: list[str], refused: bool) -> None:
    assert refused == bool(why_refused("3.2a", lambda: values))
