"""Changes as requests, with a real git; tests/browser/test_changes.py has a real tmux."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from flask import Flask

from tests.apps import BEARER, FakeTmux, client_of, code_of, make_app
from tests.unit.changes.repos import repo


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = repo(tmp_path / "tree")
    (tree / "a.txt").write_text("one\n2\nthree\n")
    return tree


@pytest.fixture
def app(tmp_path: Path, tree: Path) -> Flask:
    tmux = FakeTmux()
    cast(Any, tmux.link).run_each = lambda commands: [f"{tree}\n".encode()]
    return make_app(tmp_path / "app", tmux)


def test_files_and_differences_are_answered(app: Flask, tree: Path) -> None:
    client = client_of(app)
    found: Any = client.get("/api/panes/0/changes", headers=BEARER).json
    file = {"path": "a.txt", "staged": "", "unstaged": "M", "untracked": False, "conflict": False}
    assert [{**file, "added": 1, "removed": 1}] == found["files"]
    assert (str(tree), "main", None, 1, False) == tuple(
        found[name] for name in ("root", "branch", "ahead", "total", "more")
    )
    shown: Any = client.get("/api/panes/0/changes/diff?path=a.txt", headers=BEARER).json
    assert "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n" in shown["text"]


def test_a_name_that_is_not_text_can_be_asked_for(app: Flask, tree: Path) -> None:
    name = "caf\udce9\n\u202e"
    (tree / name).write_text("x\n")
    client = client_of(app)
    found: Any = client.get("/api/panes/0/changes", headers=BEARER).json
    assert name in [file["path"] for file in found["files"]]
    query = quote(name.encode("utf-8", "surrogateescape"))
    shown: Any = client.get(f"/api/panes/0/changes/diff?path={query}", headers=BEARER).json
    assert (name, True) == (shown["path"], "+x\n" in shown["text"])


def test_wrong_requests_are_refused(app: Flask) -> None:
    client = client_of(app)

    def code(path: str) -> tuple[int, str]:
        return code_of(client.get(f"/api/panes/{path}", headers=BEARER))

    assert (422, "bad_id") == code("%250/changes")
    assert (422, "bad_field") == code("0/changes/diff")
    assert (422, "bad_field") == code("0/changes/diff?path=../secret")
    assert (404, "file_unchanged") == code("0/changes/diff?path=.git/config")
    assert 401 == client.get("/api/panes/0/changes").status_code
