"""One shape of error for programs, one page for people."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.apps import BEARER, client_of, make_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return client_of(make_app(tmp_path))


@pytest.mark.parametrize(
    ("path", "accept", "page"),
    [
        ("/nope", BROWSER, True),
        ("/nope", None, True),
        ("/nope", "*/*", True),
        ("/nope", "application/json", False),
        ("/api/nope", BROWSER, False),
        ("/ws", BROWSER, False),
        ("/static/nope.js", BROWSER, False),
    ],
)
def test_the_accept_header_decides_the_shape(
    path: str, accept: str | None, page: bool, client: FlaskClient
) -> None:
    headers = BEARER if accept is None else {**BEARER, "Accept": accept}
    answer = client.get(path, headers=headers)
    assert page == (answer.mimetype == "text/html")
    if not page:
        assert {"error"} == set(answer.get_json())
        assert {"code", "message", "request_id"} == set(answer.get_json()["error"])


def test_the_page_escapes_what_it_shows_and_has_no_script(client: FlaskClient) -> None:
    text = client.get("/s/%3Cimg%20onerror%3D1%3E", headers=BEARER).get_data(as_text=True)
    assert "<img" not in text
    assert "<script>" not in text
    assert 'href="/"' in text
