"""Tabs that tmux 3.6 and later have in captures."""

from __future__ import annotations

import pytest

from webmux.mirror.rows import standing_alone_all
from webmux.mirror.tabs import expand_tabs


@pytest.mark.parametrize(
    ("line", "expanded"),
    [
        ("plain", "plain"),
        ("a\tb\tc", "a       b       c"),
        ("\x1b[44mq\t\x1b[49mz", "\x1b[44mq       \x1b[49mz"),
        ("日本\tx", "日本    x"),
        ("e\u0301\tx", "e\u0301       x"),
        ("1234567\tx", "1234567 x"),
        ("\t" * 3 + "x", " " * 18 + "x"),  # the last column is where tabs end
        ("x" * 19 + "a\tb", "x" * 19 + "a       b"),  # the second row of a joined line
    ],
)
def test_a_tab_is_blanks_to_the_next_stop(line: str, expanded: str) -> None:
    assert expanded == expand_tabs(line.encode(), 19 if line.startswith(("\t", "x")) else 80).decode()


def test_rows_of_a_screen_have_no_tabs() -> None:
    assert [b"a       b", b""] == standing_alone_all([b"a\tb", b"\t\t"], 80)
