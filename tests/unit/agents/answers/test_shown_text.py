"""Whether a pasted text is on the screen, wrapped or not."""

from __future__ import annotations

from webmux.agents.answers.shown_text import count_shown


def test_a_wrapped_text_is_found():
    screen = ["│ > please write the test  │", "│   first                  │"]
    assert count_shown("please write the test first", screen) == 1
    assert count_shown("please write the test last", screen) == 0


def test_a_placeholder_counts_as_the_text():
    assert count_shown("a\n" * 30, ["> [Pasted text #1 +29 lines]"]) == 1


def test_what_was_there_before_is_counted_too():
    assert count_shown("no", ["yes or no", "> no"]) == 2
