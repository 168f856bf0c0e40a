"""Share links: their secret opens the session until they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.auth import shares as module
from webmux.auth.accounts import Accounts
from webmux.auth.gate import SessionGate
from webmux.auth.roles import Role
from webmux.auth.shares import LASTS_MAX_S, Share, Shared, ShareNotFound, Shares
from webmux.errors import AccessError, BadField
from webmux.store.database import Database


def create(
    shares: Shares, accounts: Accounts, role: Role = Role.VIEWER, lasts_s: int = 60
) -> tuple[str, Share]:
    return shares.create(accounts.owner(), Shared("12-34", "$0", "work"), role, lasts_s)


def test_only_the_secret_opens_a_link(shares: Shares, accounts: Accounts, tmp_path: Path) -> None:
    secret, share = create(shares, accounts)
    assert share == shares.open(share.id, secret)
    for share_id, text in (
        (share.id, secret + "x"),
        (share.id, ""),
        ("", secret),
        ("0" * 16, secret),
        ("", ""),
    ):
        assert shares.open(share_id, text) is None
    assert secret.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_link_expires(shares: Shares, accounts: Accounts, clock) -> None:
    secret, share = create(shares, accounts, lasts_s=60)
    clock.now += 59
    assert shares.open(share.id, secret)
    clock.now += 1
    assert shares.open(share.id, secret) is None
    assert [] == shares.of(accounts.owner().id)


def test_a_link_outlives_a_restart_and_a_revoked_one_does_not(
    shares: Shares, accounts: Accounts, database: Database, clock
) -> None:
    (kept, one), (gone, other) = create(shares, accounts), create(shares, accounts)
    shares.revoke(other.id, accounts.owner().id)
    again = Shares(database, clock)
    assert [one] == again.of(accounts.owner().id)
    assert again.open(one.id, kept)
    assert again.open(other.id, gone) is None


def test_a_user_cannot_revoke_the_link_of_another(shares: Shares, accounts: Accounts) -> None:
    _, share = create(shares, accounts)
    with pytest.raises(ShareNotFound):
        shares.revoke(share.id, 999)
    assert shares.find(share.id)


@pytest.mark.parametrize("lasts_s", [0, -1, LASTS_MAX_S + 1])
def test_a_link_has_a_lifetime(lasts_s: int, shares: Shares, accounts: Accounts) -> None:
    with pytest.raises(BadField):
        create(shares, accounts, lasts_s=lasts_s)


def test_the_number_of_links_is_limited(
    shares: Shares, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PER_USER_MAX", 1)
    create(shares, accounts)
    with pytest.raises(BadField):
        create(shares, accounts)


def test_a_guest_has_at_most_the_role_of_the_maker_of_the_link(
    gate: SessionGate, shares: Shares, accounts: Accounts
) -> None:
    secret, share = create(shares, accounts, role=Role.ADMIN)
    guest = gate.guest(f"{share.id}.{secret}")
    assert guest is not None
    assert (Role.OPERATOR, share, False) == (guest.role, guest.share, guest.is_bearer)
    viewer = accounts.add("vera", Role.VIEWER)
    assert Role.VIEWER is shares.create(viewer, Shared("1-2", "$0", "x"), Role.OPERATOR, 60)[1].role


@pytest.mark.parametrize("cookie", ["", ".", "x.y", "." * 200, "\ud800.\ud800", "0123456789abcdef."])
def test_a_malformed_cookie_is_not_a_guest(cookie: str, gate: SessionGate) -> None:
    assert gate.guest(cookie) is None


def test_guests_are_notified_of_the_end(gate: SessionGate, shares: Shares, accounts: Accounts) -> None:
    made = []
    for name in ("eve", "bob"):
        user = accounts.add(name, Role.OPERATOR)
        secret, share = shares.create(user, Shared("1-2", "$0", "x"), Role.OPERATOR, 60)
        guest = gate.guest(f"{share.id}.{secret}")
        assert guest is not None
        heard: list[AccessError] = []
        gate.on_ended(guest.id, heard.append)
        made.append((user, share, heard))
    shares.revoke(made[0][1].id, made[0][0].id)
    accounts.set_disabled("bob", disabled=True)
    assert [[4401], [4401]] == [[error.close_code for error in heard] for _, _, heard in made]
