"""Who a command runs as."""

from __future__ import annotations

import getpass
import os

import pytest

from webmux.commands.stores import shell_user


def test_the_audit_trail_names_the_user_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    assert shell_user() == "shell:ada"


@pytest.mark.parametrize("error", [KeyError("uid not found"), OSError("no username")])
def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", fail)
    assert shell_user() == f"shell:{os.getuid()}"
