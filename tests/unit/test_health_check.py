"""The health check of the container, against real listeners."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.server import free_port
from webmux import health_check
from webmux.auth import certificates


class Answers(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        pass


class UnixServer(HTTPServer):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)  # type: ignore[arg-type]  # a path

    def get_request(self) -> Any:
        return self.socket.accept()[0], ("", 0)


@pytest.fixture
def listener(request: pytest.FixtureRequest, tmp_path: Path, socket_dir: Path) -> Iterator[dict[str, str]]:
    """The environment of a server that listens in one of three ways."""
    if request.param == "unix":
        server: HTTPServer = UnixServer(str(socket_dir / "http"), Answers)  # type: ignore[arg-type]
        environment = {"WEBMUX_UNIX_SOCKET": str(socket_dir / "http")}
    else:
        server = HTTPServer(("127.0.0.1", 0), Answers)
        environment = {"WEBMUX_PORT": str(server.server_port)}
    if request.param == "tls":
        made = certificates.self_signed(tmp_path / "tls", ["mux.example.org"])
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(made.certificate, made.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        environment["WEBMUX_TLS_CERT"] = str(made.certificate)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield environment
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("listener", ["port", "tls", "unix"], indirect=True)
def test_a_server_that_answers_is_healthy(listener: dict[str, str]) -> None:
    assert "" == health_check.failure(listener)


@pytest.mark.parametrize("listener", ["port"], indirect=True)
def test_another_status_is_not_healthy(listener: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answers, "status", 503)
    assert "answers 503" in health_check.failure(listener)


def test_a_server_that_is_not_there_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBMUX_PORT", str(free_port()))
    monkeypatch.delenv("WEBMUX_UNIX_SOCKET", raising=False)
    assert 1 == health_check.main()
