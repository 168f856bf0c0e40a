"""Which tmux can have native panes."""

from __future__ import annotations

import pytest

from webmux.tmux.native_panes import why_refused


def never() -> list[str]:
    raise AssertionError("tmux was asked")


@pytest.mark.parametrize("version", ["next-3.8", "master"])
def test_newer_versions_are_never_asked(version: str) -> None:
    assert "" == why_refused(version, never)


def test_an_old_tmux_is_refused() -> None:
    assert "update tmux to 3.2a" in why_refused("3.1c", never)


@pytest.mark.parametrize(
    ("values", "refused"),
    [(["0 off", "1 off"], False), (["0 ", "0 0"], False), (["0 off", "0 on"], True), (["0 1"], True)],
)
def test_3_2_is_refused_while_dead_panes_stay(values: list[str], refused: bool) -> None:
    assert refused == bool(why_refused("3.2a", lambda: values))


@pytest.mark.parametrize(
    ("values", "refused"), [(["0 on", "1 off"], False), (["0 off", "1 on"], True), (["1 failed"], True)]
)
@pytest.mark.parametrize("version", ["3.3a", "3.7c"])
def test_a_hook_that_starts_dead_panes_again_is_refused(
    version: str, values: list[str], refused: bool
) -> None:
    assert refused == ("pane-died" in why_refused(version, lambda: values))
