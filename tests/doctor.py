"""A machine for `webmux doctor` to look at, and a reverse proxy that spoils what it passes on."""

from __future__ import annotations

import contextlib
import datetime
import os
import socket
import ssl
from pathlib import Path

import gevent
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.tmux import TmuxServer
from webmux.auth import certificates
from webmux.doctor import tmux_sockets


class Machine:
    """A set-up without a fault, for a test to break."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, tmux: TmuxServer) -> None:
        self.patch = patch
        self.folder = folder
        self.tmux = tmux
        self.state = folder / "state"
        self.config = folder / "webmux.toml"
        for name in list(os.environ):
            if name.startswith(("WEBMUX_", "TMUX", "LC_", "LANG")):
                patch.delenv(name)
        (folder / "tmp").mkdir()
        self.set(
            TMUX_TMPDIR=folder / "tmp", WEBMUX_TMUX_SOCKET=tmux.socket_path, HOME=folder, LC_ALL="C.UTF-8"
        )
        self.set(WEBMUX_STATE_DIR=self.state, WEBMUX_PUSH_HOSTS="localhost", WEBMUX_PORT=_free_port())
        patch.chdir(folder)
        # Other tests and the developer have tmux servers of their own, which are not asked.
        patch.setattr(tmux_sockets, "TMP", str(folder / "tmp"))
        patch.setattr(tmux_sockets, "_servers", lambda uid: [])

    def set(self, **environment: object) -> None:
        for name, value in environment.items():
            self.patch.setenv(name, str(value))

    def program(self, name: str, script: str) -> Path:
        """A program that stands in for another one."""
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def certificate(self, days: int = 30, names: tuple[str, ...] = ("mux.example.org",)) -> tuple[Path, Path]:
        """A certificate that ends in `days`, and its key, as the options name them."""
        made, key = self.folder / "cert.pem", self.folder / "key.pem"
        key_bytes, certificate_bytes = signed(days, names)
        made.write_bytes(certificate_bytes)
        key.write_bytes(key_bytes)
        key.chmod(0o600)
        self.set(WEBMUX_TLS_CERT=made, WEBMUX_TLS_KEY=key)
        return made, key


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def signed(days: int, names: tuple[str, ...]) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=90))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*form), built.public_bytes(serialization.Encoding.PEM)


class Proxy:
    """A reverse proxy with TLS that spoils what it passes on. One connection at a time is enough."""

    def __init__(self, folder: Path) -> None:
        self.target: tuple[str, int] = ("127.0.0.1", 0)
        self.dropped: tuple[str, ...] = ()
        """Headers that it does not pass on, in lower case with a colon."""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made = certificates.self_signed(folder / "proxy", ["localhost"])
        self._context.load_cert_chain(made.certificate, made.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"https://localhost:{self._listener.getsockname()[1]}"
        self._greenlets = [gevent.spawn(self._accept)]

    def close(self) -> None:
        self._listener.close()
        gevent.killall(self._greenlets)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                self._greenlets.append(gevent.spawn(self._pass, client))

    def _pass(self, plain: socket.socket) -> None:
        try:
            with self._context.wrap_socket(plain, server_side=True) as client:
                head = b""
                while b"\r\n\r\n" not in head:
                    chunk = client.recv(4096)
                    if not chunk:
                        return
                    head += chunk
                first, *lines = head.decode().split("\r\n\r\n")[0].split("\r\n")
                lines += ["X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.1"]
                lines += [f"X-Forwarded-Host: {self.origin.partition('://')[2]}", "Connection: close"]
                if any(line.lower().startswith("connection: upgrade") for line in lines):
                    lines.remove("Connection: close")
                sent = [line for line in lines if not line.lower().startswith(self.dropped)]
                with socket.create_connection(self.target) as server:
                    server.sendall("\r\n".join([first, *sent, "", ""]).encode())
                    while chunk := server.recv(4096):
                        client.sendall(chunk)
        except OSError:
            plain.close()
