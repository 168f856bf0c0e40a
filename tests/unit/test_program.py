"""What the program is called, and the line that it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux import program


@pytest.mark.parametrize(
    ("called", "checkout", "name"),
    [
        ("/home/ada/.local/bin/webmux", True, "webmux"),
        ("app.py", True, "python app.py"),
        ("/usr/bin/gunicorn", True, "python app.py"),
        ("/usr/bin/gunicorn", False, "webmux"),
    ],
)
def test_the_name_is_what_a_user_types(
    called: str, checkout: bool, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", [called, "link"])
    if not checkout:
        monkeypatch.setattr(program, "_CHECKOUT", tmp_path / "app.py")
    assert name == program.program_name()


def test_a_checkout_has_a_command_for_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["app.py"])
    assert "make link" == program.link_command()
    monkeypatch.setattr("sys.argv", ["webmux"])
    assert "webmux link" == program.link_command()


def test_a_refusal_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert 1 == program.refuse("port:\nis  wrong", program.EXIT_REFUSED)
    assert "webmux: port: is wrong\n" == capsys.readouterr().err
