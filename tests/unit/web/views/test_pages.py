"""Pages show the right session and nothing else; files are cached exactly as long as they are valid."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, FakeTmux, client_of, make_app
from webmux.errors import TmuxTimeout
from webmux.web.server.headers import CONTENT_POLICY
from webmux.web.views import pages

NAMES = [
    "prod",
    "$0",
    "-x",
    "a;b",
    "#(touch x)",
    "<img onerror=1>",
    "a/b",
    "a//b",
    "/a",
    "a/",
    "ü😀",
    "a b",
    "%2F",
    "a?b#c",
    "...",
]

PAGES = ("/s/x?view=panes", "/s/x", "/s/x?view=mirror", "/s/x?view=terminal", "/", "/settings")


@pytest.fixture
def tmux() -> FakeTmux:
    return FakeTmux()


@pytest.fixture
def app(tmp_path: Path, tmux: FakeTmux) -> Flask:
    return make_app(tmp_path, tmux)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def test_home_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/", headers=BEARER)
    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.content_type)


def test_an_empty_list_names_the_socket_of_tmux(tmp_path: Path) -> None:
    """A session made on another socket would never appear."""
    with make_app(tmp_path / "a", FakeTmux()).app_context():
        assert "tmux new -s work" == pages.new_session_command()
    with make_app(tmp_path / "b", FakeTmux(), tmux_socket=tmp_path / "my tmux").app_context():
        assert f"tmux -S '{tmp_path}/my tmux' new -s work" == pages.new_session_command()


def test_help_is_a_page_with_its_own_script(client: FlaskClient) -> None:
    answer = client.get("/help", headers=BEARER)
    assert 200 == answer.status_code
    assert re.search(r'<script type="module" src="/static/[^"]*/help[^"]*\.js">', answer.text)


def test_settings_are_a_page(client: FlaskClient) -> None:
    answer = client.get("/settings", headers=BEARER)
    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.content_type)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_opens_exactly_its_session(name: str, client: FlaskClient, tmux: FakeTmux) -> None:
    tmux.add(name + "uction")
    path = f"/s/{quote(name, safe='')}"
    assert 404 == client.get(path, headers=BEARER).status_code
    tmux.add(name)
    answer = client.get(path, headers=BEARER)
    assert 200 == answer.status_code
    assert "<img" not in answer.get_data(as_text=True)
    assert ("find_session", name) in tmux.calls


def test_an_unknown_session_has_a_link_to_the_session_list(client: FlaskClient) -> None:
    answer = client.get("/s/%3Cscript%3E", headers=BEARER)
    text = answer.get_data(as_text=True)
    assert 404 == answer.status_code
    assert 'href="/"' in text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text


def test_an_unknown_view_is_refused(client: FlaskClient, tmux: FakeTmux) -> None:
    tmux.add("x")
    assert 200 == client.get("/s/x?view=terminal", headers=BEARER).status_code
    assert 400 == client.get("/s/x?view=nope", headers=BEARER).status_code


def test_a_session_opens_in_the_view_of_its_user(client: FlaskClient, tmux: FakeTmux) -> None:
    """The address wins over the setting; a viewer gets the mirror in any case."""
    tmux.add("x")

    def view(query: str = "") -> str:
        return client.get(f"/s/x{query}", headers=BEARER).get_data(as_text=True).split()[2]

    assert "terminal" == view()
    client.patch("/api/settings", headers=BEARER, json={"settings": {"session.view": "panes"}})
    assert ("panes", "panes", "terminal") == (view(), view("?window=@1"), view("?view=terminal"))
    client.patch("/api/settings", headers=BEARER, json={"settings": {"session.view": ["nonsense"]}})
    assert ("terminal", "panes") == (view(), view("?view=panes"))


def test_only_native_panes_of_users_who_turned_on_images_decode_them(tmp_path: Path, tmux: FakeTmux) -> None:
    def pages_with_images(client: FlaskClient) -> list[str]:
        policies = {path: client.get(path, headers=BEARER).headers[CONTENT_POLICY] for path in PAGES}
        return [path for path, policy in policies.items() if "'wasm-unsafe-eval'" in policy]

    tmux.add("x")
    client = client_of(make_app(tmp_path / "a", tmux))
    assert [] == pages_with_images(client)
    for value in ("yes", 1, [True]):
        client.patch("/api/settings", headers=BEARER, json={"settings": {"panes.images": value}})
        assert [] == pages_with_images(client)
    client.patch("/api/settings", headers=BEARER, json={"settings": {"panes.images": True}})
    assert ["/s/x?view=panes"] == pages_with_images(client)

    client = client_of(make_app(tmp_path / "b", tmux, pane_images=False))
    client.patch("/api/settings", headers=BEARER, json={"settings": {"panes.images": True}})
    assert [] == pages_with_images(client)


def test_the_administrator_sets_the_view_of_those_who_chose_none(tmp_path: Path, tmux: FakeTmux) -> None:
    tmux.add("x")
    client = client_of(make_app(tmp_path, tmux, session_view="panes"))
    assert "<!doctype html>x panes" in client.get("/s/x", headers=BEARER).get_data(as_text=True)
    client.patch("/api/settings", headers=BEARER, json={"settings": {"session.view": "terminal"}})
    assert "<!doctype html>x terminal" in client.get("/s/x", headers=BEARER).get_data(as_text=True)


def test_the_attached_view_opens_and_says_why_panes_cannot(
    client: FlaskClient, tmux: FakeTmux, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmux.add("x")
    monkeypatch.setattr(tmux, "check", lambda: "3.2a")
    monkeypatch.setattr(tmux, "run", lambda *commands: "off\non\n")
    text = client.get("/s/x?view=panes", headers=BEARER).get_data(as_text=True)
    assert "x terminal tmux 3.2a can end" in text
    assert "remain-on-exit" not in client.get("/s/x", headers=BEARER).get_data(as_text=True)


def test_a_tmux_that_does_not_answer_gives_an_error_page(client: FlaskClient, tmux: FakeTmux) -> None:
    tmux.broken = TmuxTimeout("tmux did not answer in 5 s")
    answer = client.get("/s/x", headers={**BEARER, "Accept": "text/html"})
    assert 504 == answer.status_code
    assert "tmux did not answer in 5 s" in answer.get_data(as_text=True)


def test_assets_have_the_version_in_their_path(client: FlaskClient, app: Flask, tmux: FakeTmux) -> None:
    tmux.add("x")
    version = app.config["ASSET_VERSION"]
    assert f"/static/{version}/js/main.js" in client.get("/s/x", headers=BEARER).get_data(as_text=True)


def test_a_versioned_file_can_be_cached_indefinitely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path / "static")
    script = Path("js/main.mjs")
    (tmp_path / "static/js").mkdir(parents=True)
    (tmp_path / "static" / script).write_text("1")
    app = make_app(tmp_path)
    client = client_of(app)
    cached = client.get(f"/static/{app.config['ASSET_VERSION']}/{script}")
    assert (200, "text/javascript") == (cached.status_code, cached.mimetype)
    assert "immutable" in cached.headers["Cache-Control"]
    plain = client.get(f"/static/{script}")
    assert (200, "no-cache") == (plain.status_code, plain.headers["Cache-Control"])
    assert 404 == client.get(f"/static/0123456789ab/{script}").status_code
    cached.close()
    plain.close()


@pytest.mark.parametrize(
    "path",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "js/../../app.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        ".",
        "",
    ],
)
def test_files_outside_the_folder_are_not_served(path: str, client: FlaskClient, app: Flask) -> None:
    for prefix in ("/static/", f"/static/{app.config['ASSET_VERSION']}/"):
        assert 404 == client.get(prefix + path, headers=BEARER).status_code


def test_the_page_of_an_agent_has_the_pane_and_no_terminal(client) -> None:
    """The session may have another name by now, so it is not looked up; anything but a number is ignored."""
    digest = "0123456789abcdef" * 2
    page = client.get(f"/s/gone%3Cb%3E?answer=12&digest={digest}", headers=BEARER)
    assert 200 == page.status_code
    assert f'data-pane="12" data-digest="{digest}"' in page.text
    assert "xterm" not in page.text
    assert "<b>" not in page.text
    assert 'data-digest=""' in client.get("/s/x?answer=12&digest=%22%3E", headers=BEARER).text
    assert 303 == client.get("/s/x?answer=12", headers={"Accept": "text/html"}).status_code
    for pane in ("", "%2512", "1x", "\u0661", "12345678901"):
        assert 404 == client.get("/s/none", query_string={"answer": pane}, headers=BEARER).status_code
