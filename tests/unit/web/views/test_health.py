"""Alive, ready, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import Gauge

from tests.apps import BEARER, FakeTmux, client_of, make_app, services_of
from webmux.errors import TmuxMissing


@pytest.fixture
def tmux() -> FakeTmux:
    return FakeTmux()


@pytest.fixture
def app(tmp_path: Path, tmux: FakeTmux) -> Flask:
    return make_app(tmp_path, tmux)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return client_of(app)


def test_alive_needs_neither_login_nor_tmux(client: FlaskClient, tmux: FakeTmux) -> None:
    tmux.broken = TmuxMissing("gone")
    assert {"status": "ok"} == client.get("/healthz").get_json()


def test_ready_asks_tmux(client: FlaskClient, tmux: FakeTmux) -> None:
    assert {"status": "ok", "tmux_server": True} == client.get("/readyz", headers=BEARER).get_json()
    tmux.epoch = ""
    assert {"status": "ok", "tmux_server": False} == client.get("/readyz", headers=BEARER).get_json()
    tmux.broken = TmuxMissing("gone")
    answer = client.get("/readyz", headers=BEARER)
    assert (503, "tmux_missing") == (answer.status_code, answer.get_json()["error"]["code"])


def test_metrics_count_replies_and_include_registered_values(client: FlaskClient, app: Flask) -> None:
    Gauge("webmux_test", "of a test", registry=services_of(app).registry).set(7)
    client.get("/healthz")
    text = client.get("/metrics", headers=BEARER).get_data(as_text=True)
    assert 'webmux_http_answers_total{method="GET",status="200"} 1.0' in text
    assert "webmux_test 7.0" in text
    assert "process_open_fds" in text


def test_unknown_paths_make_no_new_series(client: FlaskClient) -> None:
    for number in range(20):
        client.open(f"/nope{number}", method=f"M{number}")
    text = client.get("/metrics", headers=BEARER).get_data(as_text=True)
    assert "M1" not in text
