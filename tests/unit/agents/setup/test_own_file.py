"""Files that are ours alone: the hooks of Copilot CLI, and the plugin for opencode, run with events."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from webmux.agents.setup.hook_script import SCRIPT_PLACE
from webmux.agents.setup.own_file import COPILOT, OPENCODE, NotOurs, add, remove


def test_a_file_is_written_whole_and_deleted() -> None:
    assert OPENCODE == add(None, OPENCODE)
    assert OPENCODE == add(OPENCODE + "// an earlier version", OPENCODE)
    assert remove(OPENCODE) is None


def test_a_file_of_somebody_else_stays() -> None:
    with pytest.raises(NotOurs):
        add("export const theirs = 1;\n", OPENCODE)
    with pytest.raises(NotOurs):
        remove("export const theirs = 1;\n")


def test_copilot_gets_a_line_for_bash_for_each_event() -> None:
    hooks = json.loads(COPILOT)
    assert 1 == hooks["version"]
    handlers = [handler for handlers in hooks["hooks"].values() for handler in handlers]
    assert all(("command", 5) == (one["type"], one["timeoutSec"]) for one in handlers)
    assert "permission_prompt" in hooks["hooks"]["notification"][0]["matcher"]


EVENTS = """
const asked = (id) => ['permission.asked', { id, sessionID: 'a' }];
const replied = (requestID) => ['permission.replied', { requestID, sessionID: 'a' }];
const refused = (requestID) => ['permission.replied', { requestID, sessionID: 'a', reply: 'reject' }];
const status = (type, sessionID = 'a') => ['session.status', { sessionID, status: { type } }];
const idle = (sessionID = 'a') => ['session.idle', { sessionID }];
const error = (name) => ['session.error', { sessionID: 'a', error: { name } }];
const child = ['session.created', { info: { id: 'b', parentID: 'a' } }];
"""


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ("[status('busy'), asked(1), replied(1), status('idle'), idle()]", "working waiting working done"),
        ("[asked(1), asked(2), replied(1), status('busy'), replied(2)]", "waiting waiting working"),
        ("[status('busy'), error('MessageAbortedError'), idle()]", "working idle"),
        (
            "[status('busy'), error('ApiError'), idle(), status('busy'), idle()]",
            "working waiting working done",
        ),
        ("[status('busy'), asked(1), refused(1), idle()]", "working waiting working idle"),
        ("[asked(1), refused(1), status('busy'), idle()]", "waiting working working done"),
        ("[child, status('busy', 'b'), idle('b')]", "working"),
    ],
)
@pytest.mark.skipif(not shutil.which("node"), reason="no node")
def test_the_plugin_of_opencode_tells_states(tmp_path: Path, events: str, told: str) -> None:
    script = tmp_path / SCRIPT_PLACE
    script.parent.mkdir(parents=True)
    script.write_text(f'#!/bin/sh\necho "$1 $2" >>{tmp_path}/told\n')
    script.chmod(0o755)
    (tmp_path / "plugin.mjs").write_text(OPENCODE)
    (tmp_path / "run.mjs").write_text(
        f"{EVENTS}const {{ WebMux }} = await import('./plugin.mjs');\nconst {{ event }} = await WebMux();\n"
        f"for (const [type, properties] of {events}) await event({{ event: {{ type, properties }} }});\n"
    )
    environment = {"HOME": str(tmp_path), "TMUX_PANE": "%0"}
    subprocess.run([shutil.which("node") or "", str(tmp_path / "run.mjs")], env=environment, check=True)
    expected = ["idle", *told.split(), "end"]
    assert [f"{kind} opencode" for kind in expected] == (tmp_path / "told").read_text().splitlines()
