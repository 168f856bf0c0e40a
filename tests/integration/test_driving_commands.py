"""`webmux ls`, `send`, `read`, `wait`, `new` and `notify` against a running server, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.people import add_token, add_user
from tests.server import ROOT, Server
from tests.support import eventually


class PlainServer(Server):
    """One whose token is in its state directory alone, as if a user had started it."""

    def environ(self) -> dict[str, str]:
        return {key: value for key, value in super().environ().items() if key != "WEBMUX_TOKEN"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = PlainServer()
    server.state_dir.mkdir(mode=0o700)
    (server.state_dir / "token").touch(mode=0o600)
    (server.state_dir / "token").write_text(server.token)
    server.start()
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "cat")
    yield server
    server.close()


def run(server: Server, *words: str, code: int = 0, typed: bytes = b"", **environment: str) -> str:
    """Standard output, or the message of a failure."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *words],
        input=typed,
        env={**server.environ(), **environment},
        cwd=ROOT,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return (done.stdout if code in (0, 3) else done.stderr).decode()


def test_commands_drive_a_pane_without_a_token_in_the_environment(server):
    """A session is made, typed into from standard input, waited for, read and listed."""
    pane = run(server, "new", "made", "--command", "env PS1='$ ' sh").strip()
    assert pane.startswith("%")
    run(server, "send", pane, "-", "--enter", typed=b"echo one-$((1+1)); echo 'a;b'")
    assert run(server, "wait", pane, "--timeout", "15") == "done\n"
    assert "one-2\na;b\n" in run(server, "read", pane, "--lines", "3")
    run(server, "send", pane[1:], "--key", "C-l", "--key", "x")
    screen = json.loads(run(server, "read", pane, "--json"))
    assert (screen["pane_id"], screen["cols"]) == (pane, 80)
    panes = {one["pane_id"]: one for one in json.loads(run(server, "ls", "--json"))}
    assert panes[pane]["session"]["name"] == "made"
    assert panes["%0"]["active"]
    assert "%0" in run(server, "ls")


def test_exit_codes_say_what_happened(server):
    assert (
        run(server, "wait", "%0", "--for", "text", "--text", "never", "--timeout", "1", code=3) == "timeout\n"
    )
    assert "there is no pane %99" in run(server, "send", "%99", "x", code=1)
    assert "no pane" in run(server, "read", "zero", code=2)
    assert "does not answer" in run(server, "ls", "--host", "http://127.0.0.1:1", "--token", "x", code=1)
    assert "WEBMUX_CLIENT_TOKEN" in run(server, "ls", "--host", "http://127.0.0.1:1", code=2)
    assert "UTF-8" in run(server, "send", "%0", "-", typed=b"\xff", code=2)
    assert "no device" in run(server, "notify", "done", code=1)


def test_the_state_directory_tells_the_port(server):
    """A server that was started with `--port` is found by its state directory alone."""
    assert "%0" in run(server, "ls", WEBMUX_PORT="1")


def test_a_pane_cannot_drive_itself(server):
    """The command knows its pane by the environment, and the server compares its tmux."""
    pid = server.tmux("display-message", "-p", "#{pid}").strip()
    own = {"TMUX": f"/tmp/x,{pid},0", "TMUX_PANE": "%0"}
    for words in (("send", "%0", "x"), ("wait", "%0")):
        assert "a pane cannot drive itself" in run(server, *words, code=1, **own)
    assert run(server, "read", "%0", **own) is not None
    elsewhere = {**own, "TMUX": f"/tmp/x,{int(pid) + 1},0"}
    run(server, "send", "%0", "from another tmux", **elsewhere)
    eventually(lambda: "another tmux" in server.tmux("capture-pane", "-p", "-t", "%0"))


def test_a_token_has_its_scope_and_its_label_in_the_audit_trail(server):
    add_user(server, "ada")
    secret = add_token(server, "ada")
    run(server, "send", "%0", "x", WEBMUX_URL=server.url, WEBMUX_CLIENT_TOKEN=secret)
    run(server, "read", "%0", WEBMUX_URL=server.url, WEBMUX_CLIENT_TOKEN=secret)
    events = map(json.loads, run(server, "audit", "--user", "ada", "--json").splitlines())
    noted = {one["event"]: one["detail"] for one in events}
    assert (noted["input_sent"]["token_label"], noted["input_sent"]["bytes"]) == ("test", 1)
    assert noted["screen_read"]["pane"] == "%0"
    made = run(server, "token", "create", "ada", "--label", "reads").strip()
    message = run(server, "send", "%0", "x", code=1, WEBMUX_URL=server.url, WEBMUX_CLIENT_TOKEN=made)
    assert "scope" in message
