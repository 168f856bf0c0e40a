"""Command lines that start tmux outside of the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.tmux import scope


@pytest.fixture
def in_service(tmp_path: Path) -> dict[str, str]:
    """The environment of a service, with a `systemd-run`."""
    program = tmp_path / "systemd-run"
    program.touch(mode=0o755)
    return {"PATH": str(tmp_path), "INVOCATION_ID": "0123"}


def test_only_a_service_of_systemd_uses_a_scope(in_service: dict[str, str]) -> None:
    assert f"{in_service['PATH']}/systemd-run" == scope.scope_prefix(in_service)[0]
    assert [] == scope.scope_prefix({"PATH": in_service["PATH"]})
    assert [] == scope.scope_prefix({"PATH": "/nowhere", "INVOCATION_ID": "0123"})


def test_each_scope_has_a_name_of_its_own(in_service: dict[str, str]) -> None:
    assert scope.scope_prefix(in_service) != scope.scope_prefix(in_service)


def test_only_commands_that_start_a_server_may_start_one() -> None:
    assert scope.starts_server([("list-keys",), ("new-session", "-d")])
    assert not scope.starts_server([("attach-session", "-t", "$1"), ("list-sessions",)])


@pytest.mark.parametrize(
    ("status", "complaint", "refused"),
    [
        (0, b"", False),
        (1, b"Failed to connect to bus: No medium found\n", True),
        (1, b"Job for webmux-tmux-1.scope failed.\n", True),
        (1, b"", True),
        (1, b"duplicate session: a\n", False),
        (0, b"Failed to ", False),
    ],
)
def test_a_failure_of_systemd_is_distinguished_from_one_of_tmux(
    status: int, complaint: bytes, *, refused: bool
) -> None:
    assert refused == scope.was_refused(status, complaint)
