"""Which proxies are trusted, and the base path of all addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.apps import BEARER, ORIGIN, FakeTmux, client_of, make_app
from webmux.web.services import EXTENSION


@pytest.fixture
def below(tmp_path: Path) -> Flask:
    return make_app(tmp_path, FakeTmux(), base_path="/mux")


@pytest.mark.parametrize("path", ["/", "/muxer/", "/login", "/api/sessions", "/Mux/"])
def test_paths_outside_the_base_path_are_refused(path: str, below: Flask) -> None:
    answer = client_of(below).get(path, headers=BEARER)
    assert (404, "not_found") == (answer.status_code, answer.json["error"]["code"])
    assert "DENY" == answer.headers["X-Frame-Options"]


@pytest.mark.parametrize("path", ["/mux", "/mux/", "/mux/api/sessions", "/healthz", "/mux/healthz"])
def test_paths_below_the_base_path_are_served(path: str, below: Flask) -> None:
    assert 200 == client_of(below).get(path, headers=BEARER).status_code


def test_the_redirect_to_the_login_is_below_the_base_path(below: Flask) -> None:
    answer = client_of(below).get("/mux/s/work", headers={"Accept": "text/html"})
    assert "/mux/login?next=/mux/s/work" == answer.headers["Location"]


def test_servers_of_one_host_have_separate_cookies(tmp_path: Path, below: Flask) -> None:
    token = {"token": BEARER["Authorization"].partition(" ")[2]}
    names = []
    for app, base in ((below, "/mux"), (make_app(tmp_path / "other", FakeTmux()), "")):
        answer = client_of(app).post(f"{base}/login", json=token, headers={"Origin": ORIGIN})
        names.append(answer.headers["Set-Cookie"].partition("=")[0])
    assert names[0].startswith("webmux-mux-")
    assert names[0].rpartition("-")[2] != names[1].rpartition("-")[2]  # also at one path: a tunnel each


def proxied(tmp_path: Path, peer: str, **options: Any) -> tuple[int, str]:
    app = make_app(
        tmp_path, FakeTmux(), behind_proxy=True, public_origins=("https://mux.example.org",), **options
    )
    seen = []
    app.before_request(lambda: seen.append(app.extensions[EXTENSION] and _address()))
    answer = client_of(app).get(
        "/api/sessions",
        headers=BEARER | {"X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Forwarded-Host": "mux.example.org"},
        environ_overrides={"REMOTE_ADDR": peer},
    )
    return answer.status_code, "".join(seen)


def _address() -> str:
    from webmux.web.services import client_address

    return client_address()


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_a_proxy_on_this_machine_sets_the_client_address(peer: str, tmp_path: Path) -> None:
    assert (200, "203.0.113.9") == proxied(tmp_path, peer)


def test_a_proxy_on_another_machine_must_be_configured(tmp_path: Path) -> None:
    assert (403, "") == proxied(tmp_path / "unnamed", "10.0.0.5")
    assert (200, "203.0.113.9") == proxied(tmp_path / "named", "10.0.0.5", proxy_addresses=("10.0.0.0/24",))
    assert (403, "") == proxied(tmp_path / "other", "10.0.1.5", proxy_addresses=("10.0.0.0/24",))


def test_without_the_option_no_proxy_is_trusted(tmp_path: Path) -> None:
    app = make_app(tmp_path, FakeTmux())
    seen: list[str] = []
    app.before_request(lambda: seen.append(_address()))
    client_of(app).get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert ["127.0.0.1"] == seen
