"""A login link works exactly once, for a day, and a guess is refused."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import gevent
import pytest

from tests.unit.conftest import Clock
from webmux.auth.links import LIFETIME_S, PER_USER_MAX, LinkGone, LoginLinks
from webmux.errors import NotLoggedIn

SECRET = b"s" * 32


@pytest.fixture
def links(tmp_path: Path) -> LoginLinks:
    return LoginLinks(tmp_path, SECRET)


def test_a_link_works_once(links: LoginLinks) -> None:
    link = links.issue(b"r" * 32)
    links.redeem(link)
    with pytest.raises(LinkGone) as gone:
        links.redeem(link)
    assert 410 == gone.value.status


def test_a_link_is_for_one_user_and_has_a_lifetime(tmp_path: Path, clock: Clock) -> None:
    links = LoginLinks(tmp_path, SECRET, clock)
    link, short = links.issue(b"a" * 32, 7), links.issue(b"b" * 32, 8, 60)
    assert 7 == links.redeem(link).user_id
    clock.now += 60
    with pytest.raises(LinkGone):
        links.redeem(short)


def test_a_user_has_a_limited_number_of_links(tmp_path: Path, clock: Clock) -> None:
    links = LoginLinks(tmp_path, SECRET, clock)
    other, first = links.issue(b"o" * 32, 8), links.issue(b"f" * 32, 7, 60)
    for number in range(PER_USER_MAX):
        links.issue(bytes([number]) * 32, 7, 100 + number)
    assert PER_USER_MAX + 1 == len(list(tmp_path.iterdir()))
    assert 8 == links.redeem(other).user_id
    with pytest.raises(LinkGone):
        links.redeem(first)


def test_a_link_that_another_process_writes_is_left_alone(links: LoginLinks, tmp_path: Path) -> None:
    new, old = tmp_path / ("a" * 64), tmp_path / ("b" * 64)
    for path in (new, old):
        path.touch()
    os.utime(old, (1, 1))
    links.issue(b"r" * 32)
    assert (new.exists(), old.exists()) == (True, False)


def test_one_of_many_simultaneous_uses_succeeds(links: LoginLinks) -> None:
    link = links.issue(b"r" * 32)
    tries = [gevent.spawn(links.redeem, link) for _ in range(50)]
    gevent.joinall(tries)
    assert 1 == sum(one.successful() for one in tries)


def test_a_link_has_256_random_bits_that_are_not_on_disk(links: LoginLinks, tmp_path: Path) -> None:
    link = links.issue(b"r" * 32)
    assert b"r" * 32 == base64.urlsafe_b64decode(link)[:32]
    kept = "".join(path.name + path.read_text() for path in tmp_path.iterdir())
    assert link not in kept
    assert base64.urlsafe_b64decode(link)[:32].hex() not in kept
    assert {0o600} == {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    "link", ["", "x", "../secret", "A" * 64, "é" * 64, "A" * 4096, "%00", "=" * 64, "\ud800"]
)
def test_a_guess_is_refused(link: str, links: LoginLinks) -> None:
    with pytest.raises(NotLoggedIn):
        links.redeem(link)


def test_a_link_of_another_server_is_refused(links: LoginLinks, tmp_path: Path) -> None:
    with pytest.raises(NotLoggedIn):
        links.redeem(LoginLinks(tmp_path, b"t" * 32).issue(b"r" * 32))


def test_a_link_expires_after_a_day(tmp_path: Path) -> None:
    now = [1000.0]
    links = LoginLinks(tmp_path, SECRET, clock=lambda: now[0])
    early, late = links.issue(b"a" * 32), links.issue(b"b" * 32)
    now[0] += LIFETIME_S - 1
    links.redeem(early)
    now[0] += 1
    with pytest.raises(LinkGone):
        links.redeem(late)


def test_a_restart_ends_older_links(links: LoginLinks) -> None:
    link = links.issue(b"r" * 32)
    links.remove_all()
    with pytest.raises(LinkGone):
        links.redeem(link)
