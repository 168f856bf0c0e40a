"""The root of the command line: every row of its table leads to a command, and none is loaded too early."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from tests.server import ROOT
from webmux import cli


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
