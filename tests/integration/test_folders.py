"""Folders through a running server: listed, walked, refused; and files put into one that is shown."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

import pytest

from tests.integration.test_files import guest_headers, path_of, session_id
from tests.people import webmux
from tests.support import eventually

ODD = [b"a\nb", b"\x1b[31m", b"caf\xe9", b"#(touch x)", b'it\'s "q"', b"a+b %41", "日本".encode()]


@pytest.fixture
def folder(server, tmp_path: Path) -> Path:
    """The folder of the pane of a session `work`, `$0`."""
    server.tmux(
        "new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "-c", str(tmp_path), "env PS1='$ ' sh"
    )
    told = str(tmp_path)
    eventually(lambda: server.tmux("display-message", "-p", "-t", "=work:", "#{pane_current_path}") == told)
    return tmp_path


def show(server, path: str | bytes | None = None, headers=None) -> tuple[int, dict]:
    asked = path_of(server, "folder")
    if path is not None:
        asked += f"path={quote_from_bytes(os.fsencode(path))}"
    status, _, body = server.request("GET", asked, headers=headers or server.bearer)
    return status, json.loads(body)


def names(told: dict) -> list[str]:
    return [entry["name"] for entry in told["entries"]]


def test_the_folder_of_the_pane_is_listed_and_its_neighbours(server, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "a.txt").write_text("abc")
    status, told = show(server)
    assert (200, str(folder), 2, ["sub", "a.txt"]) == (status, told["path"], told["total"], names(told))
    assert {"kind": "file", "bytes": 3, "leads_to": None}.items() <= told["entries"][1].items()
    assert (str(folder / "sub"), []) == (show(server, "sub")[1]["path"], names(show(server, "./sub/")[1]))
    assert str(folder.parent) == show(server, "sub/../..")[1]["path"]
    assert {"/"} == {show(server, path)[1]["path"] for path in ("/", "//", "/../..")}
    assert str(server.home) == show(server, "~/")[1]["path"]


def test_names_of_any_bytes_are_listed_entered_and_downloaded(server, folder: Path) -> None:
    for name in ODD:
        os.mkdir(os.fsencode(folder) + b"/" + name)
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name + b"/" + name)).write_bytes(name)
    assert sorted(ODD) == sorted(map(os.fsencode, names(show(server)[1])))
    for name in ODD:
        status, told = show(server, os.fsencode(folder) + b"/" + name)
        assert (200, [name]) == (status, [os.fsencode(one) for one in names(told)])
        path = quote_from_bytes(name + b"/" + name)
        got = server.request("GET", path_of(server, "file") + f"path={path}", headers=server.bearer)
        assert (200, name) == (got[0], got[2])
    assert not (folder / "x").exists()


def test_a_huge_folder_is_cut_and_marked_as_cut(server, folder: Path) -> None:
    for number in range(5000):
        os.close(os.open(folder / f"{number:04d}", os.O_CREAT | os.O_WRONLY))
    told = show(server)[1]
    assert (5000, 2000, "1999") == (told["total"], len(told["entries"]), names(told)[-1])


def test_paths_that_are_not_folders_are_refused_at_once(server, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "file").touch()
    (folder / "out").symlink_to("/etc")
    (folder / "circle").symlink_to("circle")
    expected = {
        "pipe": (422, "not_a_folder"), "file": (422, "not_a_folder"), "/dev/null": (422, "not_a_folder"),
        "file/x": (422, "not_a_folder"), "a\0b": (422, "bad_path"), "circle": (404, "folder_not_found"),
        "gone": (404, "folder_not_found"), "x" * 300: (404, "folder_not_found"),
    }  # fmt: skip
    got = {path: show(server, path) for path in expected}
    assert expected == {path: (status, told["error"]["code"]) for path, (status, told) in got.items()}
    told = show(server)[1]
    assert [("circle", "link"), ("file", "file"), ("out", "link"), ("pipe", "other")] == [
        (entry["name"], entry["kind"]) for entry in told["entries"]
    ]
    assert "passwd" in names(show(server, "out")[1])


def test_a_file_is_uploaded_into_the_shown_folder(server, folder: Path) -> None:
    odd = os.fsdecode(os.fsencode(folder) + b"/caf\xe9")
    os.mkdir(odd)

    def send(to: str) -> tuple[int, dict]:
        asked = (
            f"{path_of(server, 'files', name='a.txt')}&to=folder&folder={quote_from_bytes(os.fsencode(to))}"
        )
        status, _, body = server.request("POST", asked, b"abc", server.bearer)
        return status, json.loads(body)

    status, told = send(odd)
    assert (201, odd + "/a.txt", "folder") == (status, told["path"], told["to"])
    assert b"abc" == Path(odd, "a.txt").read_bytes()
    (folder / "file").touch()
    codes = {to: send(to)[1]["error"]["code"] for to in ("gone", "file", "", "a\0b")}
    assert {"gone": "no_folder", "file": "no_folder", "": "bad_path", "a\0b": "bad_path"} == codes
    assert ["caf\udce9", "file"] == sorted(os.listdir(folder))


def test_a_new_folder_of_the_pane_is_reported(server, folder: Path, attach) -> None:
    client = attach()
    client.wait(b"$ ")
    client.type("cd /usr\r")
    client.wait(lambda c: [event for event in c.events if event["event"] == "folder"])
    assert "/usr" == show(server)[1]["path"]


@pytest.mark.own_server
@pytest.mark.timeout_s(60)  # two programs start, each a second where nothing else runs
def test_only_operators_see_folders_and_reading_is_audited(server, folder: Path) -> None:
    webmux(server, "user", "add", "vic", "--role", "viewer", "--no-password")
    token = webmux(server, "token", "create", "vic", "--label", "test")
    assert 403 == show(server, headers={"Authorization": f"Bearer {token}"})[0]
    assert 401 == show(server, headers=guest_headers(server))[0]
    assert 200 == show(server, "/usr")[0]
    assert 404 == server.request("GET", f"/api/sessions/{quote('$99')}/folder", headers=server.bearer)[0]
    _, _, body = server.request("GET", "/api/audit?event=folder_listed", headers=server.bearer)
    [entry] = json.loads(body)["events"]
    assert {"session_id": session_id(server), "path": "/usr"}.items() <= entry["detail"].items()
