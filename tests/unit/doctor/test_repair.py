"""Commands fit the system: its package manager, its user, how WebMux was installed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from webmux.doctor import repair


def test_a_system_without_a_package_manager() -> None:
    """The command can be run as it is, and changes nothing. Others: tests/unit/test_system_packages.py."""
    assert "sudo apt-get install tmux" == repair.install("tmux", 1000, lambda name: name == "apt-get" or None)
    command = repair.install("tmux", 0, lambda name: None)
    assert "command -v tmux || echo 'install tmux with the tools of your system'" == command


def test_words_are_quoted() -> None:
    assert ["rm", "a b'c;d"] == shlex.split(repair.quoted("rm", "a b'c;d"))


@pytest.mark.parametrize("path", ["a\x1b[2J\n'\\b", "caf\u00e9\u202e", "\udcff"])
def test_a_command_is_one_printable_line(path: str) -> None:
    """Whatever a path contains, and the shell gets it unchanged."""
    command = repair.quoted("printf", "%s", path)
    assert command.isprintable()
    assert os.fsencode(path) == subprocess.check_output(["bash", "-c", command])


@pytest.mark.parametrize(
    ("prefix", "update", "again"),
    [
        ("/home/ada/.local/share/pipx/venvs/webmux", "pipx upgrade webmux", "pipx reinstall webmux"),
        (
            "/home/ada/.local/share/uv/tools/webmux",
            "uv tool upgrade webmux",
            "uv tool install --reinstall webmux",
        ),
        ("/opt/venv", "-m pip install --upgrade webmux", "--force-reinstall webmux"),
    ],
)
def test_an_installation_is_updated_by_its_tool(
    prefix: str, update: str, again: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(repair, "checkout", lambda: None)
    assert "webmux" == repair.program()
    assert repair.update().endswith(update)
    assert repair.reinstall().endswith(again)


def test_a_checkout_is_called_by_its_path(tmp_path: Path) -> None:
    """From any folder."""
    done = subprocess.run(
        f"{repair.program()} version", shell=True, cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.startswith(b"webmux ")
    assert "make setup" in repair.update()
