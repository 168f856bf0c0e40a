"""Packed modules are served as long as they are made of the modules that are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.apps import client_of, make_app
from webmux.web.assets.addresses import Assets
from webmux.web.assets.sources import sources_key
from webmux.web.views import pages

PACKED = {"js/main/a.js": ["a-0123abcd.js", "b-4567cdef.js"]}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    for folder in ("js/main", "vendor", "packed"):
        (static / folder).mkdir(parents=True)
    (static / "js/main/a.js").write_text("import './b.js';\n")
    (static / "js/main/b.js").write_text("export {};\n")
    (static / "vendor/x.mjs").write_text("1")
    (static / "js/one.css").write_text("a {}")
    for names in PACKED.values():
        for name in names:
            (static / "packed" / name).write_text("packed " * 100)
            (static / "packed" / f"{name}.br").write_text("as Brotli")
    (static / "packed/one-89abcdef.css").write_text("a{}")
    manifest = {"sources": sources_key(static), "modules": PACKED, "styles": {"one": "one-89abcdef.css"}}
    (static / "packed/manifest.json").write_text(json.dumps(manifest))
    return static


@pytest.fixture
def client(static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(pages, "STATIC", static)
    return client_of(make_app(tmp_path))


def test_a_page_gets_the_packed_files_of_its_module(static: Path) -> None:
    expected = ("/mux/static/packed/a-0123abcd.js", "/mux/static/packed/b-4567cdef.js")
    assert expected == Assets(static, "/mux").modules("js/main/a.js")


def test_a_page_gets_its_style_sheets_in_one_file(static: Path) -> None:
    assets = Assets(static)
    assert ("/static/packed/one-89abcdef.css",) == assets.sheets("one", "js/one.css", "js/two.css")
    expected = tuple(assets.url(f"js/{name}.css") for name in ("one", "two"))
    assert expected == assets.sheets("other", "js/one.css", "js/two.css")


def test_an_installed_wheel_has_no_sources(static: Path) -> None:
    """Its manifest names none, so that there is nothing to compare."""
    path = static / "packed/manifest.json"
    manifest = json.loads(path.read_text())
    del manifest["sources"]
    path.write_text(json.dumps(manifest))
    (static / "js/main/a.js").unlink()
    assert ("/static/packed/a-0123abcd.js", "/static/packed/b-4567cdef.js") == Assets(static).modules(
        "js/main/a.js"
    )


@pytest.mark.parametrize("changed", ["js/main/b.js", "js/main/new.js", "vendor/x.mjs", "js/one.css"])
def test_an_edited_file_is_served_instead_of_the_packed_one(static: Path, changed: str) -> None:
    (static / changed).write_text("2")
    assets = Assets(static)
    names = ("js/main/a.js", "js/main/b.js")
    assert tuple(f"/static/{assets.version}/{name}" for name in names) == assets.modules("js/main/a.js")
    assert (assets.url("js/one.css"),) == assets.sheets("one", "js/one.css")


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"modules": 1}'])
def test_without_a_manifest_modules_are_served_as_they_are(static: Path, broken: str) -> None:
    (static / "packed/manifest.json").write_text(broken)
    assert "packed" not in "".join(Assets(static).modules("js/main/a.js"))


@pytest.mark.parametrize("missing", ["a-0123abcd.js", "b-4567cdef.js", "one-89abcdef.css"])
def test_if_a_packed_file_is_missing_none_is_used(static: Path, missing: str) -> None:
    (static / "packed" / missing).unlink()
    assets = Assets(static)
    assert "packed" not in "".join((*assets.modules("js/main/a.js"), *assets.sheets("one", "js/one.css")))


def test_a_packed_file_can_be_cached_indefinitely(client: FlaskClient) -> None:
    """Its name has a digest of its content; the name of the manifest has none."""
    packed = client.get("/static/packed/a-0123abcd.js", headers={"Accept-Encoding": "gzip, br"})
    assert (200, b"as Brotli", "br") == (packed.status_code, packed.data, packed.headers["Content-Encoding"])
    assert "immutable" in packed.headers["Cache-Control"]
    assert (
        "gzip"
        == client.get("/static/packed/a-0123abcd.js", headers={"Accept-Encoding": "gzip"}).headers[
            "Content-Encoding"
        ]
    )
    with client.get("/static/packed/manifest.json") as manifest:
        assert "no-cache" == manifest.headers["Cache-Control"]
