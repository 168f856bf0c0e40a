"""Bodies are strict: one reading, bounded, checked field by field."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import gevent
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.apps import BEARER, FakeTmux, client_of, make_app
from webmux.web.access import bodies
from webmux.web.access.bodies import BODY_MAX_BYTES, DEPTH_MAX, BadJson, parse_object


@pytest.fixture
def tmux() -> FakeTmux:
    return FakeTmux()


@pytest.fixture
def client(tmp_path: Path, tmux: FakeTmux) -> FlaskClient:
    return client_of(make_app(tmp_path, tmux))


def post(client: FlaskClient, data: bytes, kind: str | None = "application/json") -> Any:
    return client.post("/api/sessions", data=data, content_type=kind, headers=BEARER)


BAD = [
    b"", b"[]", b"null", b"5", b'"x"', b"{", b"{}x", b"[" * 10_000, b'{"a":' * 10_000, b'{"name": NaN}',
    b'{"name": Infinity}', b'{"name": -Infinity}', b'{"name": "a", "name": "b"}', b'\xef\xbb\xbf{}',
    '{"name":"x"}'.encode("utf-16"), b'{"name": "\\ud800"}', b'{"\\ud800": 1}', b'{"name": "\xff"}',
    b"{'name': 1}", b'{"name": ' + b"9" * 5000 + b"}", b'{"a":{"b":1,"b":2}}',
]  # fmt: skip


@pytest.mark.parametrize("data", BAD, ids=range(len(BAD)))
def test_a_body_that_is_not_a_plain_object_gets_400(data: bytes, client: FlaskClient, tmux: FakeTmux) -> None:
    answer = post(client, data)
    assert (400, "bad_json") == (answer.status_code, answer.get_json()["error"]["code"])
    assert [] == tmux.calls


@pytest.mark.parametrize("data", [b'{"name": 1e999}', b'{"name": [-1e999]}'])
def test_a_number_that_no_double_holds_gets_422(data: bytes, client: FlaskClient, tmux: FakeTmux) -> None:
    answer = post(client, data)
    assert (422, "bad_field") == (answer.status_code, answer.get_json()["error"]["code"])
    assert [] == tmux.calls


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"],
)
def test_other_types_get_415(kind: str | None, client: FlaskClient) -> None:
    assert 415 == post(client, b"{}", kind).status_code


def test_a_charset_may_be_named(client: FlaskClient) -> None:
    assert 201 == post(client, b"{}", "application/json; charset=utf-8").status_code


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b'{"nmae": "x"}', "nmae"),
        (b'{"name": 5}', "name"),
        (b'{"name": null}', "name"),
        (b'{"name": true}', "name"),
        (b'{"name": 9223372036854775808}', "name"),
        (b'{"name": ["x"]}', "name"),
        (b'{"cwd": {}}', "cwd"),
    ],
)
def test_a_wrong_field_is_named(data: bytes, field: str, client: FlaskClient, tmux: FakeTmux) -> None:
    answer = post(client, data)
    error = answer.get_json()["error"]
    assert (422, "bad_field") == (answer.status_code, error["code"])
    assert error["message"].startswith(f"{field}: ")
    assert {"code", "message", "request_id"} == set(error)
    assert [] == tmux.calls


def test_a_missing_field_is_named(client: FlaskClient) -> None:
    answer = client.patch("/api/sessions/%240", json={}, headers=BEARER)
    assert (422, True) == (answer.status_code, answer.get_json()["error"]["message"].startswith("name: "))


def test_the_limit_is_exact(client: FlaskClient) -> None:
    body = b'{"name": "' + b"x" * (BODY_MAX_BYTES - 12) + b'"}'
    assert BODY_MAX_BYTES == len(body)
    assert 201 == post(client, body).status_code
    answer = post(client, body[:-1] + b" }")
    assert (413, "too_big", "close") == (
        answer.status_code,
        answer.get_json()["error"]["code"],
        answer.headers["Connection"],
    )


def test_a_declared_length_beyond_the_limit_is_refused_unread(client: FlaskClient) -> None:
    answer = client.post(
        "/api/sessions",
        headers=BEARER,
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "99999999999"},
    )
    assert 413 == answer.status_code


def test_a_body_that_never_comes_gets_408(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            gevent.sleep(0.02)
            buffer[:1] = b" "
            return 1

    monkeypatch.setattr(bodies, "BODY_TIMEOUT_S", 0.1)
    environ = {"wsgi.input": Slow(), "CONTENT_LENGTH": "1000"}
    answer = client.post(
        "/api/sessions", headers=BEARER, content_type="application/json", environ_overrides=environ
    )
    assert (408, "timeout") == (answer.status_code, answer.get_json()["error"]["code"])
    assert "close" == answer.headers["Connection"]


def test_an_optional_body_can_be_missing(client: FlaskClient, tmux: FakeTmux) -> None:
    tmux.add("a")
    assert 204 == client.delete("/api/sessions/%240", headers=BEARER).status_code
    assert 415 == client.delete("/api/sessions/%240", data=b"x", headers=BEARER).status_code
    assert 422 == client.delete("/api/sessions/%240", json={"x": 1}, headers=BEARER).status_code


def nested(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


def test_depth_is_bounded() -> None:
    parse_object(nested(DEPTH_MAX))
    with pytest.raises(BadJson):
        parse_object(nested(DEPTH_MAX + 1))


@given(st.binary(max_size=200))
def test_any_bytes_give_an_object_or_bad_json(data: bytes) -> None:
    try:
        assert isinstance(parse_object(data), dict)
    except BadJson:
        pass
