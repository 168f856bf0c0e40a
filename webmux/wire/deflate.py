"""permessage-deflate (RFC 7692) without context takeover.

No context is stored between messages, so all sockets can send the same compressed message, and a connection
needs no memory between messages.
"""

from __future__ import annotations

import zlib

AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
"""The only terms we agree to. A client must follow them also without an offer (RFC 7692 section 7.1)."""

SAVES_FROM_BYTES = 512
"""Shorter messages fit into one packet in any case, and a keystroke's echo must not wait."""
SAVES_BELOW = 0.9
"""A message is sent compressed only if that takes less than this share of its bytes."""

_NAME = "permessage-deflate"
_WINDOW_BITS = 15
_LEVEL = 1  # terminal output: 4 times the speed of level 6, 15 % more bytes
_TAIL = b"\x00\x00\xff\xff"  # omitted by RFC 7692 section 7.2.1
_AFTER_LAST = (b"", _TAIL, b"\x00" + _TAIL)  # may follow a block marked as the last, section 7.2.3.4
_FLAGS = frozenset(("server_no_context_takeover", "client_no_context_takeover"))


class Incompressible(Exception):
    """The message is not valid compressed data, or is too big when decompressed."""

    def __init__(self, too_big: bool) -> None:
        super().__init__("too big" if too_big else "not deflated")
        self.too_big = too_big


def acceptable(offers: str) -> bool:
    """Whether a client's `Sec-WebSocket-Extensions` has an offer that `AGREED` can answer.

    Offers with an unknown, repeated or invalid parameter are ignored, and so are those that require us to use
    a smaller window.
    """
    return any(_answers(offer) for offer in offers.split(","))


def _answers(offer: str) -> bool:
    name, *parameters = (part.strip() for part in offer.split(";"))
    seen = set()
    for parameter in parameters:
        key, has_value, value = (part.strip() for part in parameter.partition("="))
        if key in seen or not _known(key, value.strip('"') if has_value else None):
            return False
        seen.add(key)
    return name == _NAME


def _known(key: str, value: str | None) -> bool:
    if key in _FLAGS:
        return value is None
    if key == "client_max_window_bits":
        return value is None or _bits(value)
    return key == "server_max_window_bits" and value == str(_WINDOW_BITS)


def _bits(value: str) -> bool:
    return value in {str(bits) for bits in range(8, 16)}


def deflated(parts: tuple[bytes | memoryview, ...]) -> bytes | None:
    """One message compressed; None if that saves too little.

    Switches: never. Cost: about 5 ms a megabyte of terminal output.
    """
    length = sum(len(part) for part in parts)
    if length < SAVES_FROM_BYTES:
        return None
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -_WINDOW_BITS)
    short = [compressor.compress(part) for part in parts]
    short.append(compressor.flush(zlib.Z_SYNC_FLUSH).removesuffix(_TAIL))
    message = b"".join(short)
    return message if len(message) < length * SAVES_BELOW else None


def inflated(payload: bytes, limit_bytes: int) -> bytes:
    """One message decompressed, up to `limit_bytes`.

    Raises:
        Incompressible: it is longer than that, or not a deflated message.
    """
    inflator = zlib.decompressobj(-_WINDOW_BITS)
    try:
        message = inflator.decompress(payload + _TAIL, limit_bytes + 1)
    except zlib.error as error:
        raise Incompressible(too_big=False) from error
    if len(message) > limit_bytes:
        raise Incompressible(too_big=True)
    if inflator.unused_data not in _AFTER_LAST:
        raise Incompressible(too_big=False)
    return message
