"""Dates and names of a certificate, and the command that makes the next one."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from webmux.doctor.finding import Level
from webmux.doctor.tls_check import Tls, covers, judge, renew

NOW = datetime.datetime(2026, 6, 15, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
GOOD = Tls(
    "/s/tls/cert.pem",
    "/s/tls/key.pem",
    not_before=NOW - DAY,
    not_after=NOW + 100 * DAY,
    names=("a.example.org", "*.lan.example.org", "192.0.2.1"),
    self_signed=True,
    required=("a.example.org",),
    own_folder="/s/tls",
)


def ids(facts: Tls | None) -> list[str]:
    return [one.id for one in judge(facts, NOW)]


def test_a_good_certificate_and_none() -> None:
    assert [Level.OK] == [one.level for one in judge(GOOD, NOW)]
    assert [Level.OK] == [one.level for one in judge(None, NOW)]


@pytest.mark.parametrize(
    ("left", "name"),
    [(100 * DAY, "tls"), (13 * DAY, "tls-expires-soon"), (0 * DAY, "tls-expired"), (-DAY, "tls-expired")],
)
def test_the_end(left: datetime.timedelta, name: str) -> None:
    assert [name] == ids(replace(GOOD, not_after=NOW + left))


def test_the_beginning() -> None:
    assert ["tls-not-yet"] == ids(replace(GOOD, not_before=NOW + DAY))


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("a.example.org", True),
        ("A.Example.org", True),
        ("192.0.2.1", True),
        ("x.lan.example.org", True),
        ("lan.example.org", False),
        ("y.x.lan.example.org", False),
        ("b.example.org", False),
    ],
)
def test_names(name: str, covered: bool) -> None:
    assert covered is covers(GOOD.names, name)
    assert (["tls"] if covered else ["tls-name"]) == ids(replace(GOOD, required=(name,)))


def test_the_top_level_has_no_wildcard() -> None:
    assert not covers(("*.org",), "example.org")


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("tls_cert: /x: No such file or directory", "tls-unreadable"),
        ("tls_key: /k can be read by other users. Run: chmod o= /k", "tls-key-modes"),
        ("tls_key: /k does not match /c: key values mismatch", "tls-key-mismatch"),
    ],
)
def test_files_that_cannot_be_used(fault: str, name: str) -> None:
    assert [name] == ids(Tls("/c", "/k", fault))


def test_how_it_is_renewed() -> None:
    """Ours is made again for the same names, that of Let's Encrypt by its client; others are shown."""
    made = renew(GOOD, "b.example.org")
    assert made.startswith("rm /s/tls/cert.pem /s/tls/key.pem && ")
    assert made.endswith("tls self-signed --name a.example.org --name b.example.org --name 192.0.2.1")
    issued = replace(GOOD, self_signed=False, issuer="CN=R11,O=Let's Encrypt,C=US")
    assert renew(issued).endswith("certbot renew")
    assert "-d b.example.org" in renew(issued, "b.example.org")
    assert renew(replace(issued, issuer="CN=My CA")).endswith("-in /s/tls/cert.pem")
