"""What may be pasted. Answers themselves: tests/integration/test_agent_answers.py."""

from __future__ import annotations

import pytest

from webmux.agents.answers.agent_answers import TEXT_MAX_CHARS, check_text
from webmux.errors import BadField


def test_line_ends_and_tabs_are_text():
    assert check_text("a\r\nb\tc é") == "a\nb\tc é"


@pytest.mark.parametrize(
    "text", ["", "  ", "a\x1b[201~b", "a\x00", "a\x7f", "a\x9b", "x" * (TEXT_MAX_CHARS + 1)]
)
def test_other_control_characters_and_sizes_are_refused(text):
    with pytest.raises(BadField):
        check_text(text)
