"""`webmux service` as typed, with programs in the place of systemd's."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux import cli
from webmux.service import install


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with systemd and a home folder of its own; returns the file with the commands that ran."""
    log = tmp_path / "ran"
    for name in ("systemctl", "journalctl", "loginctl"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        answer = "echo no" if name == "loginctl" else 'case "$*" in *status*) exit 3;; esac'
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> {log}\n{answer}\n')
        program.chmod(0o755)
    (tmp_path / "run" / "systemd").mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setattr(install, "check_manager", lambda **_: None)
    monkeypatch.setattr("sys.argv", [str(tmp_path / "bin" / "webmux")])
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    monkeypatch.chdir(tmp_path)
    return log


def test_install_status_logs_and_uninstall(
    ran: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "webmux.toml").write_text("port = 9001\n")
    monkeypatch.setenv("WEBMUX_TOKEN", "secret")
    assert 0 == cli.main(["service", "install", "--state-dir", "state", "--linger"])
    printed = capsys.readouterr()
    unit = (tmp_path / "config" / "systemd" / "user" / "webmux.service").read_text()
    start = f"{tmp_path}/bin/webmux serve --config {tmp_path}/webmux.toml --state-dir {tmp_path}/state"
    assert f"\nExecStart={start}\n" in unit
    assert "secret" not in unit
    assert "Not part of the service: WEBMUX_TOKEN" in printed.err
    assert "loginctl enable-linger" in printed.out
    assert "loginctl enable-linger" == ran.read_text().splitlines()[-1]
    assert 1 == cli.main(["service", "status"])
    assert 0 == cli.main(["service", "logs", "-f", "-n", "7"])
    assert "journalctl --user-unit webmux.service -n 7 -f" == ran.read_text().splitlines()[-1]
    assert 0 == cli.main(["service", "uninstall"])
    assert not (tmp_path / "config" / "systemd" / "user" / "webmux.service").exists()
    capsys.readouterr()
    assert 1 == cli.main(["service", "status"])
    assert "the service is not installed" in capsys.readouterr().err


def test_lingering_is_explained_and_not_done_without_a_question(
    ran: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == cli.main(["service", "install"])
    assert "when you log out" in capsys.readouterr().out
    assert "enable-linger" not in ran.read_text()


def test_a_dry_run_prints_the_file_alone_and_changes_nothing(
    ran: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == cli.main(["service", "install", "--dry-run", "--port", "9000"])
    printed = capsys.readouterr()
    assert "serve --port 9000\n" in printed.out
    assert printed.out.endswith("WantedBy=default.target\n")
    assert "systemctl --user restart webmux.service" in printed.err
    assert not ran.exists()
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--system"], 2, "belong together"),
        (["--user", "ada"], 2, "belong together"),
        (["--port", "x"], 2, "port: must be a whole number"),
        (["--system", "--user", "no-such-user"], 1, "there is no user no-such-user"),
    ],
)
def test_what_cannot_be_installed_is_refused_in_one_line(
    ran: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert code == cli.main(["service", "install", *words])
    assert said in capsys.readouterr().err
    assert not ran.exists()
