"""Uploads as requests; tests/integration/test_files.py sends them over a connection."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.apps import BEARER, FakeTmux, client_of, code_of, make_app
from webmux.web.views.files import disposition

UPLOAD = "/api/sessions/%240/files?name=a.txt"


class Stops(io.RawIOBase):
    """A body of which some bytes come, and then this happens."""

    def __init__(self, error: Exception | None) -> None:
        self._parts = [b"some"]
        self._error = error

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._parts:
            return self._parts.pop()
        if self._error is not None:
            raise self._error
        return b""


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    tmux = FakeTmux()
    tmux.add("work")
    return client_of(make_app(tmp_path, tmux))


def send(client: FlaskClient, body: io.RawIOBase, length: int, path: str = UPLOAD) -> Any:
    environ = {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": str(length)}
    return client.post(path, headers=BEARER, environ_overrides=environ)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (TimeoutError(), 408, "timeout"),
        (ConnectionResetError(), 400, "bad_request"),
        (None, 400, "bad_request"),
    ],
)
def test_a_body_that_stops_leaves_nothing(
    error: Exception | None, status: int, code: str, client: FlaskClient, tmp_path: Path
) -> None:
    """Thirty seconds of silence, a connection that broke, one that ended early."""
    answer = send(client, Stops(error), 100)
    assert (status, code) == code_of(answer)
    assert "close" == answer.headers["Connection"]
    assert [] == [
        path for path in tmp_path.rglob("*") if path.name.endswith("a.txt") or "upload-" in path.name
    ]


def test_a_whole_body_is_stored(client: FlaskClient) -> None:
    answer = send(client, Stops(None), 4)
    assert (201, "some") == (answer.status_code, Path(answer.get_json()["path"]).read_text())


@pytest.mark.parametrize("to", ["", "home", "PANE", "private,pane"])
def test_only_two_destinations_are_accepted(to: str, client: FlaskClient) -> None:
    assert (422, "bad_field") == code_of(send(client, Stops(None), 4, f"{UPLOAD}&to={to}"))


def test_an_ended_session_accepts_no_upload(client: FlaskClient) -> None:
    path = UPLOAD.replace("%240", "%247")
    assert (404, "session_not_found") == code_of(send(client, Stops(None), 4, path))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
        ('a"b\\c\r\nX: y', "attachment; filename=\"a_b_c__X: y\"; filename*=UTF-8''a%22b%5Cc%0D%0AX%3A%20y"),
        ("ü%41", "attachment; filename=\"__41\"; filename*=UTF-8''%C3%BC%2541"),
        ("caf\udce9", "attachment; filename=\"caf_\"; filename*=UTF-8''caf%3F"),
    ],
)
def test_a_download_has_its_name_and_cannot_inject_headers(name: str, wanted: str) -> None:
    assert wanted == disposition(name)
