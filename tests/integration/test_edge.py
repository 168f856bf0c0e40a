"""Other ways in than plain HTTP on a port: TLS, a Unix socket, a base path; over the network, as they are."""

from __future__ import annotations

import hashlib
import json
import random
import re
import socket
import ssl
import stat

import pytest

from tests.client import Closed
from tests.people import webmux
from tests.screens import showing
from tests.server import Server
from tests.support import eventually
from webmux.auth import certificates
from webmux.wire.opcodes import Opcode

pytestmark = pytest.mark.own_server
FLOOD_BYTES = 5_000_000


@pytest.fixture
def server(secured):
    """The server that `work` and `attach` use."""
    return secured


@pytest.fixture
def client(work, attach):
    client = attach()
    client.wait(b"$ ")
    return client


def test_a_flood_and_a_paste_are_exact_over_tls(secured, client, tmp_path):
    """Big frames in both directions while the other one is busy."""
    path = tmp_path / "pasted"
    client.type(f"stty raw -echo; head -c 300000 > {path}; stty sane; echo do''ne\r")
    eventually(path.exists)
    pasted = random.Random(5).randbytes(150_000).hex().encode()
    for start in range(0, 300_000, 30_000):
        client.type(pasted[start : start + 30_000])
    client.wait(b"done", timeout_s=15)
    assert hashlib.sha256(pasted).digest() == hashlib.sha256(path.read_bytes()).digest()
    client.type(f"yes 0123456789 | head -c {FLOOD_BYTES}; echo the-e''nd\r")
    client.wait(b"the-end", timeout_s=15)
    eventually(showing(secured, client))


def test_cookies_are_secure_over_tls(secured):
    _, headers, _ = secured.request(
        "POST",
        "/login",
        json.dumps({"token": secured.token}).encode(),
        {"Origin": secured.url, "Content-Type": "application/json"},
    )
    assert headers["set-cookie"].startswith("__Host-webmux-mux-")
    assert "Secure; HttpOnly; Path=/; SameSite=Strict" in headers["set-cookie"]


def test_another_scheme_is_another_origin(secured):
    """An attacker on the network can serve a page over plain HTTP from the same host and port."""
    for origin, status in ((secured.url, 204), (secured.url.replace("https", "http"), 403)):
        body = json.dumps({"token": secured.token}).encode()
        headers = {"Origin": origin, "Content-Type": "application/json"}
        assert status == secured.request("POST", "/login", body, headers)[0]


def test_every_address_in_every_page_is_below_the_base_path(secured, work):
    _, _, begun = secured.request("POST", "/api/sessions/%240/recording", headers=secured.bearer)
    recording = json.loads(begun)["id"]
    paths = [
        "/",
        "/login",
        "/account",
        "/audit",
        "/recordings",
        f"/recordings/{recording}",
        "/s/work",
        "/s/none",
    ]
    for path in paths:
        _, headers, page = secured.request("GET", path, headers={**secured.bearer, "Accept": "text/html"})
        assert headers["content-type"].startswith("text/html"), path
        addresses = re.findall(r'(?:href|src|action)="([^"#]+)"', page.decode())
        assert addresses, path
        assert [] == [address for address in addresses if not address.startswith("/mux/")], path


def test_plain_http_is_answered_with_a_hint_to_https(secured):
    answer = secured.raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"this port speaks https" in answer


@pytest.mark.parametrize("sent", [b"", b"\x16", b"\x16\x03\x01\x00\x05hello", b"\x00\xff" * 50])
def test_an_unfinished_tls_handshake_is_closed(secured, sent):
    with socket.create_connection((secured.host, secured.port), timeout=10) as connection:
        connection.sendall(sent)
        try:
            while connection.recv(4096):
                pass  # an alert, at most
        except ConnectionResetError:
            pass


def test_a_stop_closes_the_sockets_over_tls(secured, client):
    assert 0 == secured.stop()
    assert 1012 == client.until_closed().code


def test_the_end_of_a_session_is_reported_over_tls(secured, client):
    """The half-close behind the Close frame does not break the reader."""
    secured.tmux("kill-session", "-t", "=work")
    assert 4410 == client.until_closed().code
    assert "Traceback" not in secured.stderr


def test_a_large_message_is_closed_with_1009_over_tls(client):
    client.send(Opcode.INPUT, b"x" * 70_000)
    with pytest.raises(Closed) as closed:
        while True:
            client.pump(1)
    assert 1009 == closed.value.code


def test_a_renewed_certificate_is_used_without_a_restart(secured, tmp_path, client):
    made = certificates.read(tmp_path / "tls" / "cert.pem", tmp_path / "tls" / "key.pem")
    renewed = certificates.self_signed(made.key.parent.with_name("renewed"), ["127.0.0.1", "renewed.lan"])
    renewed.key.replace(made.key)
    renewed.certificate.replace(made.certificate)
    trusting = ssl.create_default_context(cafile=str(made.certificate))

    def answers_renewed():
        try:
            with (
                socket.create_connection((secured.host, secured.port), timeout=5) as plain,
                trusting.wrap_socket(plain, server_hostname="127.0.0.1"),
            ):
                return True
        except ssl.SSLError:
            return False

    eventually(answers_renewed, timeout_s=10, every_s=0.1)
    client.type("echo st''ill-here\r")
    client.wait(b"still-here")


@pytest.mark.timeout_s(40)  # starts Python three times, one after the other
def test_the_certificate_command_makes_files_for_the_server(start_server):
    """From nothing to a page on the LAN: two commands."""
    told = ""

    def with_certificate(server: Server) -> None:
        nonlocal told
        told = webmux(server, "tls", "self-signed", "--name", "127.0.0.1")
        cert, key = (str(server.state_dir / "tls" / name) for name in ("cert.pem", "key.pem"))
        server.options = ("--tls-cert", cert, "--tls-key", key)
        server.context = ssl.create_default_context(cafile=cert)

    server = start_server(prepare=with_certificate)
    assert "--tls-cert" in told
    assert 200 == server.request("GET", "/healthz")[0]
    assert f"https://127.0.0.1:{server.port}/login#" in server.stdout
    webmux(server, "tls", "self-signed", code=2)


def test_a_unix_socket_serves_its_owner_and_group(start_server, socket_dir):
    path = socket_dir / "web"

    def answers(server: Server) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(path))
            except OSError:
                return False
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(100).startswith(b"HTTP/1.1 200 ")

    server = start_server(
        "--unix-socket", str(path), prepare=lambda server: setattr(server, "answers", lambda: answers(server))
    )
    assert 0o660 == stat.S_IMODE(path.stat().st_mode)
    assert f"unix:{path}" in server.stdout
    with pytest.raises(OSError):
        socket.create_connection((server.host, server.port), 1)
    server.stop()
    assert not path.exists()
