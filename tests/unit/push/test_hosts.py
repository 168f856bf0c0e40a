"""The hosts to which messages may be sent, and those to which they must not."""

from __future__ import annotations

import socket

import pytest

from webmux.config import PUSH_HOSTS
from webmux.errors import BadField
from webmux.push.hosts import ENDPOINT_MAX_CHARS, PrivateAddress, Target, address_of, target_of

GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://fcm.googleapis.com:443/wp/x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB%3d",
    "https://web.push.apple.com/QOabc",
    "HTTPS://FCM.googleapis.com/x",
]
BAD = [
    "",
    "fcm.googleapis.com",
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:0/x",
    "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://push.services.mozilla.com.evil.example/",
    "https://evilpush.services.mozilla.com/",
    "https://.push.services.mozilla.com/",
    "https://fcm.googleapis.com@evil.example/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://evil.example#@fcm.googleapis.com/",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: a",
    "https://fcm.googleapis.com/ü",
    "https://127.0.0.1/x",
    "http://127.0.0.1/x",
    "https://[::1]/x",
    "https://[fe80::1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://localhost/x",
    "https://10.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://metadata.google.internal/",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//fcm.googleapis.com/x",
    "https:///x",
    "https://fcm.googleapis.com/" + "x" * ENDPOINT_MAX_CHARS,
]


@pytest.mark.parametrize("endpoint", GOOD)
def test_known_services_are_allowed(endpoint: str) -> None:
    target = target_of(endpoint, PUSH_HOSTS)
    assert ("https", 443, False) == (target.scheme, target.port, target.is_loopback)
    assert target.origin == f"https://{target.host}"


@pytest.mark.parametrize("endpoint", BAD)
def test_other_hosts_are_refused(endpoint: str) -> None:
    with pytest.raises(BadField) as raised:
        target_of(endpoint, PUSH_HOSTS)
    assert "endpoint" == raised.value.field


def test_a_query_is_part_of_the_address() -> None:
    assert "/w/?token=a" == target_of("https://a.notify.windows.com/w/?token=a", PUSH_HOSTS).path


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9000/x", "https://127.0.0.1/x"])
def test_loopback_is_allowed_if_it_is_configured(endpoint: str) -> None:
    assert target_of(endpoint, ["127.0.0.1"]).is_loopback


@pytest.mark.parametrize("endpoint", ["http://127.0.0.2/x", "http://localhost/x", "http://10.0.0.1/x"])
def test_a_configured_host_allows_no_other(endpoint: str) -> None:
    with pytest.raises(BadField):
        target_of(endpoint, ["127.0.0.1", "10.0.0.1"])


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_with_a_private_address_is_refused(address: str, monkeypatch) -> None:
    """Also if only one of its addresses is private."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("142.250.1.95", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PrivateAddress):
        address_of(Target("https", "fcm.googleapis.com", 443, "/", False))


def test_a_public_address_is_used(monkeypatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("142.250.1.95", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "142.250.1.95" == address_of(Target("https", "fcm.googleapis.com", 443, "/", False))


def test_a_loopback_name_must_have_a_loopback_address(monkeypatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("142.250.1.95", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PrivateAddress):
        address_of(Target("http", "localhost", 80, "/", True))
