"""The names of this server: hosts that it answers for, and origins whose pages may send requests."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from webmux.auth import certificates
from webmux.config import Config

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class OwnNames:
    """Exact lists, no patterns: a suffix or prefix that looks like ours is not ours."""

    def __init__(self, config: Config, certified: Iterable[str] = ()) -> None:
        """`certified` are the names in our certificate, which are ours as well."""
        own = [] if config.is_any or config.unix_socket is not None else [config.host]
        names = [_in_url(name) for name in (*own, *certified, *LOOPBACK_NAMES)]
        scheme = "https" if config.has_tls else "http"
        port = "" if config.port == DEFAULT_PORTS[scheme] else f":{config.port}"
        origins = [*config.public_origins, *(f"{scheme}://{name}{port}" for name in names)]
        self.origins = frozenset(origins)
        public = [host_name(urlsplit(origin).netloc) or "" for origin in config.public_origins]
        self.hosts = frozenset([*names, *public])
        self.address = origins[0] + config.base_path
        """Our address for browsers, as far as we know, without a slash at the end."""
        direct = [f"{scheme}://{_in_url(name)}{port}" for name in (*own, *certified)]
        if config.behind_proxy or config.unix_socket is not None or is_loopback(f"//{_in_url(config.host)}"):
            direct = []  # or only by a proxy or a tunnel, whose address we do not know
        direct.sort(key=lambda origin: "." not in origin and "[" not in origin)  # phones ask no local names
        self._elsewhere = [one for one in (*config.public_origins, *direct) if not is_loopback(one)]
        self._base_path = config.base_path

    def for_devices(self, asked: str = "") -> tuple[str, ...]:
        """Our addresses that another device can open, the likeliest first; empty if none is known.

        `asked` is the origin that a browser used: if it is not loopback, it comes first.
        """
        origins = [asked] if asked and not is_loopback(asked) else []
        return tuple(f"{origin}{self._base_path}" for origin in dict.fromkeys([*origins, *self._elsewhere]))

    @classmethod
    def of(cls, config: Config) -> OwnNames:
        """With the names in our certificate, if any. Raises ConfigError: the certificate cannot be used."""
        if config.tls_cert is None or config.tls_key is None:
            return cls(config)
        return cls(config, certificates.read(config.tls_cert, config.tls_key).names)

    def serves(self, host: str | None) -> bool:
        """Whether a Host header names us, with any port; a missing or malformed one does not."""
        return host is not None and host_name(host) in self.hosts

    def owns(self, origin: str | None, asked: str) -> bool:
        """Whether an Origin header is exactly one of ours; missing and `null` are not.

        `asked` is the origin that the request was sent to, by its scheme and Host header, which `serves`
        accepted. A page of that address is ours at any port: a forwarded port may differ from ours.
        """
        return origin is not None and (origin in self.origins or origin == asked)


def is_loopback(address: str) -> bool:
    """Whether a URL names this machine only, or is no address that a browser can open."""
    name = (urlsplit(address).hostname or "").rstrip(".").lower()
    if not name or "*" in name or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        found = ipaddress.ip_address(name)
    except ValueError:
        return False
    return found.is_loopback


def host_name(host: str) -> str | None:
    """The name in a Host header, in lower case and without port; None if it is malformed."""
    found = _HOST.fullmatch(host)
    return found["name"].lower() if found else None


def _in_url(name: str) -> str:
    return f"[{name}]" if ":" in name else name
