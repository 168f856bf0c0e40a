"""A backup of a running server starts another server, in which everything is as it was."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tests.people import add_user, seen_by, webmux
from tests.server import Server

pytestmark = pytest.mark.own_server


def asked(
    server: Server, method: str, path: str, body: object, headers: dict[str, str]
) -> tuple[int, object]:
    sent = {"Origin": server.url, "Content-Type": "application/json", **headers}
    status, _, text = server.request(method, path, json.dumps(body).encode(), sent)
    return status, json.loads(text or b"null")


@pytest.mark.timeout_s(60)  # two servers and five commands start, one after the other
def test_a_server_is_backed_up_while_it_runs_and_restored(
    server: Server, start_server, tmp_path: Path
) -> None:
    add_user(server, "ada", "viewer")
    headers = {"Content-Type": "application/json", "Origin": server.url}
    body = json.dumps({"token": server.token}).encode()
    status, names, _ = server.request("POST", "/login", body, headers)
    assert 204 == status
    cookie = {"Cookie": names["set-cookie"].split(";")[0]}
    assert 200 == asked(server, "PATCH", "/api/settings", {"settings": {"theme.name": "dracula"}}, cookie)[0]
    backup = tmp_path / "backup.tar.gz"
    assert "" == webmux(server, "backup", str(backup))
    assert 0o600 == backup.stat().st_mode & 0o777
    with tarfile.open(backup) as archive:
        assert "manifest.json" == archive.getnames()[-1]
    assert "a server runs" in webmux(server, "restore", "--replace", str(backup), code=1)
    assert "This backup is good" in webmux(server, "restore", "--check", str(backup))
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(backup.read_bytes()[:-50])
    assert "cut off" in webmux(server, "restore", "--check", str(cut), code=1)
    assert "must not be in the state directory" in webmux(
        server, "backup", str(server.state_dir / "x"), code=1
    )
    server.stop()

    def put_back(new: Server) -> None:
        new.token = server.token  # it comes from the environment, and is part of what makes a cookie valid
        assert "Restored into" in webmux(new, "restore", "--replace", str(backup))

    new = start_server(prepare=put_back)
    status, me = asked(new, "GET", "/api/me", None, cookie)
    assert (200, "owner") == (status, me["user"])
    assert {"theme.name": "dracula"} == asked(new, "GET", "/api/settings", None, cookie)[1]["settings"]
    events = [json.loads(line)["event"] for line in webmux(new, "audit", "--json").splitlines()]
    assert ["restored", "login"] == events[:2], "a backup does not have what came after it"
    assert seen_by(new, **cookie).bearer == cookie
