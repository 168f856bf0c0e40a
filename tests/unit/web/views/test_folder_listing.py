"""Folders as requests; tests/integration/test_folders.py lists them over a connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.apps import BEARER, FakeTmux, client_of, code_of, make_app, services_of
from webmux.files.folders import FolderSlow, Listing
from webmux.web.views.folder_listing import tidy


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/a/./b/../c", "/a/c"), ("/a/", "/a"), ("//a//b", "/a/b"), ("/", "/"), ("//", "/"),
        ("/../..", "/"), ("/a/..", "/"), ("/caf\udce9/x", "/caf\udce9/x"),
    ],
)  # fmt: skip
def test_a_path_is_abbreviated(path: str, wanted: str) -> None:
    assert wanted == tidy(path)


def test_a_disk_that_does_not_answer_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """504, so that the page does not show the folder as removed."""

    def wait(_path: str) -> Listing:
        raise FolderSlow("the disk below this folder does not answer")

    tmux = FakeTmux()
    tmux.add("work")
    app = make_app(tmp_path, tmux)
    monkeypatch.setattr(services_of(app).folders, "list", wait)
    answer: Any = client_of(app).get("/api/sessions/%240/folder?path=/x", headers=BEARER)
    assert (504, "folder_slow") == code_of(answer)


def test_a_folder_is_listed_without_a_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To choose the folder of a first session: an absolute path, a path from `~`, or the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "project").mkdir()
    client = client_of(make_app(tmp_path / "app", FakeTmux()))
    for query in ("", "?path=~/", f"?path={tmp_path}"):
        answer: Any = client.get(f"/api/folder{query}", headers=BEARER)
        assert str(tmp_path) == answer.json["path"]
        assert "project" in [entry["name"] for entry in answer.json["entries"]]
    assert (404, "folder_not_found") == code_of(client.get("/api/folder?path=~/gone", headers=BEARER))
    assert 401 == client.get("/api/folder").status_code
