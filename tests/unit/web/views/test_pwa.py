"""The files of the installed app: right types, right caching, below any base path."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from tests.apps import client_of, make_app


@pytest.fixture
def client(tmp_path: Path):
    return client_of(make_app(tmp_path))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/offline", "text/html; charset=utf-8"),
    ],
)
def test_the_files_are_public_and_revalidated(path: str, kind: str, client) -> None:
    with client.get(path) as answer:
        assert (200, kind) == (answer.status_code, answer.content_type)
        assert "no-cache" == answer.headers["Cache-Control"]
        assert "manifest-src 'self'; worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_manifest_is_complete(client) -> None:
    manifest = client.get("/manifest.webmanifest").get_json()
    assert ("standalone", "/", "/") == (manifest["display"], manifest["start_url"], manifest["scope"])
    assert {"any", "maskable"} == {icon["purpose"] for icon in manifest["icons"]}
    assert ["New session", "Sessions", "Last session"] == [one["name"] for one in manifest["shortcuts"]]
    for icon in manifest["icons"]:
        with client.get(icon["src"]) as answer:
            width = int.from_bytes(answer.data[16:20])
        assert (200, "image/png", icon["sizes"]) == (answer.status_code, answer.mimetype, f"{width}x{width}")


def test_all_addresses_are_below_the_base_path(tmp_path: Path) -> None:
    client = client_of(make_app(tmp_path, base_path="/mux"))
    manifest = client.get("/mux/manifest.webmanifest").get_json()
    addresses = [manifest["id"], manifest["start_url"], manifest["scope"]]
    addresses += [one["src"] for one in manifest["icons"]] + [one["url"] for one in manifest["shortcuts"]]
    assert [] == [address for address in addresses if not address.startswith("/mux/")]


def test_the_offline_page_needs_no_other_file(client) -> None:
    text = client.get("/offline").get_data(as_text=True)
    assert [] == [word for word in ("src=", "<link", "url(", "http-equiv") if word in text]


def test_the_script_of_the_offline_page_is_the_only_one_it_may_run(client) -> None:
    answer = client.get("/offline")
    script = re.findall(r"<script[^>]*>(.*?)</script>", answer.get_data(as_text=True), re.DOTALL)
    assert 1 == len(script)
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]
