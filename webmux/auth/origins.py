"""Which names are ours: the hosts we answer to and the origins whose pages may act."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from webmux.config import Config

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class OwnNames:
    """Exact lists, no patterns: a suffix or prefix that looks like ours is not ours."""

    def __init__(self, config: Config) -> None:
        own = f"[{config.host}]" if ":" in config.host else config.host
        names = dict.fromkeys(LOOPBACK_NAMES if config.is_any else (*LOOPBACK_NAMES, own))
        port = "" if config.port == 80 else f":{config.port}"
        self.origins = frozenset([f"http://{name}{port}" for name in names] + list(config.public_origins))
        public = [urlsplit(origin).netloc for origin in config.public_origins]
        self.hosts = frozenset([*names, *(host_name(netloc) or "" for netloc in public)])

    def serves(self, host: str | None) -> bool:
        """Whether a Host header names us, with any port; missing, empty and odd ones do not."""
        return host is not None and host_name(host) in self.hosts

    def owns(self, origin: str | None) -> bool:
        """Whether an Origin header is exactly one of ours; missing and `null` are not."""
        return origin is not None and origin in self.origins


def host_name(host: str) -> str | None:
    """The name in a Host header, in lower case and without port; None when it is none."""
    found = _HOST.fullmatch(host)
    return found["name"].lower() if found else None
