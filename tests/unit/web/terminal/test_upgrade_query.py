"""Whether a connection may be compressed; the rest of the query is asked of a running server."""

from __future__ import annotations

import pytest

from webmux.web.terminal.upgrade_query import may_deflate


@pytest.mark.parametrize(
    ("compression", "address", "allowed"),
    [
        ("auto", "127.0.0.1", False),
        ("auto", "::1", False),
        ("auto", "::ffff:127.0.0.1", False),
        ("auto", "unknown", False),
        ("auto", "192.0.2.7", True),
        ("auto", "::ffff:192.0.2.7", True),
        ("on", "127.0.0.1", True),
        ("off", "192.0.2.7", False),
    ],
)
def test_loopback_is_compressed_only_on_request(compression: str, address: str, *, allowed: bool) -> None:
    assert allowed == may_deflate(compression, address)
