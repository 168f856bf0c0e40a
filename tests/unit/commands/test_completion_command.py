"""The script for a shell: what to type, and that a real bash completes with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT
from webmux import cli


@pytest.mark.parametrize(("shell", "file"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", "webmux.fish")])
def test_the_first_lines_say_what_to_type(shell: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["completion", shell])
    head = capsys.readouterr().out.splitlines()[:2]
    assert all(line.startswith("#") for line in head)
    assert file in "".join(head)
    assert f"webmux completion {shell}" in head[1]


def test_bash_completes_with_it(tmp_path: Path) -> None:
    webmux = tmp_path / "webmux"
    webmux.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "app.py"}" "$@"\n')
    webmux.chmod(0o755)
    script = (
        f'PATH="{tmp_path}:$PATH"; eval "$(webmux completion bash)"; COMP_WORDS=(webmux pass); COMP_CWORD=1;'
        ' _webmux_completion webmux; echo "${COMPREPLY[*]}"'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert ("passkey\n", "") == (done.stdout, done.stderr)
