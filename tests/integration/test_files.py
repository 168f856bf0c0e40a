"""Files through a running server: up, down, refused, cut off."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import secrets
import socket
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.battery.raw import head
from tests.people import webmux
from tests.support import eventually
from webmux.files.uploads import SCRATCH

MIB = 1024 * 1024


@pytest.fixture
def folder(server, tmp_path: Path) -> Path:
    """The folder of the pane of a session `work`, `$0`."""
    server.tmux(
        "new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "-c", str(tmp_path), "env PS1='$ ' sh"
    )
    told = str(tmp_path)
    eventually(lambda: server.tmux("display-message", "-p", "-t", "=work:", "#{pane_current_path}") == told)
    return tmp_path


def session_id(server) -> str:
    return server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}")


def path_of(server, what: str, **query: str) -> str:
    words = "&".join(f"{key}={quote(value)}" for key, value in query.items())
    return f"/api/sessions/{quote(session_id(server))}/{what}?{words}"


def send(server, name: str, data: bytes, to: str = "pane", headers=None) -> tuple[int, dict]:
    path = path_of(server, "files", name=name, to=to)
    status, _, body = server.request("POST", path, data, headers or server.bearer)
    return status, json.loads(body)


def fetch(server, path: str, headers=None) -> tuple[int, dict[str, str], bytes]:
    return server.request("GET", path_of(server, "file", path=path), headers=headers or server.bearer)


def test_a_large_file_is_uploaded_and_downloaded_exactly(server, folder: Path) -> None:
    """20 MB, and the download has the same name."""
    data = secrets.token_bytes(20 * MIB)
    status, told = send(server, "größe 'n.bin", data)
    assert (201, str(folder / "größe 'n.bin"), len(data)) == (status, told["path"], told["bytes"])
    assert hashlib.sha256(data).digest() == hashlib.sha256(Path(told["path"]).read_bytes()).digest()
    status, headers, body = fetch(server, "größe 'n.bin")
    assert (200, data, str(len(data))) == (status, body, headers["content-length"])
    assert (
        "attachment; filename=\"gr__e 'n.bin\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%27n.bin"
        == headers["content-disposition"]
    )
    assert ("application/octet-stream", "nosniff") == (
        headers["content-type"],
        headers["x-content-type-options"],
    )


def test_a_private_file_is_in_a_folder_of_its_own(server, folder: Path) -> None:
    """Not in the folder of the pane, and private; the same name twice makes two files."""
    first, second = send(server, "a.png", b"one", "private")[1], send(server, "a.png", b"two", "private")[1]
    place = server.state_dir / "uploads" / "owner"
    assert [str(place / "a.png"), str(place / "a (2).png")] == [first["path"], second["path"]]
    assert (0o600, 0o700) == tuple(os.stat(path).st_mode & 0o777 for path in (first["path"], place))
    for told in (first, second):
        assert 204 == server.request("DELETE", f"/api/uploads/{told['id']}", headers=server.bearer)[0]
        assert not os.path.exists(told["path"])
    assert 404 == server.request("DELETE", f"/api/uploads/{first['id']}", headers=server.bearer)[0]
    assert [] == list(folder.iterdir())


def test_a_symbolic_link_is_not_followed(server, folder: Path, tmp_path_factory) -> None:
    target = tmp_path_factory.mktemp("elsewhere") / "target"
    (folder / "a.txt").symlink_to(target)
    assert str(folder / "a (2).txt") == send(server, "a.txt", b"x")[1]["path"]
    assert not target.exists()


def test_a_folder_without_permission_is_an_error(server, folder: Path) -> None:
    """Also for root, which could write anywhere: the folder was removed."""
    if os.geteuid() == 0:
        folder.rmdir()
        expected = "no_folder"
    else:
        folder.chmod(0o500)
        expected = "not_writable"
    status, told = send(server, "a.txt", b"x")
    assert (422, expected) == (status, told["error"]["code"])


def test_a_file_that_is_too_big_is_refused_with_the_reason(start_server, tmp_path: Path) -> None:
    """Also while it is being sent: the connection is not reset under the answer."""
    server = start_server("--upload-max-bytes", "1000000", "--upload-quota-bytes", "1500000")
    server.tmux("new-session", "-d", "-s", "work", "-c", str(tmp_path), "sh")
    status, told = send(server, "a.bin", b"x" * 8 * MIB)
    assert (413, "too_big") == (status, told["error"]["code"])
    assert 201 == send(server, "a.bin", b"x" * 900_000, "private")[0]
    status, told = send(server, "a.bin", b"x" * 900_000, "private")
    assert (507, "uploads_full") == (status, told["error"]["code"])
    assert [] == list(tmp_path.iterdir())


def test_an_upload_that_is_cut_off_leaves_nothing(server, folder: Path) -> None:
    """During the upload there is a temporary file, and afterwards none."""
    lines = [f"POST {path_of(server, 'files', name='a.bin', to='pane')} HTTP/1.1", "Host: {host}"]
    request = head(server, *lines, f"Content-Length: {4 * MIB}")
    with socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(request + b"x" * MIB)
        eventually(lambda: [path.name[: len(SCRATCH)] for path in folder.iterdir()] == [SCRATCH])
    eventually(lambda: not list(folder.iterdir()))


@pytest.mark.own_server
def test_a_server_that_stops_leaves_no_partial_file(server, folder: Path) -> None:
    lines = [f"POST {path_of(server, 'files', name='a', to='pane')} HTTP/1.1", "Host: {host}"]
    with socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(head(server, *lines, f"Content-Length: {4 * MIB}") + b"x" * MIB)
        eventually(lambda: list(folder.iterdir()))
        server.stop()
    assert [] == list(folder.iterdir())


def test_a_long_paste_is_one_event(server, folder: Path, attach) -> None:
    """In any number of pieces; the server confirms it on request."""
    client = attach()
    client.wait(b"$ ")
    for length in (32_768, 32_768, 100):
        client.type("x" * length)
        assert client.ask("input-taken")["ok"]
    _, _, body = server.request("GET", "/api/audit?event=paste", headers=server.bearer)
    assert 65_636 == json.loads(body)["events"][0]["detail"]["bytes"]


@pytest.mark.own_server
@pytest.mark.timeout_s(60)  # two programs start, each a second where nothing else runs
def test_a_viewer_can_neither_download_nor_upload(server, folder: Path) -> None:
    """A viewer; a guest, even one whose link lets type: files are for accounts; and another page."""
    (folder / "secret").write_text("x")
    webmux(server, "user", "add", "vic", "--role", "viewer", "--no-password")
    token = webmux(server, "token", "create", "vic", "--label", "test")
    for headers, status in (
        ({"Authorization": f"Bearer {token}"}, 403),
        (guest_headers(server), 401),
        ({"Cookie": "webmux=x", "Origin": "http://evil.example"}, 403),
    ):
        assert status == send(server, "a.txt", b"x", headers=headers)[0]
        assert fetch(server, "secret", headers)[0] in (401, 403)
    assert ["secret"] == [path.name for path in folder.iterdir()]


def guest_headers(server) -> dict[str, str]:
    """By a guest with a link that allows typing."""
    request_body = json.dumps({"session_id": session_id(server), "role": "operator"}).encode()
    headers = {**server.bearer, "Content-Type": "application/json"}
    _, _, body = server.request("POST", "/api/shares", request_body, headers)
    path, _, secret = json.loads(body)["path"].partition("#")
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    _, told, _ = server.request("POST", path, json.dumps({"secret": secret}).encode(), headers)
    return {"Cookie": told["set-cookie"].split(";")[0], "Origin": server.url}


def test_only_regular_files_are_downloaded(server, folder: Path) -> None:
    """A pipe does not hang, a folder and a device are refused."""
    os.mkfifo(folder / "pipe")
    rows = {"pipe": 422, ".": 422, "/dev/zero": 422, "gone": 404, "": 422, "a\0b": 422}
    assert rows == {path: fetch(server, path)[0] for path in rows}


def test_existing_paths_are_found(server, folder: Path) -> None:
    (folder / "a.py").write_text("abc")
    (folder / "sub dir").mkdir()
    asked = ["a.py", "./a.py", str(folder / "a.py"), "sub dir", "gone", "a\0b", "~"]
    body = json.dumps({"paths": asked}).encode()
    headers = {**server.bearer, "Content-Type": "application/json"}
    status, _, answer = server.request("POST", path_of(server, "paths"), body, headers)
    found = {one["path"]: (one["kind"], one["bytes"]) for one in json.loads(answer)["found"]}
    assert (200, asked[:4]) == (status, list(found))
    assert (("file", 3), "folder") == (found["a.py"], found["sub dir"][0])


def test_the_folder_of_a_pane_may_have_any_name(server, folder: Path) -> None:
    """Newlines, tabs, and bytes that are not UTF-8."""
    for name in (b"a\nb\tc", b"caf\xe9", "日本".encode()):
        odd = os.fsencode(folder) + b"/" + name
        os.mkdir(odd)
        os.symlink(odd, folder / "way")
        server.tmux("respawn-pane", "-k", "-t", "=work:", f"cd -P {folder}/way; exec cat")
        eventually(lambda odd=odd: send(server, "x", b"x")[0] == 201 and os.path.exists(odd + b"/x"))
        os.unlink(folder / "way")
    _, _, body = server.request("GET", "/api/audit?event=file_uploaded", headers=server.bearer)
    paths = [entry["detail"]["path"] for entry in json.loads(body)["events"]]
    assert any(path.endswith("caf\udce9/x") for path in paths)


def test_transfers_are_audited(server, folder: Path) -> None:
    send(server, "a.txt", b"abc")
    fetch(server, "a.txt")
    _, _, body = server.request("GET", "/api/audit", headers=server.bearer)
    events = {entry["event"]: entry["detail"] for entry in reversed(json.loads(body)["events"])}
    expected = {"session_id": session_id(server), "path": str(folder / "a.txt"), "bytes": 3}
    expected["token_label"] = "token of the server"
    assert {**expected, "to": "pane"} == events["file_uploaded"]
    assert expected == events["file_downloaded"]


def test_a_connection_is_reused_after_an_upload(server, folder: Path) -> None:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    used = set()
    for number in range(3):
        connection.request(
            "POST", path_of(server, "files", name=f"{number}", to="pane"), b"x" * MIB, server.bearer
        )
        answer = connection.getresponse()
        answer.read()
        assert 201 == answer.status
        assert connection.sock is not None
        used.add(connection.sock.getsockname())
    connection.close()
    assert 1 == len(used)
