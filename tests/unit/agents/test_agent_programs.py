"""Agents are known by the names of their processes, also behind an interpreter."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support import eventually
from webmux.agents.agent_programs import agent_in, foreground, names_of
from webmux.agents.manifest_files import Manifests


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["/usr/local/bin/claude", "--resume"], "claude"),
        (["node", "--no-warnings", "/usr/lib/node_modules/@openai/codex/bin/codex.js"], "codex"),
        (["/usr/bin/python3.12", "/home/ada/.local/bin/aider"], "aider"),
        (["python", "-m", "aider", "--no-git"], "aider"),
        (["npm exec @openai/codex@latest"], "@openai/codex"),
        (["npx", "-y", "@google/gemini-cli"], "@google/gemini-cli"),
        (["timeout", "60", "opencode"], "opencode"),
        (["-claude"], "claude"),
    ],
)
def test_an_agent_is_found_in_a_command_line(words: list[str], name: str) -> None:
    assert name in names_of(words)


@pytest.mark.parametrize(
    "words", [["vim", "claude"], ["grep", "-r", "codex"], [""], ["python", "-m"], ["less", "/usr/bin/claude"]]
)
def test_an_argument_of_another_program_is_no_agent(words: list[str]) -> None:
    assert not {"claude", "codex"} & set(names_of(words))


def test_a_script_within_a_shell_is_found(tmp_path: Path) -> None:
    """The state belongs to the group, and tmux's name counts if /proc shows none."""
    script = tmp_path / "claude"
    script.write_text("import sys\nsys.stdin.read()\n")
    command = f"python3 {script}; true"
    with subprocess.Popen(["sh", "-c", command], stdin=subprocess.PIPE, process_group=0) as shell:
        manifests = Manifests()

        def found() -> str:
            running = agent_in(manifests, shell.pid, "sh")
            return running.manifest.agent if running and running.pid == shell.pid else ""

        eventually(lambda: found() == "claude")
        assert agent_in(manifests, os.getpid(), "cat") is None
        fallback = agent_in(manifests, 2**22 + 1, "claude")
        assert fallback is not None
        assert fallback.manifest.agent == "claude"
        assert agent_in(manifests, 0, "claude") is None
        shell.communicate()


def test_a_process_without_a_terminal_has_no_foreground() -> None:
    assert foreground(2**22 + 1) == 0
