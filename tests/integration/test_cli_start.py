"""A start that cannot work prints the reason in one line and exits with 2; a good one prints the address."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server import ROOT, Server

GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:app"]
INSTALLED = [*GUNICORN[:3], "-c", "python:webmux.gunicorn", "webmux.wsgi:app"]
"""The form for an installation; it works in a checkout too."""


@pytest.fixture
def stopped() -> Iterator[Server]:
    """A server with all its directories that was not started."""
    server = Server()
    yield server
    server.close()


def run(
    server: Server, *options: str, command: list[str] | None = None, **environment: str
) -> tuple[int, list[str]]:
    """Start, wait for the end, and return the exit code and the lines of standard error."""
    done = subprocess.run(
        [*(command or server.command), *options],
        cwd=ROOT,
        env={**server.environ(), **environment},
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    assert "" == done.stdout
    return done.returncode, done.stderr.splitlines()


def refused(result: tuple[int, list[str]], word: str) -> None:
    code, lines = result
    assert 2 == code, lines
    assert 1 == len(lines), lines
    assert lines[0].startswith("webmux: ")
    assert word in lines[0]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--prot", "1"], "--prot"),
        (["--por", "1"], "--por"),
        (["--token", "x"], "--token"),
        (["--port", "0"], "port"),
        (["--port", "x"], "port"),
        (["--port"], "port"),
        (["surplus"], "surplus"),
        (["--port", "1", "link"], "write: python app.py link"),
        (["link", "--port", "1"], "write: python app.py link"),
        (["--host", "0.0.0.0"], "behind_proxy"),
        (["--host", "198.51.100.7", "--behind-proxy"], "198.51.100.7"),
        (["--tmux-command", "/nonexistent/tmux"], "/nonexistent/tmux"),
        (["--state-dir", "/dev/null/x"], "state_dir"),
        (["--state-dir", "/proc/x"], "state_dir"),
        (["--config", "/nonexistent.toml"], "/nonexistent.toml"),
    ],
)
def test_a_wrong_flag_ends_the_start(options: list[str], word: str, stopped: Server) -> None:
    refused(run(stopped, *options), word)


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("WEBMUX_PROT", "1", "WEBMUX_PROT"),
        ("WEBMUX_PORT", "99999", "port"),
        ("WEBMUX_HOST", "0.0.0.0", "host"),
        ("WEBMUX_TOKEN", "", "token"),
        ("WEBMUX_TMUX_COMMAND", "/nonexistent/tmux", "/nonexistent/tmux"),
        ("WEBMUX_STATE_DIR", "/dev/null/x", "state_dir"),
    ],
)
@pytest.mark.parametrize("command", [None, GUNICORN], ids=["app.py", "gunicorn"])
def test_a_wrong_variable_ends_the_start(
    command: list[str] | None, variable: str, value: str, word: str, stopped: Server
) -> None:
    refused(run(stopped, command=command, **{variable: value}), word)


def test_a_wrong_key_in_the_file_ends_the_start(stopped: Server) -> None:
    path = stopped.directory / "x.toml"
    path.write_text("batch_timeout = 5")
    refused(run(stopped, "--config", str(path)), "batch_timeout")
    path.write_text("[[preset.api.windows]]\npane = []")
    refused(
        run(stopped, "--config", str(path)), f"preset.api.windows.0.pane: is not a key of a preset (in {path}"
    )


@pytest.mark.parametrize("command", [None, GUNICORN], ids=["app.py", "gunicorn"])
def test_a_busy_port_ends_the_start_at_once(command: list[str] | None, server: Server) -> None:
    result = run(server, command=command, WEBMUX_STATE_DIR=str(server.directory / "other"))
    refused(result, str(server.port))
    assert "in use" in result[1][0]


def test_a_second_server_with_the_state_directory_is_refused(server: Server) -> None:
    """It would end the tmux clients of the first, as if they were left over."""
    refused(run(server, "--port", "1024"), f"link --state-dir {server.state_dir}")


@pytest.mark.parametrize("options", [["-w", "2"], ["-b", "0.0.0.0:8000"], ["-b", "127.0.0.1:8000"]])
def test_gunicorn_options_cannot_go_around_ours(options: list[str], stopped: Server) -> None:
    refused(run(stopped, command=[*GUNICORN[:3], *options, *GUNICORN[3:]]), "WEBMUX_HOST")


def test_an_open_state_directory_ends_the_start(stopped: Server) -> None:
    stopped.state_dir.mkdir(mode=0o755)
    refused(run(stopped), "chmod 700")


def test_help_names_every_option(stopped: Server) -> None:
    done = subprocess.run(
        [*stopped.command, "--help"],
        cwd=ROOT,
        env=stopped.environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    from webmux.config import OPTION_KEYS

    assert all(f"--{key.replace('_', '-')}" in done.stdout for key in OPTION_KEYS)
    assert "--token" not in done.stdout


def test_the_start_prints_the_address(server: Server) -> None:
    assert server.url in server.stdout
    assert re.search(r"/login#[A-Za-z0-9_-]{60,}$", server.login_link)
    assert str(server.state_dir) in server.stdout
    assert re.search(r"tmux +\d+\.\d+", server.stdout)
    assert server.token not in server.stdout + server.stderr


def test_without_a_token_one_is_made_and_stored(start_server: Callable[..., Server]) -> None:
    server = Server()
    environ = server.environ
    server.environ = lambda: {k: v for k, v in environ().items() if k != "WEBMUX_TOKEN"}  # type: ignore[method-assign]
    try:
        server.start()
        path = server.state_dir / "token"
        server.token = path.read_text().strip()
        assert 0o600 == path.stat().st_mode & 0o777
        assert 200 == server.request("GET", "/api/sessions", headers=server.bearer)[0]
        assert server.token not in server.stdout + server.stderr
        server.stop()
        server.start()
        assert 200 == server.request("GET", "/api/sessions", headers=server.bearer)[0]
    finally:
        server.close()


@pytest.mark.parametrize("command", [GUNICORN, INSTALLED], ids=["checkout", "installed"])
def test_gunicorn_serves_the_same(command: list[str]) -> None:
    server = Server(command=command)
    try:
        server.start()
        assert 200 == server.request("GET", "/api/sessions", headers=server.bearer)[0]
        assert 401 == server.request("GET", "/api/sessions")[0]
        assert server.login_link.startswith(server.url)
        assert 0 == server.stop()
    finally:
        server.close()


def test_no_control_socket_is_opened(server: Server) -> None:
    listening = Path("/proc/net/unix").read_text()
    assert "gunicorn.ctl" not in listening


def test_tmux_servers_do_not_inherit_the_token(server: Server) -> None:
    """tmux servers inherit the environment of the process that starts them."""
    made = server.request(
        "POST",
        "/api/sessions",
        b'{"name": "env"}',
        {**server.bearer, "Content-Type": "application/json"},
    )
    assert 201 == made[0], made
    assert server.token not in server.tmux("show-environment", "-g")
    assert "WEBMUX_TOKEN" not in server.tmux("show-environment", "-g")


def test_a_private_umask_is_not_needed(start_server: Callable[..., Server]) -> None:
    before = os.umask(0)
    try:
        server = start_server()
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o077 for path in server.state_dir.rglob("*")}
    assert {0} == set(modes.values()), modes
