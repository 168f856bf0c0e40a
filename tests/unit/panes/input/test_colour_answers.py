"""Who answers a program that asks for colours: tmux, or we, and never both."""

from __future__ import annotations

import pytest

from webmux.panes.input.colour_answers import Themes, tmux_answers
from webmux.panes.input.colour_queries import BACKGROUND, Theme

BLACK, WHITE = Theme((255, 255, 255), (0, 0, 0)), Theme((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    ("version", "colour", "styled", "terminal", "answers"),
    [
        ("3.3a", BACKGROUND, False, True, False),
        ("3.3a", BACKGROUND, True, False, True),
        ("3.4", BACKGROUND, False, True, True),
        ("3.4", BACKGROUND, False, False, True),
        ("3.5a", 3, True, True, False),
        ("3.6b", 3, False, True, True),
        ("3.7c", 3, False, False, False),
    ],
)
def test_tmux_answers(version: str, colour: int, styled: bool, terminal: bool, answers: bool) -> None:
    assert answers == tmux_answers(version, colour, styled=styled, terminal=terminal)


def test_the_owner_of_the_size_decides_the_theme() -> None:
    themes = Themes()
    assert themes.current("owner") is None
    themes.set("owner", BLACK)
    themes.set("other", WHITE)
    assert BLACK == themes.current("owner")
    assert WHITE == themes.current(None)
    themes.leave("owner")
    themes.leave("other")
    assert WHITE == themes.current("owner")
