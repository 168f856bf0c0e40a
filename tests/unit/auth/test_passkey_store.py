"""Passkeys of users: each belongs to one, and the database and the memory say the same."""

from __future__ import annotations

import pytest

from tests.unit.conftest import Clock
from webmux.auth.accounts import Accounts, User
from webmux.auth.passkey_store import PER_USER_MAX, PasskeyExists, PasskeyNotFound, Passkeys, PublicHalf
from webmux.auth.roles import Role
from webmux.errors import BadField, NotLoggedIn
from webmux.store.database import Database


@pytest.fixture
def passkeys(database: Database, clock: Clock) -> Passkeys:
    return Passkeys(database, clock)


@pytest.fixture
def owner(accounts: Accounts) -> User:
    return accounts.owner()


def half(name: str = "abc", count: int = 0) -> PublicHalf:
    return PublicHalf(name, b"key", count, ("hybrid", "internal"))


def test_an_added_passkey_is_found_after_a_restart(
    passkeys: Passkeys, database: Database, owner: User, clock: Clock
) -> None:
    assert not passkeys.any
    made = passkeys.add(owner, "this laptop", half())
    assert (half(), "this laptop", clock.now, None) == (made.half, made.label, made.created_at, made.used_at)
    again = Passkeys(database)
    assert again.any
    assert made == again.find("abc") == again.of(owner.id)[0]
    assert passkeys.find("abcd") is None
    assert {"id", "label", "created_at", "used_at"} == made.fields().keys()


def test_a_passkey_belongs_to_one_user(passkeys: Passkeys, accounts: Accounts, owner: User) -> None:
    eve = accounts.add("eve", Role.ADMIN)
    made = passkeys.add(owner, "mine", half())
    with pytest.raises(PasskeyExists):
        passkeys.add(eve, "mine too", half())
    with pytest.raises(PasskeyNotFound):
        passkeys.remove(made.id, eve.id)
    assert [[made], []] == [passkeys.of(user.id) for user in (owner, eve)]


@pytest.mark.parametrize("label", ["", " ", "a\nb", "x" * 65])
def test_a_label_is_plain(label: str, passkeys: Passkeys, owner: User) -> None:
    with pytest.raises(BadField):
        passkeys.add(owner, label, half())
    assert not passkeys.any


def test_the_number_of_passkeys_of_a_user_is_limited(
    passkeys: Passkeys, database: Database, owner: User
) -> None:
    """Also if two are added at the same moment and both checked before."""
    for number in range(PER_USER_MAX - 1):
        passkeys.add(owner, "x", half(f"n{number}"))
    other = Passkeys(database)
    passkeys.check_room(owner)
    passkeys.add(owner, "x", half("last"))
    with pytest.raises(BadField):
        passkeys.check_room(owner)
    other.check_room(owner)
    with pytest.raises(BadField):
        other.add(owner, "x", half("one too many"))
    other.reload()
    assert PER_USER_MAX == len(other.of(owner.id))


def test_a_use_is_stored(passkeys: Passkeys, database: Database, owner: User, clock: Clock) -> None:
    made = passkeys.add(owner, "x", half(count=3))
    clock.now += 60
    passkeys.use(made, 4)
    [kept] = Passkeys(database).of(owner.id)
    assert (4, clock.now, made.created_at) == (kept.half.sign_count, kept.used_at, kept.created_at)


def test_a_passkey_without_a_counter_stays_at_zero(passkeys: Passkeys, owner: User) -> None:
    made = passkeys.add(owner, "x", half())
    passkeys.use(made, 0)
    passkeys.use(made, 0)
    assert passkeys.of(owner.id)[0].used_at is not None


@pytest.mark.parametrize("count", [0, 4, 5])
def test_a_counter_never_decreases(count: int, passkeys: Passkeys, owner: User) -> None:
    """The check before may have read an older counter, if two answers arrive at the same moment."""
    made = passkeys.add(owner, "x", half(count=3))
    passkeys.use(made, 5)
    with pytest.raises(NotLoggedIn):
        passkeys.use(made, count)
    assert 5 == passkeys.of(owner.id)[0].half.sign_count


def test_a_removed_passkey_is_not_accepted(passkeys: Passkeys, database: Database, owner: User) -> None:
    """Also if another process removed it and this one has not reloaded."""
    made = passkeys.add(owner, "x", half())
    other = Passkeys(database)
    assert made == other.remove(made.id)
    assert made == passkeys.find("abc")
    with pytest.raises(NotLoggedIn):
        passkeys.use(made, 1)
    passkeys.reload()
    assert passkeys.find("abc") is None
    with pytest.raises(PasskeyNotFound):
        passkeys.remove(made.id)
