"""Installing and removing, with commands that are only recorded."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from webmux.errors import ServiceRefused
from webmux.service import install
from webmux.service.managers import Manager, launchd, systemd
from webmux.service.units import WRITTEN, Service

SERVICE = Service(("/bin/webmux", "serve"), {"PATH": "/bin"})


class Commands:
    """Records commands; each gives the exit code of its first matching word, or 0."""

    def __init__(self, **codes: int) -> None:
        self.codes = codes
        self.ran: list[str] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.ran.append(" ".join(command))
        return next((self.codes[word] for word in command if word in self.codes), 0)


@pytest.fixture
def manager(tmp_path: Path) -> Manager:
    return systemd(tmp_path / "systemd" / "user", system=False)


def test_the_file_is_written_before_systemd_reads_it(manager: Manager) -> None:
    commands = Commands()
    install.install(manager, SERVICE, commands)
    assert manager.text(SERVICE) == manager.file.read_text()
    assert 0o644 == manager.file.stat().st_mode & 0o777
    assert [manager.file] == list(manager.file.parent.iterdir())
    assert [
        f"systemctl --user {words}"
        for words in ("daemon-reload", "enable webmux.service", "restart webmux.service")
    ] == commands.ran
    install.install(manager, Service(("/bin/other",)), Commands())
    assert "/bin/other" in manager.file.read_text()
    commands = Commands(disable=1)  # it was not loaded: remove it nevertheless
    install.uninstall(manager, commands)
    assert not manager.file.exists()
    assert "systemctl --user daemon-reload" == commands.ran[-1]


def test_a_service_that_does_not_start_is_reported_with_the_next_step(manager: Manager) -> None:
    with pytest.raises(ServiceRefused, match=r"restart webmux[.]service failed: see webmux service logs"):
        install.install(manager, SERVICE, Commands(restart=1))


def test_a_unit_that_somebody_wrote_by_hand_stays(manager: Manager) -> None:
    manager.file.parent.mkdir(parents=True)
    manager.file.write_text("[Service]\nExecStart=/mine\n")
    for act in (lambda: install.install(manager, SERVICE), lambda: install.uninstall(manager)):
        with pytest.raises(ServiceRefused, match="was not written by"):
            act()
    assert "/mine" in manager.file.read_text()


def test_a_folder_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(ServiceRefused, match="cannot be written"):
        install.install(systemd(Path("/proc/units"), system=False), SERVICE, Commands())


def test_a_machine_without_systemd_gets_a_line_for_cron(tmp_path: Path) -> None:
    with pytest.raises(ServiceRefused, match="@reboot '/a b/webmux' serve"):
        install.check_manager(system=False, command=["/a b/webmux", "serve"], run_dir=tmp_path)


def test_a_shell_of_su_has_no_manager_of_its_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "systemd" / "system").mkdir(parents=True)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with pytest.raises(ServiceRefused, match="log in by ssh"):
        install.check_manager(system=False, command=["webmux"], run_dir=tmp_path)
    (tmp_path / "user" / str(os.getuid()) / "systemd").mkdir(parents=True)
    install.check_manager(system=False, command=["webmux"], run_dir=tmp_path)


def test_only_root_installs_a_service_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "systemd" / "system").mkdir(parents=True)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(ServiceRefused, match="sudo"):
        install.check_manager(system=True, command=["webmux"], run_dir=tmp_path)


def test_the_service_gets_what_tmux_needs_of_the_environment() -> None:
    environment = {"PATH": "/opt/bin", "LC_CTYPE": "de_DE.UTF-8", "TMUX_TMPDIR": "/run/t", "SECRET": "x"}
    own = install.service_of(["webmux"], "", environment)
    assert {"PATH": "/opt/bin", "LC_CTYPE": "de_DE.UTF-8", "TMUX_TMPDIR": "/run/t"} == own.environment
    other = install.service_of(["webmux"], "root", {"PATH": "/bin", "TMUX_TMPDIR": "/run/t"})
    assert {"PATH": "/bin", "LANG": "C.UTF-8"} == other.environment
    with pytest.raises(ServiceRefused, match="there is no user"):
        install.service_of(["webmux"], "no-such-user", environment)
    with pytest.raises(ServiceRefused, match="control characters"):
        install.service_of(["webmux", "--config", "a\nExecStartPre=/bad"], "", environment)


def test_the_service_of_the_user_is_found_before_that_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(ServiceRefused, match="not installed"):
        install.installed_manager(system=False)
    file = tmp_path / "systemd" / "user" / "webmux.service"
    file.parent.mkdir(parents=True)
    file.touch()
    assert file == install.installed_manager(system=False).file


def test_macos_has_an_agent_and_a_log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert launchd(tmp_path, os.getuid()) == install.manager_here(system=False)
    with pytest.raises(ServiceRefused, match="macOS"):
        install.manager_here(system=True)
    monkeypatch.setattr(install, "_quietly", lambda commands: None)
    commands = Commands()
    manager = install.manager_here(system=False)
    install.install(manager, SERVICE, commands)
    assert WRITTEN in manager.file.read_text()
    assert manager.log_file is not None
    assert manager.log_file.parent.is_dir()
    assert commands.ran[0].startswith("launchctl bootstrap")


def test_a_missing_program_is_an_exit_code() -> None:
    assert 127 == install.run(["/nowhere/systemctl"])
    assert 3 == install.run(["/bin/sh", "-c", "exit 3"])
