"""Messages name the command of the system's own package manager."""

from __future__ import annotations

import pytest

from webmux.system_packages import as_root, install_command


def having(*programs: str):
    return lambda name: f"/usr/bin/{name}" if name in programs else None


@pytest.mark.parametrize(
    ("programs", "uid", "expected"),
    [
        (["apt-get"], 0, "apt-get install tmux"),
        (["apt-get", "sudo"], 1000, "sudo apt-get install tmux"),
        (["apk", "doas"], 1000, "doas apk add tmux"),
        (["dnf", "yum"], 1000, "sudo dnf install tmux"),
        (["pacman"], 0, "pacman -S tmux"),
        (["brew", "apt-get"], 1000, "brew install tmux"),
        ([], 0, None),
    ],
)
def test_the_command_for_each_system(programs: list[str], uid: int, expected: str | None) -> None:
    assert expected == install_command("tmux", uid, having(*programs))


def test_sudo_is_preferred() -> None:
    assert "sudo x" == as_root("x", 1000, having("sudo", "doas"))
