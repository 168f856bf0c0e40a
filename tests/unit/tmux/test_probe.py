"""The hidden tmux server: it answers, and nothing of it stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import eventually
from tests.tmux import tmux_is
from webmux.tmux.probe import ProbeFailed, hidden_server, libc_knows, measure_widths


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def test_a_hidden_server_expands_formats_and_ends() -> None:
    with hidden_server("tmux", 10) as probe:
        assert "2\n" == probe.expand("#{w:#{l:漢}}")
        pid = int(probe.expand("#{pid}"))
        with pytest.raises(ProbeFailed):
            probe.run("no-such-command")
    eventually(lambda: gone(pid))


def test_a_missing_binary_is_an_error() -> None:
    with pytest.raises(ProbeFailed), hidden_server("/nonexistent/tmux", 10):
        raise AssertionError("it started")


def test_a_program_that_is_not_tmux_is_an_error() -> None:
    with pytest.raises(ProbeFailed), hidden_server("/bin/true", 10):
        raise AssertionError("it started")


def test_libc_knows_assigned_characters() -> None:
    knows = libc_knows()
    assert [True, True, False] == [knows(0x4E2D), knows(0x301), knows(0x378)]


def test_a_binary_is_not_measured_for_a_server_of_other_rules() -> None:
    """tmux 3.3 does not return from some of the questions that are for newer versions."""
    with pytest.raises(ProbeFailed, match=r"is tmux \w+\.\w+"):
        measure_widths("tmux", "3.2" if tmux_is(3, 3) else "3.7")
