"""Commands fit the system: its package manager, its user, how WebMux was installed."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from webmux.doctor import repair

USER, ROOT_USER = 1000, 0


def only(*names: str) -> repair.Which:
    """A system that has these programs."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("programs", "uid", "command"),
    [
        (("apt-get", "sudo"), USER, "sudo apt-get install -y tmux"),
        (("apt-get", "doas"), USER, "doas apt-get install -y tmux"),
        (("apt-get",), USER, "sudo apt-get install -y tmux"),
        (("apt-get", "sudo"), ROOT_USER, "apt-get install -y tmux"),
        (("dnf", "yum", "sudo"), USER, "sudo dnf install -y tmux"),
        (("pacman", "sudo"), USER, "sudo pacman -S --needed tmux"),
        (("apk",), ROOT_USER, "apk add tmux"),
        (("zypper",), ROOT_USER, "zypper install -y tmux"),
        (("brew", "sudo"), USER, "brew install tmux"),
        ((), USER, "command -v tmux || echo 'install tmux with the tools of your system'"),
    ],
)
def test_the_package_manager_of_the_system(programs: tuple[str, ...], uid: int, command: str) -> None:
    assert command == repair.install("tmux", uid, only(*programs))


def test_words_are_quoted() -> None:
    assert ["rm", "a b'c;d"] == shlex.split(repair.quoted("rm", "a b'c;d"))


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
