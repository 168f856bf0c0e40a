"""Only the doctor of a server can ask, and only that server can answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.auth import self_check
from webmux.store.state_dir import StateDir

KEY, OTHER = self_check.derived(b"a" * 43), self_check.derived(b"b" * 43)


def test_a_question_is_valid_for_a_minute() -> None:
    asked = self_check.question(KEY, now=1000.0)
    assert self_check.is_valid(KEY, asked, now=1059.0)
    assert not self_check.is_valid(KEY, asked, now=1062.0)
    assert not self_check.is_valid(KEY, asked, now=900.0)
    assert not self_check.is_valid(OTHER, asked, now=1000.0)
    assert asked != self_check.question(KEY, now=1000.0)


@pytest.mark.parametrize("value", ["", ".", "1.2.3", "x" * 5000, "1000.ä.b", "1000..", "\x00"])
def test_what_is_no_question(value: str) -> None:
    assert not self_check.is_valid(KEY, value, now=1000.0)


def test_only_the_server_with_the_secret_proves_itself() -> None:
    """A question is not its own answer."""
    asked = self_check.question(KEY)
    assert self_check.proves(KEY, asked, self_check.proof(KEY, asked))
    assert not self_check.proves(KEY, asked, self_check.proof(OTHER, asked))
    assert not self_check.proves(KEY, asked, asked.rpartition(".")[2])
    assert not self_check.proves(KEY, asked, None)
    assert not self_check.proves(KEY, asked, "ä")


def test_the_key_is_that_of_the_server(tmp_path: Path) -> None:
    assert self_check.key_of(tmp_path / "none") is None
    assert self_check.derived(StateDir(tmp_path / "state").secret()) == self_check.key_of(tmp_path / "state")
