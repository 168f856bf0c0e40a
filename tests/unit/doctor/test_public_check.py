"""What the answers at a public address mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webmux.doctor.exchange import Reply
from webmux.doctor.finding import Level
from webmux.doctor.public_check import Address, Public, judge

SEEN = {"scheme": "https", "host": "mux.example.org", "forwarded_for": True}
OURS = Reply(200, is_ours=True, seen=SEEN)
GOOD = Address("https://mux.example.org", OURS, socket=Reply(101, is_ours=True))


def ids(address: Address, *, behind_proxy: bool = True) -> list[str]:
    return [one.id for one in judge(Public(True, behind_proxy, (address,)))]


def seen(**fields: object) -> Address:
    return replace(GOOD, reply=replace(OURS, seen={**SEEN, **fields}))


def test_a_good_address() -> None:
    assert ["public"] == ids(GOOD)
    assert ["public"] == ids(seen(host="mux.example.org:443"))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (replace(GOOD, reply=None, complaint="Connection refused"), "public-unreachable"),
        (replace(GOOD, reply=Reply(200)), "public-elsewhere"),
        (replace(GOOD, reply=Reply(301, location="https://other/")), "public-elsewhere"),
        (replace(GOOD, reply=Reply(400, code="bad_host")), "public-host"),
        (replace(GOOD, reply=Reply(403, code="not_the_proxy")), "public-proxy-address"),
        (seen(scheme="http"), "public-forwarded-proto"),
        (seen(host="127.0.0.1:8022"), "public-host"),
        (seen(forwarded_for=False), "public-forwarded-for"),
        (replace(GOOD, socket=Reply(426)), "public-websocket"),
        (replace(GOOD, socket=None, socket_complaint="timed out"), "public-websocket"),
        (replace(GOOD, socket=Reply(101)), "public-websocket"),
    ],
)
def test_a_broken_address(address: Address, name: str) -> None:
    [found] = judge(Public(True, True, (address,)))
    assert (Level.ERROR, name) == (found.level, found.id)
    assert found.fix


def test_a_proxy_that_the_server_does_not_know() -> None:
    assert ["public-behind-proxy"] == ids(seen(scheme="http"), behind_proxy=False)


@pytest.mark.parametrize(
    ("reason", "level"),
    [("certificate has expired", Level.ERROR), ("self-signed certificate", Level.WARNING)],
)
def test_a_certificate_that_is_not_trusted(reason: str, level: Level) -> None:
    """The other checks go on."""
    [found] = judge(Public(True, True, (replace(GOOD, untrusted=reason),)))
    assert ("public-certificate", level) == (found.id, found.level)


def test_without_a_server_nothing_is_said_of_the_address() -> None:
    [found] = judge(Public(False, True, (GOOD,)))
    assert ("public-unchecked", Level.WARNING) == (found.id, found.level)
    assert ["public"] == [one.id for one in judge(Public(False, False, ()))]
