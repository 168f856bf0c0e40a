"""Files and pages are compressed for the browsers that take that."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import client_of, make_app
from webmux.web.assets.compressed import compressed
from webmux.web.views import pages

LONG = "a { content: '" + "x" * 5000 + "' }\n"
ZIPPED = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "static"
    (root / "js/ui").mkdir(parents=True)
    (root / "js/long.css").write_text(LONG)
    (root / "js/short.js").write_text("1")
    (root / "js/picture.png").write_text(LONG)
    monkeypatch.setattr(pages, "STATIC", root)
    return root


@pytest.fixture
def app(root: Path, tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def test_a_long_text_is_compressed_if_the_browser_accepts_it(client: FlaskClient, app: Flask) -> None:
    for path in (f"/static/{app.config['ASSET_VERSION']}/js/long.css", "/static/js/long.css"):
        answer = client.get(path, headers=ZIPPED)
        assert ("gzip", "Accept-Encoding") == (answer.headers["Content-Encoding"], answer.headers["Vary"])
        assert LONG.encode() == gzip.decompress(answer.data)
        assert "text/css" == answer.mimetype
        with client.get(path, headers={"Accept-Encoding": "identity"}) as plain:
            assert LONG.encode() == plain.data
            assert "Content-Encoding" not in plain.headers


def test_comments_of_style_sheets_are_removed(client: FlaskClient, root: Path) -> None:
    (root / "js/long.css").write_text("/* gone */\n" * 200 + LONG)
    assert LONG.encode() == gzip.decompress(client.get("/static/js/long.css", headers=ZIPPED).data).lstrip()


def test_files_compressed_by_set_up_are_sent(client: FlaskClient, root: Path) -> None:
    (root / "js/long.css.gz").write_bytes(gzip.compress(b"patient"))
    assert b"patient" == gzip.decompress(client.get("/static/js/long.css", headers=ZIPPED).data)


def test_a_file_that_would_not_shrink_is_sent_unchanged(client: FlaskClient) -> None:
    for name in ("short.js", "picture.png"):
        with client.get(f"/static/js/{name}", headers=ZIPPED) as answer:
            assert (200, None) == (answer.status_code, answer.headers.get("Content-Encoding"))


def test_a_browser_with_a_cached_file_gets_304(client: FlaskClient) -> None:
    tag = client.get("/static/js/long.css", headers=ZIPPED).headers["ETag"]
    answer = client.get("/static/js/long.css", headers={**ZIPPED, "If-None-Match": tag})
    assert (304, b"") == (answer.status_code, answer.data)


def test_a_changed_file_is_compressed_again(client: FlaskClient, root: Path) -> None:
    client.get("/static/js/long.css", headers=ZIPPED)
    (root / "js/long.css").write_text(LONG * 2)
    answer = client.get("/static/js/long.css", headers=ZIPPED)
    assert (LONG * 2).encode() == gzip.decompress(answer.data)


def test_other_spellings_of_a_path_are_not_cached(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any client can request it without a login, and the number of spellings is not limited."""
    done: list[Path] = []
    monkeypatch.setattr(
        "webmux.web.assets.compressed.compressed",
        lambda file, how: done.append(file) or compressed(file, how),
    )
    for spelling in ("js/long.css", "js/%2e/long.css", "js/x/%2e%2e/long.css", "js/%2e/%2e/long.css"):
        assert 200 == client.get(f"/static/{spelling}", headers=ZIPPED).status_code
    assert 1 == len(done)


@pytest.mark.parametrize("name", ["none.js", "x" * 300 + ".js", "js/long.css/x.js", "js", "%ff.js"])
def test_a_missing_file_is_not_found(name: str, client: FlaskClient) -> None:
    assert 404 == client.get(f"/static/{name}", headers=ZIPPED).status_code


def test_a_page_is_compressed_if_the_browser_accepts_it(client: FlaskClient) -> None:
    plain, answer = client.get("/login"), client.get("/login", headers=ZIPPED)
    assert ("gzip", plain.data) == (answer.headers["Content-Encoding"], gzip.decompress(answer.data))
    assert (str(len(answer.data)), "Accept-Encoding") == (
        answer.headers["Content-Length"],
        answer.headers["Vary"],
    )
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in client.get("/healthz", headers=ZIPPED).headers
