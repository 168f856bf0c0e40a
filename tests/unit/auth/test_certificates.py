"""Certificates are made private, checked before they are used, and name us exactly."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from webmux.auth import certificates
from webmux.errors import ConfigError

NAMES = ["box.lan", "192.0.2.7", "2001:db8::7"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> certificates.Certificate:
    return certificates.self_signed(tmp_path_factory.mktemp("tls") / "new", NAMES)


def test_a_certificate_has_the_requested_names(made: certificates.Certificate) -> None:
    assert set(NAMES) == set(made.names)
    assert made == certificates.read(made.certificate, made.key)


def test_only_its_owner_can_read_the_key(made: certificates.Certificate) -> None:
    assert 0o600 == stat.S_IMODE(made.key.stat().st_mode)
    assert 0o700 == stat.S_IMODE(made.key.parent.stat().st_mode)


def test_an_existing_certificate_is_never_overwritten(made: certificates.Certificate) -> None:
    before = made.key.read_bytes()
    with pytest.raises(ConfigError, match="has a certificate already"):
        certificates.self_signed(made.key.parent, ["other.lan"])
    assert before == made.key.read_bytes()


@pytest.mark.parametrize("name", ["", " ", "a b", "-.-.", "a/b", "é.lan", "x" * 64, "a..b", "1:2", "*"])
def test_an_invalid_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="neither a host name nor an address"):
        certificates.self_signed(tmp_path / "tls", [name])
    assert not (tmp_path / "tls").exists()


@pytest.mark.parametrize("days", [0, -1, 826])
def test_a_certificate_lasts_as_long_as_browsers_accept(days: int, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="from 1 to 825"):
        certificates.self_signed(tmp_path, ["box.lan"], days)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    made = certificates.self_signed(tmp_path, ["box.lan"])
    made.key.chmod(0o604)
    with pytest.raises(ConfigError, match="chmod"):
        certificates.read(made.certificate, made.key)


def test_the_key_of_another_certificate_is_refused(tmp_path: Path, made: certificates.Certificate) -> None:
    other = certificates.self_signed(tmp_path, ["box.lan"])
    with pytest.raises(ConfigError, match="does not match"):
        certificates.read(other.certificate, made.key)


@pytest.mark.parametrize("text", [None, "", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_an_invalid_certificate_is_refused(
    text: str | None, tmp_path: Path, made: certificates.Certificate
) -> None:
    path = tmp_path / "cert.pem"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ConfigError, match=r"^tls_cert: "):
        certificates.read(path, made.key)


def test_the_names_of_the_machine_are_found() -> None:
    assert {"localhost", "127.0.0.1", "::1"} <= set(certificates.machine_names())
