"""`webmux sessions` asks tmux itself, so it works while no server runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux import cli
from webmux.store.audit import FILE
from webmux.store.state_dir import OPTIONS_FILE, StateDir


class Shell:
    """Runs commands for one state directory and one tmux."""

    def __init__(self, state_dir: Path, tmux: TmuxServer, capsys: pytest.CaptureFixture[str]) -> None:
        self.state_dir = state_dir
        self._where = ("--state-dir", str(state_dir), "--tmux-socket", str(tmux.socket_path))
        self._capsys = capsys

    def run(self, *words: str, code: int = 0) -> str:
        """What a command prints; on standard error if it fails."""
        assert cli.main(["sessions", *words, *self._where]) == code
        printed = self._capsys.readouterr()
        return printed.out if code == 0 else printed.out + printed.err

    def states(self) -> dict[str, str]:
        return {row["session"]: row["state"] for row in json.loads(self.run("list", "--json"))}


@pytest.fixture
def shell(
    tmp_path: Path,
    tmux_server: TmuxServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    monkeypatch.setenv("SHELL", "/bin/sh")
    return Shell(tmp_path / "state", tmux_server, capsys)


def test_sessions_are_saved_listed_and_restored_without_a_server(
    shell: Shell, tmux_server: TmuxServer
) -> None:
    assert "no tmux server runs" in shell.run("save", code=1)
    assert "nothing to restore" in shell.run("restore")
    for name in ("one", "two words"):
        tmux_server.new_session(name)
    assert shell.run("save") == "saved 2 sessions\n"
    eventually(lambda: "nothing has changed" in shell.run("save"))
    assert shell.states() == {"one": "runs", "two words": "runs"}
    tmux_server.kill()
    assert shell.states() == {"one": "gone", "two words": "gone"}
    assert "saved_at" in shell.run("list")
    assert "restored: two words" in shell.run("restore", "two words")
    assert shell.states() == {"one": "gone", "two words": "settled"}
    tmux_server.run("new-session", "-d", "-s", "one")
    assert "nothing to restore" in shell.run("restore")
    rows = json.loads(shell.run("list", "--json"))
    assert ("two words", "runs") in {(row["session"], row["state"]) for row in rows}, "saved at once"
    found = rows[-1]["set"]
    skipped = shell.run("restore", "--set", found, "one", code=1)
    assert "skipped: one\n  a session has this name now\n" in skipped
    assert "1 of 1 sessions were not restored" in skipped
    assert "restored: one 2" in shell.run("restore", "--set", found, "--rename")
    names = tmux_server.run("list-sessions", "-F", "#{session_name}").splitlines()
    assert names == ["one", "one 2", "two words"]
    assert "sessions_restored" in (shell.state_dir / FILE).read_text()


def test_what_is_not_there_is_refused(shell: Shell, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("one")
    shell.run("save")
    assert "no such set" in shell.run("restore", "--set", "123", code=1)
    tmux_server.kill()
    assert "none is not in this set" in shell.run("restore", "none", code=1)


def test_a_session_is_made_from_a_preset(shell: Shell, tmux_server: TmuxServer, tmp_path: Path) -> None:
    file = tmp_path / "webmux.toml"
    file.write_text('[preset.api]\nfolder = "/usr"\nwindows = [{ panes = [{}, { folder = "share" }] }, {}]\n')
    config = ("--config", str(file))
    assert "there is no preset 'web'" in shell.run("new", "--preset", "web", *config, code=1)
    assert shell.run("new", "--preset", "api", *config) == "made api\n"
    assert "duplicate session" in shell.run("new", "--preset", "api", *config, code=1)
    assert shell.run("new", "--preset", "api", "--name", "two", *config) == "made two\n"
    folders = tmux_server.run("list-panes", "-s", "-t", "=two:", "-F", "#{pane_current_path}").splitlines()
    assert folders == ["/usr", "/usr/share", "/usr"]
    assert tmux_server.run("show-options", "-v", "-t", "=two:", "@webmux_user").strip() == "owner"
    file.write_text("[preset.api]\nfolders = 3\n")
    assert "preset.api.folders: is not a key" in shell.run("new", "--preset", "api", *config, code=2)


def test_histories_are_saved_if_somebody_chooses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> str:
        assert cli.main(["sessions", "history", *words, "--state-dir", str(tmp_path)]) == 0
        return capsys.readouterr().out

    tmp_path.chmod(0o700)
    assert run() == "off: nobody has chosen\n"
    assert "saved from now on" in run("on")
    assert run() == "on\n"
    texts = tmp_path / "sessions" / "history"
    texts.mkdir(mode=0o700, parents=True)
    texts.parent.chmod(0o700)
    (texts / f"{'0' * 32}.txt").write_text("a secret")
    assert "no longer saved" in run("off")
    assert list(texts.iterdir()) == []
    assert run() == "off\n"


def test_the_socket_of_the_last_server_is_the_default(
    shell: Shell, tmux_server: TmuxServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that was started with `--tmux-socket` is not configured by a file."""
    tmux_server.new_session("one")
    shell.run("save")
    words = ["sessions", "list", "--state-dir", str(shell.state_dir)]
    assert cli.main(words) == 0
    assert "no sessions of the tmux socket" in capsys.readouterr().err
    StateDir(shell.state_dir).replace(OPTIONS_FILE, json.dumps({"tmux_socket": str(tmux_server.socket_path)}))
    assert cli.main(words) == 0
    assert "one" in capsys.readouterr().out
