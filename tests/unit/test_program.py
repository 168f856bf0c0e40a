"""What the program is called, and the line that it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux import program
from webmux.commands.output import print_table


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


def test_text_of_others_cannot_command_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.refuse("no \x1b]0;x\x07\u202e é") == program.EXIT_WRONG_START
    assert capsys.readouterr().err == "webmux: no ?]0;x?? é\n"
    print_table([{"name": "\x1b[31m\n\r\x9b é"}], as_json=False)
    assert capsys.readouterr().out == "name\n?[31m??? é\n"
