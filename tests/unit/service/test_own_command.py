"""How the service starts the program that installs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.errors import ServiceRefused
from webmux.service.own_command import own_command


def test_a_checkout_runs_its_own_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert ["/x/.venv/bin/python", f"{tmp_path}/app.py"] == own_command("app.py", "/x/.venv/bin/python")


def test_a_module_is_started_as_a_module() -> None:
    called = "/x/lib/site-packages/webmux/__main__.py"
    assert ["/x/bin/python", "-m", "webmux"] == own_command(called, "/x/bin/python")


def test_an_installed_program_is_found_on_path_and_stays_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pipx and uv tool put a link into ~/.local/bin, and change where it points at an upgrade."""
    (tmp_path / "venv").write_text("#!/bin/sh\n")
    (tmp_path / "venv").chmod(0o755)
    (tmp_path / "webmux").symlink_to(tmp_path / "venv")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [str(tmp_path / "webmux")] == own_command("webmux", "/x/bin/python")
    monkeypatch.chdir(tmp_path)
    assert [str(tmp_path / "webmux")] == own_command("./webmux", "/x/bin/python")


@pytest.mark.parametrize("folder", ["uv/archive-v0/Ab1", ".cache/pipx/0f3a", "uv/environments-v2/webmux-1"])
def test_an_environment_that_will_be_deleted_is_refused(folder: str, tmp_path: Path) -> None:
    program = tmp_path / folder / "bin" / "webmux"
    program.parent.mkdir(parents=True)
    program.touch()
    link = tmp_path / "webmux"
    link.symlink_to(program)
    for called in (program, link):
        with pytest.raises(ServiceRefused, match="uv tool install webmux"):
            own_command(str(called), "/x/bin/python")
