"""Uploads and downloads by the row: names, lengths, paths; and nothing that was refused is on the disk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.battery.raw import ask
from tests.battery.test_bodies import CHUNKED, HOST, chunked
from tests.server import Server

MIB = 1024 * 1024


@pytest.fixture
def session(target: Server) -> str:
    return quote(target.tmux("display-message", "-p", "-t", "=steady:", "#{session_id}"))


def stored_files(target: Server) -> list[Path]:
    return sorted(path for path in (target.state_dir / "uploads").rglob("*") if not path.is_dir())


def upload(session: str, name: str, to: str = "private") -> str:
    return f"POST /api/sessions/{session}/files?name={name}&to={to} HTTP/1.1"


NAMES = [
    ("D4 up", "../x"), ("D4 root", "/etc/x"), ("D4 dot", "."), ("D4 dots", ".."), ("D4 none", ""),
    ("D4 NUL", "a%00b"), ("D4 300 bytes", "x" * 300), ("D4 encoded", "..%2F..%2F.bashrc"),
    ("D4 hidden", ".bashrc"), ("D4 backslash", "..%5Cx"), ("D4 option", "-rf"), ("D4 newline", "a%0Ab"),
    ("D4 escape", "a%1B%5D0%3Bx%07"), ("D4 no UTF-8", "%FF%FE/"), ("D4 bidi", "a%E2%80%AEb"),
]  # fmt: skip


@pytest.mark.parametrize("name", [row[1] for row in NAMES], ids=[row[0] for row in NAMES])
@pytest.mark.parametrize("to", ["private", "pane"])
def test_invalid_file_names(name: str, to: str, session: str, somebody: Server, target: Server) -> None:
    answer = ask(somebody, upload(session, name, to), HOST, "Content-Length: 1", body=b"x")
    assert (422, "bad_name") == answer.told
    assert [] == stored_files(target)


def test_symbolic_links_in_the_path(session: str, somebody: Server, target: Server, tmp_path: Path) -> None:
    """D4: the target of a link stays unchanged, also if the link is the user's folder."""
    outside = tmp_path / "outside"
    outside.write_text("mine")
    answer = ask(somebody, upload(session, "a"), HOST, "Content-Length: 1", body=b"x")
    assert 201 == answer.status
    [file] = stored_files(target)
    file.unlink()
    file.symlink_to(outside)
    assert 201 == ask(somebody, upload(session, "a"), HOST, "Content-Length: 1", body=b"x").status
    assert ("mine", "x") == (outside.read_text(), (file.parent / "a (2)").read_text())
    for path in stored_files(target):
        path.unlink()
    file.parent.rmdir()
    file.parent.symlink_to(tmp_path)
    refused = ask(somebody, upload(session, "b"), HOST, "Content-Length: 1", body=b"x")
    assert (422, "no_folder") == refused.told
    file.parent.unlink()
    assert [outside] == list(tmp_path.iterdir())


LENGTHS = [
    ("H15", (CHUNKED,), chunked(b"x" * 100_000, b"x" * 200_000), 411, "length_required"),
    ("H15 both", (CHUNKED, "Content-Length: 3"), chunked(b"xxx"), 400, "bad_request"),
    ("H15 none", (), b"", 411, "length_required"),
    ("H16", ("Content-Length: 99999999999",), b"xx", 413, "too_big"),
    ("H16 sent", (f"Content-Length: {101 * MIB}",), b"x" * MIB, 413, "too_big"),
    ("H17", ("Content-Length: -1",), b"", 400, "bad_request"),
]


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"), [row[1:] for row in LENGTHS], ids=[row[0] for row in LENGTHS]
)
def test_ways_to_send_a_file(
    headers: tuple[str, ...],
    body: bytes,
    status: int,
    code: str,
    session: str,
    somebody: Server,
    target: Server,
) -> None:
    assert (status, code) == ask(somebody, upload(session, "a"), HOST, *headers, body=body).told
    assert [] == stored_files(target)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dev/zero", 422),
        ("/dev/tty", 422),
        (".", 422),
        ("", 422),
        ("a%00b", 422),
        ("x" * 5000, 414),
        ("gone", 404),
    ],
)
def test_paths_without_a_file(path: str, status: int, session: str, somebody: Server) -> None:
    """The other half of D4; a head that is too long ends the request before its path is read."""
    assert status == ask(somebody, f"GET /api/sessions/{session}/file?path={path} HTTP/1.1", HOST).status


@pytest.mark.parametrize("session_id", ["%24999999", "work", "%2499999999999", "%241%3A"])
def test_sessions_that_do_not_exist(session_id: str, somebody: Server, target: Server) -> None:
    for to in ("private", "pane"):
        answer = ask(somebody, upload(session_id, "a", to), HOST, "Content-Length: 1", body=b"x")
        assert answer.status in (404, 422)
    assert [] == stored_files(target)
