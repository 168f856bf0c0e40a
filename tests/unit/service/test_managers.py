"""The commands for each service manager."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.service.managers import launchd, systemd, unit_folder


def test_the_services_of_a_user_are_managed_without_root() -> None:
    manager = systemd(Path("/home/ada/units"), system=False)
    commands = (*manager.start, *manager.stop, *manager.forget, manager.status)
    assert all(command[:2] == ("systemctl", "--user") for command in commands)
    assert ("journalctl", "--user-unit", "webmux.service", "-n", "5", "-f") == manager.logs(5, follow=True)


def test_the_service_of_the_machine_is_managed_as_root() -> None:
    manager = systemd(Path("/etc/systemd/system"), system=True)
    assert not any("--user" in command for command in (*manager.start, manager.status))
    assert "--no-pager" in manager.logs(5, follow=False)
    assert "--unit" in manager.logs(5, follow=False)


def test_launchd_runs_an_agent_of_the_user() -> None:
    manager = launchd(Path("/Users/ada"), 501)
    assert (("launchctl", "bootstrap", "gui/501", str(manager.file)),) == manager.start
    assert manager.file.parent == Path("/Users/ada/Library/LaunchAgents")
    assert ("tail", "-n", "7", "-F", str(manager.log_file)) == manager.logs(7, follow=True)


@pytest.mark.parametrize(
    ("config_home", "folder"), [("", "/home/ada/.config"), ("/x", "/x"), ("relative", "/home/ada/.config")]
)
def test_unit_files_of_a_user_are_in_the_folder_for_configuration(config_home: str, folder: str) -> None:
    assert Path(folder, "systemd/user") == unit_folder(Path("/home/ada"), config_home, system=False)
