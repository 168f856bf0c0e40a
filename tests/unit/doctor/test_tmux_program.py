"""What the versions of tmux and its server mean together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webmux.doctor.finding import Finding, Level
from webmux.doctor.tmux_program import Program, judge

ALONE = Program("tmux", "/usr/bin/tmux", "3.3a", "/tmp/s", None)
SERVED = replace(ALONE, server=7, server_version="3.3a", server_program="/usr/bin/tmux")
SILENT = replace(SERVED, server_version="", complaint="server exited unexpectedly")


def only(facts: Program) -> Finding:
    [found] = judge(facts, 0)
    return found


@pytest.mark.parametrize(
    "version", ["3.2", "3.2a", "3.7c", "next-3.6", "3.4-rc2", "master", "openbsd-7.5", "4.0"]
)
def test_versions_that_work(version: str) -> None:
    assert Level.OK is only(replace(ALONE, version=version)).level


@pytest.mark.parametrize("version", ["3.1c", "2.9a", "1.8", "openbsd-2.0"])
def test_versions_that_are_too_old(version: str) -> None:
    assert "tmux-too-old" == only(replace(ALONE, version=version)).id


@pytest.mark.parametrize("version", ["", "oops", "tmux 3.3a extra", "3"])
def test_what_is_not_a_version(version: str) -> None:
    assert "tmux-broken" == only(replace(ALONE, version=version)).id


def test_a_missing_command_that_was_chosen_is_named() -> None:
    found = only(replace(ALONE, command="/opt/my tmux", path=None))
    assert ("tmux-missing", "ls -l '/opt/my tmux'") == (found.id, found.fix)


def test_a_server_of_another_version_that_answers_is_a_warning() -> None:
    """After an update on disk. The fix reaches the sessions and ends none."""
    found = only(replace(SERVED, server_version="3.2a", server_program="/usr/bin/tmux (deleted)"))
    assert (Level.WARNING, "tmux-differs") == (found.level, found.id)
    assert found.fix.endswith("-S /tmp/s attach")
    refused = only(replace(SERVED, server_version="3.2a", refuses="lost server"))
    assert "tmux cannot reach your sessions. WebMux can." in refused.cause


def test_a_server_that_refuses_us() -> None:
    found = only(replace(SILENT, command="/opt/tmux", path="/opt/tmux", server_program="/usr/bin/tmux"))
    assert "tmux-mismatch" == found.id
    assert found.fix.endswith("--tmux-command /usr/bin/tmux")
    assert "tmux-mismatch" == only(replace(SILENT, server_program="")).id


@pytest.mark.parametrize(
    ("complaint", "name"),
    [
        ("protocol version mismatch (client 8, server 7)", "tmux-mismatch"),
        ("server version is too old for client", "tmux-mismatch"),
        ("lost server", "tmux-mismatch"),
        ("access not allowed", "tmux-refused"),
    ],
)
def test_what_tmux_says_of_a_refusal(complaint: str, name: str) -> None:
    found = only(replace(SILENT, complaint=complaint))
    assert name == found.id
    assert complaint in found.cause


def test_a_server_that_hangs_or_was_stopped() -> None:
    assert "tmux-hangs" == only(replace(SILENT, timed_out=True)).id
    assert "kill -CONT 7" == only(replace(SILENT, timed_out=True, server_stopped=True)).fix
