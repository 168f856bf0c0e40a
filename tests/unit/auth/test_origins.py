"""Only exact names are ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import config
from webmux.auth.certificates import self_signed
from webmux.auth.origins import OwnNames, is_loopback

ASKED = "http://192.0.2.1:8022"


@pytest.fixture
def names(tmp_path: Path) -> OwnNames:
    return OwnNames(config(tmp_path, public_origins=("https://mux.example.org",)))


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8022", "localhost:8022", "LOCALHOST", "[::1]:8022", "mux.example.org"]
)
def test_own_host_names_are_served(host: str, names: OwnNames) -> None:
    assert names.serves(host)


@pytest.mark.parametrize(
    "host",
    [
        None, "", " ", "a b", "evil.example", "127.0.0.1.evil.example", "evil.mux.example.org",
        "xmux.example.org", "localhost.", "localhost:", "localhost:x", "localhost:8022:1",
        "localhost@evil.example", "localhost/x", "[::2]", "::1", "localhost, evil", "local\thost",
        "0.0.0.0:8022", "127.0.0.1:999999", "2130706433", "ⅼocalhost",
    ],
)  # fmt: skip
def test_other_host_names_are_refused(host: str | None, names: OwnNames) -> None:
    assert not names.serves(host)


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1:8022", "http://localhost:8022", "http://[::1]:8022", "https://mux.example.org"],
)
def test_own_origins_are_accepted(origin: str, names: OwnNames) -> None:
    assert names.owns(origin, ASKED)


@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://evil.example", "http://127.0.0.1", "http://127.0.0.1:81",
        "https://127.0.0.1:8022", "HTTP://127.0.0.1:8022", "http://127.0.0.1:8022/",
        "http://127.0.0.1:8022.evil.example", "http://x@127.0.0.1:8022", "http://localhost:3000",
        "https://mux.example.org:443", "https://mux.example.org.evil.example", "http://mux.example.org",
        "http://127.0.0.1:8022 http://127.0.0.1:8022",
    ],
)  # fmt: skip
def test_other_origins_are_refused(origin: str | None, names: OwnNames) -> None:
    assert not names.owns(origin, ASKED)


def test_a_page_of_the_requested_host_is_ours_at_any_port(names: OwnNames) -> None:
    assert names.owns("http://localhost:9000", "http://localhost:9000")
    assert not names.owns("http://localhost:9000", "http://localhost:9001")


def test_a_wildcard_address_is_not_a_host_name(tmp_path: Path) -> None:
    names = OwnNames(config(tmp_path, host="0.0.0.0", behind_proxy=True))
    assert not names.serves("0.0.0.0:8022")
    assert names.serves("localhost:8022")


def test_port_80_is_left_out_of_an_origin(tmp_path: Path) -> None:
    assert OwnNames(config(tmp_path, port=80)).owns("http://localhost", ASKED)


def test_over_tls_the_names_of_the_certificate_are_ours(tmp_path: Path) -> None:
    made = self_signed(tmp_path / "tls", ["box.lan", "192.0.2.7"])
    options = {"tls_cert": made.certificate, "tls_key": made.key, "host": "0.0.0.0", "base_path": "/mux"}
    names = OwnNames.of(config(tmp_path, **options))
    assert names.owns("https://box.lan:8022", ASKED)
    assert names.owns("https://192.0.2.7:8022", ASKED)
    assert names.owns("https://localhost:8022", ASKED)
    assert not names.owns("http://box.lan:8022", ASKED)
    assert names.serves("box.lan")
    assert "https://box.lan:8022/mux" == names.address
    assert OwnNames(config(tmp_path, **options, port=443), ["box.lan"]).owns("https://box.lan", ASKED)


def test_the_first_public_origin_is_our_address(names: OwnNames) -> None:
    assert "https://mux.example.org" == names.address


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://localhost:8022", True),
        ("http://a.localhost", True),
        ("http://LOCALHOST./x", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:8022", True),
        ("https://*.example.org", True),
        ("https://192.0.2.1", False),
        ("https://[2001:db8::1]", False),
        ("https://localhost.example.org", False),
    ],
)
def test_loopback_is_recognized(address: str, *, loopback: bool) -> None:
    assert loopback == is_loopback(address)


def test_addresses_for_other_devices_leave_loopback_out(tmp_path: Path) -> None:
    """A phone cannot open what only this machine can; nor a proxy's own address, which nobody named."""
    known = {"public_origins": ("https://mux.example.org", "http://localhost:1"), "base_path": "/mux"}
    assert ("https://mux.example.org/mux",) == OwnNames(config(tmp_path, **known)).for_devices()
    assert () == OwnNames(config(tmp_path)).for_devices("http://localhost:8022")
    assert () == OwnNames(config(tmp_path, host="0.0.0.0", behind_proxy=True)).for_devices()
    cert, key = tmp_path / "c", tmp_path / "k"
    lan = config(tmp_path, host="0.0.0.0", tls_cert=cert, tls_key=key)
    names = OwnNames(lan, ["build", "localhost", "127.0.0.1", "192.0.2.1", "::1"])
    both = ("https://192.0.2.1:8022", "https://build:8022")
    assert both == names.for_devices()
    assert ("https://build:8022", "https://192.0.2.1:8022") == names.for_devices("https://build:8022")
    local = config(tmp_path, tls_cert=cert, tls_key=key)
    assert () == OwnNames(local, ["192.0.2.1"]).for_devices(), "it listens on loopback only"
