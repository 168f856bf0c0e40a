"""All checks run; one that crashes or is late is reported, and the others go on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import gevent
import pytest
from gevent.event import Event

from tests.unit.doctor.inputs import inputs
from webmux.doctor import runner
from webmux.doctor.finding import Findings, Inputs, Level, ok, warning
from webmux.store.state_dir import OPTIONS_FILE, StateDir


def good(_: Inputs) -> Findings:
    return [ok("good", "Fine.")]


def crashes(_: Inputs) -> Findings:
    raise KeyError("secret\x1b[2J")


def late(_: Inputs) -> Findings:
    gevent.sleep(60)
    return []


def test_a_crash_and_a_late_check_are_reported() -> None:
    found = runner.run(inputs(), {"a": crashes, "b": late, "c": good}, deadline_s=0.05)
    assert [("a", "check-crashed"), ("b", "check-late"), ("c", "good")] == [
        (name, one.id) for name, one in found
    ]
    assert "\x1b" not in found[0][1].cause
    assert [Level.ERROR, Level.WARNING, Level.OK] == [one.level for _, one in found]
    assert Level.ERROR is runner.worst(found)


def test_checks_wait_at_the_same_time() -> None:
    started: list[None] = []
    all_started = Event()

    def slow(_: Inputs) -> Findings:
        started.append(None)
        if len(started) == 5:
            all_started.set()
        all_started.wait()
        return [warning("slow", "Slow.", "wait")]

    found = runner.run(inputs(), {str(number): slow for number in range(5)})
    assert Level.WARNING is runner.worst(found)
    assert [str(number) for number in range(5)] == [name for name, _ in found]


def test_every_check_exists() -> None:
    assert list(runner.CHECKS) == list(runner.checks())


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("WEBMUX_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("WEBMUX_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_wrong_options_do_not_hide_the_right_ones(shell: Path) -> None:
    """Each wrong one has its default, and the first is the fault."""
    (shell / "webmux.toml").write_text("port = 0\nbatch_timeout_ms = -1\ntmux_command = 'my-tmux'\n")
    found = runner.inputs_of_shell()
    assert found.fault is not None
    assert "port" == found.fault.key
    assert ("my-tmux", 8022, shell / "state") == (
        found.config.tmux_command,
        found.config.port,
        found.config.state_dir,
    )


def test_a_file_that_cannot_be_read_does_not_hide_the_variables(
    shell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shell / "webmux.toml").write_text("= oops")
    monkeypatch.setenv("WEBMUX_PORT", "9000")
    found = runner.inputs_of_shell({"tmux_command": "my-tmux"})
    assert (9000, "my-tmux") == (found.config.port, found.config.tmux_command)
    assert shell / "state" == found.config.state_dir


def test_the_options_of_a_running_server_count(shell: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But not if it has ended; and the command line of the doctor counts more."""
    state = StateDir(shell / "state")
    options = {"port": 9001, "public_origins": ["https://a.example.org"], "tmux_socket": None, "unknown": 1}
    state.replace(OPTIONS_FILE, json.dumps(options))
    assert 8022 == runner.inputs_of_shell().config.port
    monkeypatch.setattr(runner, "is_served", lambda path: True)
    found = runner.inputs_of_shell().config
    assert (9001, ("https://a.example.org",)) == (found.port, found.public_origins)
    assert 9002 == runner.inputs_of_shell({"port": "9002"}).config.port
    (shell / "state" / OPTIONS_FILE).write_text("[]")
    assert 8022 == runner.inputs_of_shell().config.port
