"""The root of the command line: every row of its table leads to a command, and none is loaded too early."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest

from tests.server import ROOT
from webmux import cli
from webmux.program import program_name


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_row_names_a_command_with_that_name_and_help(name: str) -> None:
    command = cli.program.get_command(click.Context(cli.program), name)
    assert command is not None
    assert name == command.name
    assert command.get_short_help_str(limit=200).split()[0] == cli.COMMANDS[name][1].split()[0]


@pytest.mark.parametrize("words", [["--help"], ["version"], ["--version"]])
def test_commands_are_loaded_only_when_called(words: list[str]) -> None:
    program = (
        "import sys; from webmux import cli; code = cli.main(sys.argv[1:]);"
        "print(*sorted(n for n in sys.modules if n.endswith('_command')), sep=','); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "" == done.stdout.splitlines()[-1]


def test_an_exit_code_that_a_command_returns_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.version, "callback", lambda: 1)
    assert 1 == cli.main(["version"])


@pytest.mark.parametrize(
    ("words", "command"),
    [(["tokn"], ""), (["token"], "token "), (["token", "new"], "token "), (["user", "add"], "user add ")],
)
def test_wrong_words_name_the_help(
    words: list[str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == cli.main(words)
    assert capsys.readouterr().err.endswith(f"; see {program_name()} {command}--help\n")


def test_help_names_units() -> None:
    options = {each.name: each.make_metavar(click.Context(cli.program)) for each in cli.program.params}
    found = [options[key] for key in ("port", "upload_days", "sessions_per_user", "max_concurrent_captures")]
    assert ["PORT", "DAYS", "COUNT", "COUNT"] == found


@pytest.mark.parametrize("name", ["service", "sessions", "user", "token", "passkey", "tls"])
def test_no_line_of_a_command_is_cut(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([name, "--help"])
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


HEAVY = {"flask", "gevent", "gunicorn", "pydantic", "sqlalchemy", "structlog", "cryptography"}


@pytest.mark.parametrize(
    ("words", "complete", "printed"),
    [
        (["version"], None, "webmux 0."),
        (["--help"], None, "Usage: "),
        (["config"], None, "option "),
        (["completion", "zsh"], None, "compdef"),
        ([], "webmux ", "plain,serve"),
        ([], "webmux --por", "plain,--port"),
        ([], "webmux user ", "plain,add"),
        ([], "webmux user add --ro", "plain,--role"),
        ([], "webmux completion ", "plain,fish"),
    ],
)
def test_what_is_quick_imports_nothing_heavy(words: list[str], complete: str | None, printed: str) -> None:
    """A completion runs the program at each Tab key."""
    program = (
        "import sys; from webmux import cli\n"
        "try: cli.main(sys.argv[1:])\n"
        "finally: print(*{name.partition('.')[0] for name in sys.modules})"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if complete is not None:
        environment |= {
            "_WEBMUX_COMPLETE": "bash_complete",
            "COMP_WORDS": complete,
            "COMP_CWORD": str(complete.count(" ")),
        }
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, capture_output=True, text=True, check=True
    )
    *lines, loaded = done.stdout.splitlines()
    assert printed in "\n".join(lines)
    assert set() == HEAVY & set(loaded.split())
