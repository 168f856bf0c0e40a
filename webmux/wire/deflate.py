"""permessage-deflate (RFC 7692) where every message stands alone.

No context is kept from one message to the next, so a message compressed once serves every socket,
and a connection costs no memory between messages.
"""

from __future__ import annotations

import zlib

AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
"""The only terms we agree to; a client must keep them though it did not ask (RFC 7692 section 7.1)."""

SAVES_FROM_BYTES = 512
"""Shorter messages travel in one packet either way, and a keystroke's echo must not wait."""
SAVES_BELOW = 0.9
"""Sent compressed only where that takes less than this share of the plain bytes."""

_NAME = "permessage-deflate"
_WINDOW_BITS = 15
_LEVEL = 1  # terminal output: 4 times the speed of level 6, 15 % more bytes
_TAIL = b"\x00\x00\xff\xff"  # what RFC 7692 section 7.2.1 leaves out
_AFTER_LAST = (b"", _TAIL, b"\x00" + _TAIL)  # what may follow a block marked as the last, section 7.2.3.4
_FLAGS = frozenset(("server_no_context_takeover", "client_no_context_takeover"))


class Incompressible(Exception):
    """Compressed bytes that are none, or that hold more than is allowed."""

    def __init__(self, too_big: bool) -> None:
        super().__init__("too big" if too_big else "not deflated")
        self.too_big = too_big


def acceptable(offers: str) -> bool:
    """Whether a client's `Sec-WebSocket-Extensions` holds an offer that `AGREED` answers.

    An offer with a parameter unknown, repeated or out of range is passed over, as is one that
    wants us to use a smaller window than everybody else gets.
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
    """One message compressed; None where it saves too little to be worth it.

    Cost: about 5 ms a megabyte of terminal output, without a switch.
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
    """One message as it was before compression; never more than `limit_bytes` are made of it.

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
