"""Asks the server of this container whether it answers: `python -m webmux.health_check`.

Reads the environment only, because a health check runs often and the configuration takes long to load.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import sys
from collections.abc import Mapping

TIMEOUT_S = 4.0
DEFAULT_PORT = 8022


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket; `host` is its path."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(TIMEOUT_S)
        self.sock.connect(self.host)


def connection(environment: Mapping[str, str]) -> http.client.HTTPConnection:
    """A connection to the server that has this environment, not yet made."""
    if path := environment.get("WEBMUX_UNIX_SOCKET"):
        return _UnixConnection(path)
    port = int(environment.get("WEBMUX_PORT") or DEFAULT_PORT)
    if environment.get("WEBMUX_TLS_CERT"):
        # It has the public name of the server, and this is the same machine.
        context = ssl._create_unverified_context()  # noqa: S323  # nosec B323
        return http.client.HTTPSConnection("127.0.0.1", port, timeout=TIMEOUT_S, context=context)
    return http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)


def failure(environment: Mapping[str, str]) -> str:
    """Why the server is not healthy, as one line; `""` if it is.

    Switches: no. Cost: one request of at most 4 s.
    """
    asked = connection(environment)
    try:
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        status = asked.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"webmux does not answer: {error}. See the log of the container."
    finally:
        asked.close()
    return "" if status == http.client.OK else f"webmux answers {status}. See the log of the container."


def main() -> int:
    """Print what is wrong; the exit code is 1 then."""
    message = failure(os.environ)
    if message:
        print(message, file=sys.stderr)
    return 1 if message else 0


if __name__ == "__main__":
    sys.exit(main())
