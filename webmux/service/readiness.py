"""Messages to systemd about the state of the server: sd_notify(3), without its library."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import MutableMapping

_SOCKET_VARIABLE = "NOTIFY_SOCKET"


class Readiness:
    """Sends the state of this process to the service manager. Without one, every call does nothing.

    A message that cannot be sent is lost, as sd_notify(3) recommends. Never waits.
    """

    def __init__(self, address: str = "") -> None:
        self._address = address

    @classmethod
    def from_environment(cls, environment: MutableMapping[str, str] = os.environ) -> Readiness:
        """The one of this service. Takes the variable away, so that only we send messages."""
        return cls(environment.pop(_SOCKET_VARIABLE, ""))

    def ready(self, status: str) -> None:
        """The server answers requests; also the end of a reload. `status` is one line."""
        self._send(f"READY=1\nSTATUS={status}")

    def reloading(self) -> None:
        """A reload begins. Type=notify-reload needs the time of the monotonic clock."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")

    def stopping(self) -> None:
        """The server ends."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address.startswith(("/", "@")):
            return
        # `@` is a name in the abstract namespace of Linux: unix(7).
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            try:
                sender.sendto(message.encode(), address)
            except OSError:
                pass
