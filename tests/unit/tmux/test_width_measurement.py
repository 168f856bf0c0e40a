"""Widths are measured once for each tmux and its options, and cached in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webmux.tmux import width_measurement as measuring
from webmux.tmux.character_widths import Widths, assumed
from webmux.tmux.probe import ProbeFailed
from webmux.tmux.width_measurement import WidthCache

FOUND = Widths("3.6", True, "lc.34", "2s5w")


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The measurements so far; each returns `FOUND`."""
    calls: list[tuple[Any, ...]] = []

    def measure(*about: Any) -> Widths:
        calls.append(about)
        return FOUND

    monkeypatch.setattr(measuring, "measure_widths", measure)
    return calls


def answering(*values: bytes) -> Callable[[Any], Any]:
    return lambda groups: list(values)


def test_a_binary_is_measured_once(tmp_path: Path, measures: list[Any]) -> None:
    """Another process of ours reads the file."""
    for _ in range(2):
        widths = WidthCache(lambda: "/bin/sh", answering(b"3.6b\n", b"", b"on\n"), tmp_path)
        assert FOUND == widths.widths("3.6b") == widths.widths("3.6b")
    assert [("/bin/sh", "3.6b", (("variation-selector-always-wide", "on"),))] == measures


def test_other_options_or_versions_are_measured_again(tmp_path: Path, measures: list[Any]) -> None:
    """The server's version is not that of the binary that `-V` was asked of."""
    answers = [b"3.6b\n", b"U+1F600=1\nU+E000=2\n", b""]
    widths = WidthCache(lambda: "/bin/sh", lambda groups: answers, tmp_path)  # type: ignore[arg-type, return-value]
    widths.widths("3.3a")
    answers[1] = b""
    widths.widths("3.3a")
    assert [
        ("/bin/sh", "3.6b", (("codepoint-widths[0]", "U+1F600=1"), ("codepoint-widths[1]", "U+E000=2"))),
        ("/bin/sh", "3.6b", ()),
    ] == measures


@pytest.mark.parametrize("error", [ProbeFailed("no"), OSError("no temporary folder")])
def test_widths_that_cannot_be_measured_are_assumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """They are not cached: a later measurement may succeed."""

    def fail(*about: Any) -> Widths:
        raise error

    monkeypatch.setattr(measuring, "measure_widths", fail)
    assert assumed("3.4") == WidthCache(lambda: "/bin/sh", answering(b"3.4\n", b"", b""), tmp_path).widths(
        "3.4"
    )
    assert [] == list(tmp_path.iterdir())


def test_a_damaged_file_is_measured_again(tmp_path: Path, measures: list[Any]) -> None:
    run = answering(b"3.6b\n", b"", b"")
    WidthCache(lambda: "/bin/sh", run, tmp_path).widths("3.6b")
    [stored] = tmp_path.iterdir()
    stored.write_text("{")
    assert FOUND == WidthCache(lambda: "/bin/sh", run, tmp_path).widths("3.6b")
    assert 2 == len(measures)
