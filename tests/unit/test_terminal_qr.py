"""A code that a phone reads from a terminal."""

from __future__ import annotations

import pytest

from webmux import terminal_qr


def test_a_code_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    terminal_qr.show("https://mux.example.org/login#" + "a" * 64)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 15
    assert len({len(line) for line in lines if "\u2588" in line or "\u2580" in line}) >= 1


def test_a_code_is_dark_on_light_in_any_theme() -> None:
    lines = terminal_qr.drawn("https://mux.example.org").splitlines()
    assert all(line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m") for line in lines)
