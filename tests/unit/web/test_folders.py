"""Folders as requests; tests/integration/test_folders.py lists them over a connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.apps import BEARER, FakeTmux, client_of, code_of, make_app, services_of
from webmux.files.folders import FolderSlow, Listing
from webmux.web.folders import tidy


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/a/./b/../c", "/a/c"), ("/a/", "/a"), ("//a//b", "/a/b"), ("/", "/"), ("//", "/"),
        ("/../..", "/"), ("/a/..", "/"), ("/caf\udce9/x", "/caf\udce9/x"),
    ],
)  # fmt: skip
def test_a_path_is_told_the_short_way(path: str, wanted: str) -> None:
    assert wanted == tidy(path)


def test_a_disk_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """504, so that nobody takes the folder for gone."""

    def wait(_path: str) -> Listing:
        raise FolderSlow("the disk below this folder does not answer")

    tmux = FakeTmux()
    tmux.add("work")
    app = make_app(tmp_path, tmux)
    monkeypatch.setattr(services_of(app).folders, "list", wait)
    answer: Any = client_of(app).get("/api/sessions/%240/folder?path=/x", headers=BEARER)
    assert (504, "folder_slow") == code_of(answer)
