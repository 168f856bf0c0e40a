"""Which push services the server may contact: their addresses come from browsers and cannot be trusted.

Only https to hosts of the option `push_hosts`. For tests it may name a loopback address, which may use
http. A name that resolves to a private address is refused when a message is sent.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from webmux.errors import BadField, WebMuxError

ENDPOINT_MAX_CHARS = 2048
HTTPS_PORT = 443


class PrivateAddress(WebMuxError):
    """The name of a push service resolves to a private address."""

    status = 502
    code = "push_failed"


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint that is allowed."""

    scheme: str
    host: str
    port: int
    path: str
    is_loopback: bool

    @property
    def origin(self) -> str:
        """As the signature for the push service has it."""
        default = {"http": 80, "https": HTTPS_PORT}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == default else f":{self.port}")


def target_of(endpoint: str, hosts: Collection[str]) -> Target:
    """The endpoint, if `hosts` allows it: names, `*.name` for all below a name, and loopback addresses.

    Raises:
        BadField: it is not an address, or its push service is not allowed.
    """
    parts = _split(endpoint)
    host = (parts.hostname or "").lower()
    loopback = is_loopback(host) and host in hosts
    if not loopback and not (parts.scheme == "https" and parts.port in (None, HTTPS_PORT)):
        raise _bad("must be https, at its default port")
    if not loopback and (_is_address(host) or not any(_matches(host, one) for one in hosts)):
        raise _bad(f"{host[:100]} is not a push service that this server allows; see the option push_hosts")
    port = parts.port or (HTTPS_PORT if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, loopback)


def address_of(target: Target) -> str:
    """The address to connect to. It is resolved once, so that the checked address is the one that is used.

    Raises:
        PrivateAddress: an address of this name is not public.
        OSError: it has no address.

    Switches: yes, asks the resolver.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]) for info in found]
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        is_public = address.is_global and not address.is_multicast
        if not (address.is_loopback if target.is_loopback else is_public):
            raise PrivateAddress(f"{target.host} leads to {address}, which is not a push service")
    return addresses[0]


def is_loopback(host: str) -> bool:
    """Whether this is a loopback address, as a number or as `localhost`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(endpoint: str) -> SplitResult:
    plain = endpoint.isascii() and endpoint.isprintable() and not set(endpoint) & set(' \\"<>^`{|}')
    if not plain or len(endpoint) > ENDPOINT_MAX_CHARS:
        raise _bad(f"must be an address of at most {ENDPOINT_MAX_CHARS} plain characters")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise _bad("must be an address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or port == 0:
        raise _bad("must be an address that begins with https://")
    if parts.fragment:
        raise _bad("must have no fragment")
    return parts


def _matches(host: str, allowed: str) -> bool:
    if allowed.startswith("*."):
        return host.endswith(allowed[1:]) and len(host) >= len(allowed)
    return host == allowed


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bad(message: str) -> BadField:
    return BadField("endpoint", message)
