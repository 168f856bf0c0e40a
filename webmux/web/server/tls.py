"""TLS: the handshake with its deadline, and certificates that are renewed while the server runs."""

from __future__ import annotations

import socket
import ssl
from http import HTTPStatus
from typing import Any

import gevent
from gevent.event import Event as Flag

from webmux.auth import certificates
from webmux.config import Config
from webmux.errors import ConfigError
from webmux.logs import get_logger
from webmux.supervise import Nursery
from webmux.watching import watching
from webmux.web.server.headers import write_error

log = get_logger(__name__)

HANDSHAKE_S = 5.0
SETTLE_S = 1.0
"""Programs that renew a certificate write its two files one after the other."""
_HANDSHAKE = b"\x16"  # RFC 8446 section 5.1, the type of a record that begins one


class Tls:
    """Secures connections with the newest certificate of the configuration."""

    def __init__(self, config: Config) -> None:
        if config.tls_cert is None or config.tls_key is None:
            raise ValueError("there is no certificate in this configuration")
        self._files = (config.tls_cert, config.tls_key)
        self._context = certificates.server_context(*self._files)
        self._changed = Flag()
        self._nursery = Nursery("tls")

    def follow(self) -> None:
        """Load a renewed certificate from now on. One that does not fit is logged, and the old one stays."""
        self._nursery.spawn("renewals", self._follow)

    def secure(self, client: socket.socket) -> ssl.SSLSocket | None:
        """The connection after its handshake; None, and closed, if that fails or takes 5 s.

        A client that speaks HTTP gets an error in HTTP. Switches: yes.
        """
        connection: Any = client
        try:
            with gevent.Timeout(HANDSHAKE_S):
                first = client.recv(1, socket.MSG_PEEK)
                if first.isalpha():
                    client.recv(65536)  # unread bytes would reset the connection before the answer arrives
                    write_error(
                        client,
                        HTTPStatus.BAD_REQUEST,
                        "bad_request",
                        "this port speaks https: write https://",
                    )
                if first == _HANDSHAKE:
                    connection = self._context.wrap_socket(
                        client, server_side=True, do_handshake_on_connect=False
                    )
                    connection.do_handshake()
                    return connection  # type: ignore[no-any-return]  # an SSLSocket
        except (gevent.Timeout, OSError) as error:
            log.debug("handshake", error=str(error))
        connection.close()
        return None

    def _follow(self) -> None:
        certificate, key = self._files
        with watching(certificate, self._changed.set), watching(key, self._changed.set):
            while True:
                self._changed.wait()
                gevent.sleep(SETTLE_S)
                self._changed.clear()
                try:
                    certificates.load_chain(self._context, certificate, key)
                except ConfigError as error:
                    log.error("certificate", error=error.message)
                else:
                    log.warning("certificate renewed", file=str(certificate))
