"""What a process can know about its service."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from webmux.logs import is_journal
from webmux.service.environment import (
    LAUNCHD_LABEL,
    in_service,
    is_recorded,
    manager_variables,
)


def test_a_service_of_systemd_or_launchd_is_recognized() -> None:
    assert in_service({"INVOCATION_ID": "0123"})
    assert in_service({"XPC_SERVICE_NAME": LAUNCHD_LABEL})
    assert not in_service({"INVOCATION_ID": ""})
    assert not in_service({"XPC_SERVICE_NAME": "application.com.apple.Terminal"})


def test_only_the_stream_that_is_named_is_the_journal(tmp_path: Path) -> None:
    with (tmp_path / "journal").open("w") as journal, (tmp_path / "file").open("w") as redirected:
        found = os.fstat(journal.fileno())
        environment = {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"}
        assert is_journal(journal.fileno(), environment)
        assert is_recorded(journal.fileno(), environment)
        assert not is_journal(redirected.fileno(), environment)
        assert not is_journal(journal.fileno(), {})
        assert not is_journal(9999, environment)
        assert is_recorded(redirected.fileno(), {"XPC_SERVICE_NAME": LAUNCHD_LABEL})


def test_the_folder_of_the_user_is_found_without_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.isdir", lambda path: path == "/run/user/1000")
    assert {"XDG_RUNTIME_DIR": "/run/user/1000"} == manager_variables({}, 1000)
    assert {} == manager_variables({}, 1001)
    assert {} == manager_variables({"XDG_RUNTIME_DIR": "/elsewhere"}, 1000)
