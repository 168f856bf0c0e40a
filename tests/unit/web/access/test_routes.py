"""What a view gets and answers with its declaration. tests/unit/web/test_roles.py has the roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from webmux.errors import BadField, WebMuxError
from webmux.web.access.body_model import StrictBody
from webmux.web.access.routes import NO_CONTENT, PUBLIC, ROUTES, VIEWER, Router, declare


class Sum(StrictBody):
    """Two numbers."""

    left: int
    right: int = 1


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    """A client of an application with two views, which no other test sees."""
    before = dict(ROUTES)
    route = Router("sums", "/sums", check_name)

    @route.post("/<name>", VIEWER, "Add", {201: {}})
    def add(name: str, body: Sum) -> dict[str, object]:
        return {name: body.left + body.right}

    @route.delete("/<name>", PUBLIC, "Forget", NO_CONTENT)
    def forget(name: str) -> None:
        pass

    app = Flask("sums")
    app.register_blueprint(route.blueprint)
    app.register_error_handler(WebMuxError, lambda error: Response(error.code, error.status))
    yield app.test_client()
    ROUTES.clear()
    ROUTES.update(before)


def check_name(name: str) -> None:
    if name == "wrong":
        raise BadField("name", "wrong", code="bad_name")


def test_a_view_gets_its_checked_body_and_answers_with_the_declared_status(client: FlaskClient) -> None:
    answer = client.post("/sums/a", json={"left": 2})
    assert (201, {"a": 3}) == (answer.status_code, answer.get_json())
    assert "bad_field" == client.post("/sums/a", json={"left": "2"}).text


def test_a_view_without_a_body_refuses_one(client: FlaskClient) -> None:
    assert "bad_field" == client.delete("/sums/a", json={"left": 2}).text
    answer = client.delete("/sums/a")
    assert (204, None) == (answer.status_code, answer.content_type)


def test_the_path_is_checked_before_the_body(client: FlaskClient) -> None:
    assert "bad_name" == client.post("/sums/wrong", json={"left": "2"}).text


def test_the_declaration_knows_the_endpoint_the_path_and_the_body(client: FlaskClient) -> None:
    route = ROUTES["sums.add"]
    assert ("POST", "/sums/<name>", VIEWER, Sum) == (route.method, route.path, route.role, route.body)


def test_one_endpoint_has_one_declaration(client: FlaskClient) -> None:
    route = ROUTES["sums.add"]
    declare(route)
    with pytest.raises(ValueError):
        declare(replace(route, role=PUBLIC))
