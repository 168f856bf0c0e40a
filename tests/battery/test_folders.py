"""Folders and commands of a session, and the socket of tmux."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.battery.raw import Answer, send_json
from tests.server import ROOT, Server
from tests.support import eventually
from webmux.errors import ConfigError
from webmux.program import EXIT_WRONG_START
from webmux.start.checks import check_socket_place

KIB = 1024


def create(server: Server, **fields: str) -> Answer:
    return send_json(server, "POST", "/api/sessions", json.dumps(fields).encode())


# Without permission is not among them: tests may run as root, who has it.
FOLDERS = [
    ("missing", "/nowhere/at/all"),
    ("file", "/etc/passwd"),
    ("below a file", "/etc/passwd/x"),
    ("substitution", "#(touch CANARY)"),
    ("substitution of a path", "/#(touch CANARY)"),
    ("newline", "/tmp\n"),
    ("NUL", "/tmp\0"),
    ("C1", "/tmp/\x9b"),
    ("5 KB", "/" + "x" * 5 * KIB),
    ("empty", ""),
    ("relative", "tests"),
    ("dot", "."),
    ("the home of a user", "~nobody-of-that-name"),
    ("option", "-t"),
]


@pytest.mark.parametrize("cwd", [row[1] for row in FOLDERS], ids=[f"D1 {row[0]}" for row in FOLDERS])
def test_invalid_folders(cwd: str, target: Server) -> None:
    """tmux would start in another folder without an error."""
    assert (422, "bad_cwd") == create(target, cwd=cwd).told


COMMANDS = [
    ("NUL", "true\0"),
    ("200 KB", "x" * 200 * KIB),
    ("16 KB", "x" * 16 * KIB),
    ("empty", ""),
    ("blank", " \t\n"),
]


@pytest.mark.parametrize("command", [row[1] for row in COMMANDS], ids=[f"D3 {row[0]}" for row in COMMANDS])
def test_invalid_commands(command: str, target: Server) -> None:
    """A body beyond the limit gets its own error; other errors name the field."""
    expected = (413, "too_big") if len(command) > 64 * KIB else (422, "bad_command")
    assert expected == create(target, command=command).told


PARTS = st.sampled_from(
    [
        "#(touch CANARY)",
        "$(touch CANARY)",
        "`touch CANARY`",
        ";",
        "'",
        '"',
        "\\",
        "#",
        "##",
        "#[",
        "{",
        "~",
        " ",
        "a",
    ]
)
NAMES = st.lists(PARTS, min_size=1, max_size=6).map("".join).filter(lambda name: "/" not in name)
# Each example makes and kills a session; the fixtures are the same for all of them.
EXAMPLES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@EXAMPLES
@given(name=NAMES)
def test_d1_a_session_starts_in_its_folder(name: str, somebody: Server, tmp_path: Path) -> None:
    """A folder with any name; nothing in the name runs."""
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    (folder / "here").unlink(missing_ok=True)
    made = create(somebody, cwd=str(folder), command="touch here; exec sleep 60")
    assert 201 == made.status
    session_id = json.loads(made.body)["id"]
    windows = f"/api/sessions/%24{session_id[1:]}/windows"
    assert 201 == send_json(somebody, "POST", windows, b"{}").status
    eventually((folder / "here").exists)
    somebody.tmux("kill-session", "-t", session_id)
    assert [] == [*tmp_path.rglob("CANARY")]


@EXAMPLES
@given(text=st.one_of(NAMES, st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_d3_a_command_runs_unchanged(text: str, somebody: Server, tmp_path: Path) -> None:
    """tmux neither splits nor expands it: the shell gets every byte."""
    out = tmp_path / "out"
    out.unlink(missing_ok=True)
    quoted = "'" + text.replace("'", "'\\''") + "'"
    made = create(
        somebody, cwd=str(tmp_path), command=f"printf %s {quoted} > tmp; mv tmp out; exec sleep 60 ;"
    )
    assert 201 == made.status
    eventually(out.exists)
    assert text.encode() == out.read_bytes()
    somebody.tmux("kill-session", "-t", json.loads(made.body)["id"])
    assert [] == [*tmp_path.rglob("CANARY")]


def in_an_open_folder(folder: Path) -> dict[str, str]:
    (folder / "open").mkdir()
    (folder / "open").chmod(0o777)
    return {"WEBMUX_TMUX_SOCKET": str(folder / "open" / "tmux")}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (lambda folder: {"WEBMUX_TMUX_COMMAND": "/nowhere/tmux"}, "/nowhere/tmux"),
        (in_an_open_folder, "tmux_socket: other users can write"),
    ],
    ids=["D6 missing", "D6 folder 0777"],
)
def test_invalid_options_at_start(
    wrong: Callable[[Path], dict[str, str]], word: str, target: Server, socket_dir: Path
) -> None:
    """One line, before anything listens."""
    other = Server()
    done = subprocess.run(
        other.command,
        cwd=ROOT,
        env={**other.environ(), **wrong(socket_dir)},
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
    other.close()
    assert (EXIT_WRONG_START, 1) == (done.returncode, len(done.stderr.splitlines())), done.stderr
    assert word in done.stderr


def test_d6_a_socket_of_another_user(socket_dir: Path) -> None:
    """Our own socket folder is accepted, and one in which only the owner of a file can replace it."""
    path = socket_dir / "tmux"
    path.touch()
    me = os.geteuid()
    check_socket_place(path, me)
    socket_dir.chmod(0o1777)
    check_socket_place(path, me)
    socket_dir.chmod(0o755)
    if me == 0:
        os.chown(path, 1, -1)  # only root can give a file away; others can test with another id
    with pytest.raises(ConfigError):
        check_socket_place(path, me and me + 1)
