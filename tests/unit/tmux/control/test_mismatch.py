"""A tmux server of another version than the tmux that we run, as scripts: what the user reads."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webmux.errors import TmuxCommandFailed, TmuxMismatch
from webmux.tmux.control.process import TmuxProcess

Make = Callable[..., TmuxProcess]


@pytest.fixture
def tmux(socket_dir: Path) -> Iterator[Make]:
    """Makes a tmux of a version that meets a server: `answer` is a script for commands."""
    path = socket_dir / "s"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()

    def make(version: str, answer: str) -> TmuxProcess:
        script = socket_dir / "tmux-of-webmux"
        script.write_text(
            f'#!/bin/sh\ncase "$*" in *-V*) echo tmux {version} ;; *)\n'
            f'echo "$*" >>{socket_dir}/asked\n{answer}\nesac\n'
        )
        script.chmod(0o755)
        return TmuxProcess(str(script), str(path), 5.0)

    yield make
    listener.close()


REFUSES = "echo 'server exited unexpectedly' >&2; exit 1"


def test_an_older_tmux_is_refused_by_a_newer_server(tmux: Make, socket_dir: Path) -> None:
    """Measured with clients from 3.2a to 3.5a at 3.6b and 3.7c."""
    with pytest.raises(TmuxMismatch) as caught:
        tmux("3.3a", REFUSES).run(("list-sessions",))
    for words in ("tmux 3.3a", "3.6 or newer", str(socket_dir / "s"), "tmux_command"):
        assert words in caught.value.message
    assert "server exited unexpectedly" == caught.value.stderr


def test_a_newer_tmux_is_not_used_at_an_older_server(tmux: Make) -> None:
    """It would list the sessions, and then not attach: "open terminal failed: not a terminal"."""
    with pytest.raises(TmuxMismatch, match=r"tmux 3\.6b, .* version 3\.5a\."):
        tmux("3.6b", "echo 3.5a").run(("list-sessions",))


@pytest.mark.parametrize(("client", "server"), [("3.2a", "3.5a"), ("3.7c", "3.6b"), ("3.6", "3.6")])
def test_versions_that_work_together_are_asked_once(
    client: str, server: str, tmux: Make, socket_dir: Path
) -> None:
    process = tmux(client, f"echo {server}")
    for _ in range(3):
        assert f"{server}\n" == process.run(("list-sessions",))
    asked = (socket_dir / "asked").read_text()
    assert (1, 3) == (asked.count("display-message"), asked.count("list-sessions"))


def test_another_protocol_is_named(tmux: Make) -> None:
    """What client.c of tmux prints if even the number of the protocol differs."""
    said = "protocol version mismatch (client 8, server 7)"
    with pytest.raises(TmuxMismatch, match=r"server 7\)"):
        tmux("3.3a", f"echo '{said}' >&2; exit 1").run(("list-sessions",))


def test_a_refusal_by_the_same_messages_is_no_mismatch(tmux: Make) -> None:
    """A 3.7 that is refused meets a server that was ending; its own words are reported."""
    with pytest.raises(TmuxCommandFailed, match="server exited unexpectedly"):
        tmux("3.7c", REFUSES).run(("list-sessions",))
