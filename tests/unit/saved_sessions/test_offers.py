"""Commands are shown and typed without anything that a terminal or a shell would obey."""

from __future__ import annotations

import pytest

from webmux.saved_sessions.offers import COMMAND_MAX_CHARS, clean_command


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("vim 'my notes.txt'", "vim 'my notes.txt'"),
        ("echo a\r\nrm -rf /\x1b[201~\x03", "echo arm -rf /[201~"),
        ("echo \u202egnp.exe \u2028x\ud800", "echo gnp.exe x"),
        ("  ls  ", "ls"),
        ("\n\t", ""),
        ("x" * COMMAND_MAX_CHARS, "x" * COMMAND_MAX_CHARS),
        ("x" * (COMMAND_MAX_CHARS + 1), ""),
    ],
)
def test_control_characters_are_removed(text: str, clean: str) -> None:
    assert clean_command(text) == clean
