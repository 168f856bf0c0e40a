"""Which socket WebMux reads, which one the shell uses, and whether it is safe."""

from __future__ import annotations

import os
import socket
from dataclasses import replace

import pytest

from tests.unit.doctor.inputs import inputs
from webmux.doctor import tmux_sockets
from webmux.doctor.finding import Inputs, Level
from webmux.doctor.tmux_sockets import Socket, Sockets, judge, shell_socket, show

ME = 1000
DEFAULT = "/tmp/tmux-1000/default"
WORK = Socket("/tmp/tmux-1000/my work", 5, 3)


def stat_of(uid: int = ME, mode: int = 0o700) -> os.stat_result:
    return os.stat_result((0o40000 | mode, 0, 0, 0, uid, 0, 0, 0, 0, 0))


def facts(own: Socket | None = None, **fields: object) -> Sockets:
    base = Sockets(own or Socket(DEFAULT, 1, 2), False, "", False, folder=stat_of(), file=stat_of())
    return replace(base, **fields)  # type: ignore[arg-type]


def ids(found: Sockets) -> list[str]:
    return [one.id for one in judge(found, ME)]


def test_our_own_socket_is_named() -> None:
    [found] = judge(facts(), ME)
    assert f"WebMux reads {DEFAULT}, which has 2 sessions." == found.cause
    assert ["socket"] == ids(facts(Socket(DEFAULT, None), file=None))


def test_other_servers_are_named_with_their_sessions() -> None:
    """Most sessions first; those without any are no news."""
    others = (Socket("/a", 2, 1), WORK, Socket("/b", 3, 0), Socket("/c", None), Socket("/d", 4))
    found = judge(facts(others=others), ME)
    assert ["socket", "socket-other", "socket-other"] == [one.id for one in found]
    assert f"3 sessions are on another socket: {WORK.path}." == found[1].cause
    assert found[1].fix.endswith("--tmux-socket '/tmp/tmux-1000/my work'")
    assert "1 session is on another socket: /a." == found[2].cause


def test_many_other_servers_are_counted() -> None:
    others = tuple(Socket(f"/{number}", number, 1) for number in range(1, 9))
    found = judge(facts(others=others), ME)
    assert 5 == len(found)
    assert [4] == [at for at, one in enumerate(found) if "4 more tmux servers have sessions." in one.cause]


def test_the_shell_in_another_tmux_is_an_error() -> None:
    assert ["socket-of-shell"] == ids(facts(shell=WORK.path, in_tmux=True, others=(WORK,)))


def test_the_default_of_the_shell_is_an_error_only_if_our_list_is_empty() -> None:
    """Otherwise the user chose another socket, and sees its sessions."""
    named = facts(shell=WORK.path, others=(WORK,))
    assert ["socket", "socket-other"] == ids(named)
    assert ["socket-of-shell"] == ids(replace(named, own=Socket(DEFAULT, None), file=None))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"folder": stat_of(mode=0o755)}, "socket-folder-modes"),
        ({"folder": stat_of(uid=1)}, "socket-owner"),
        ({"file": stat_of(uid=0)}, "socket-owner"),
        ({"given": True, "folder": None}, "socket-folder-missing"),
        ({"given": True, "folder": stat_of(mode=0o775)}, "socket-folder-modes"),
    ],
)
def test_a_socket_that_others_could_replace(fields: dict[str, object], name: str) -> None:
    found = judge(facts(**fields), ME)
    assert (name, Level.ERROR) == (found[0].id, found[0].level)


@pytest.mark.parametrize(
    "fields",
    [
        {"folder": None, "file": None, "own": Socket(DEFAULT, None)},
        {"given": True, "folder": stat_of(uid=0, mode=0o1777)},
        {"given": True, "folder": stat_of(mode=0o755)},
        {"folder": stat_of(mode=0o770)},
    ],
)
def test_a_socket_that_tmux_accepts(fields: dict[str, object]) -> None:
    assert ["socket"] == ids(facts(**fields))


def test_a_socket_without_a_server_and_one_that_is_silent() -> None:
    assert [Level.OK] == [one.level for one in judge(facts(Socket(DEFAULT, None)), ME)]
    assert ["socket-silent"] == ids(facts(Socket(DEFAULT, 1)))


def test_a_deleted_socket_is_made_again_by_a_signal() -> None:
    found = judge(facts(lost=((9, "/tmp/x y/s"),)), ME)
    assert "mkdir -p -m 700 '/tmp/x y' && kill -USR1 9" == found[1].fix


def test_the_socket_of_the_shell(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX_TMPDIR", str(tmp_path))
    here: Inputs = inputs()
    assert (f"{tmp_path}/tmux-{os.getuid()}/default", False) == shell_socket(here)
    assert ("/a/b", True) == shell_socket(replace(here, environ={"TMUX": "/a/b,12,0"}))
    assert ("", False) == shell_socket(replace(here, environ={"TMUX": "/a/b,12,0"}, in_server=True))
    assert show(WORK).endswith("'/tmp/tmux-1000/my work'")


def test_few_servers_are_asked_and_those_of_the_user_first(
    socket_dir, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = socket_dir / "tmux-1000"
    folder.mkdir()
    for name in ("default", "work"):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(folder / name))
    (folder / "file").touch()
    monkeypatch.setattr(tmux_sockets, "TMP", str(socket_dir))
    running = [(number, f"/a/{number:02}") for number in range(40)]
    running.append((99, "/tmp/webmux-tmux-x/tmux"))
    monkeypatch.setattr(tmux_sockets, "_servers", lambda uid: running)
    found = tmux_sockets.gather(inputs(in_server=True))
    asked = [one.path for one in found.others]
    assert [f"{folder}/default", f"{folder}/work", "/a/00"] == asked[:3]
    assert tmux_sockets.ASKED_MAX - 1 == len(asked)
    assert "/tmp/webmux-tmux-x/tmux" not in [path for _, path in found.lost]
