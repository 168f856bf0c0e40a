"""Subscriptions: one a login, bounded, another's never touched."""

from __future__ import annotations

import pytest

from webmux.auth.accounts import Accounts
from webmux.auth.gate import SessionGate
from webmux.auth.roles import Role
from webmux.auth.subscriptions import (
    PER_USER_MAX,
    USED_S,
    Address,
    PushSubscriptions,
    SubscriptionNotFound,
)
from webmux.store.database import Database
from webmux.store.sql import delete
from webmux.store.tables import logins


@pytest.fixture
def store(database: Database, clock) -> PushSubscriptions:
    return PushSubscriptions(database, clock)


@pytest.fixture
def login(gate: SessionGate, accounts: Accounts):
    return lambda user=None, agent="Firefox": gate.begin(user or accounts.owner(), agent=agent)[0]


def address(name: str = "a") -> Address:
    return Address(f"https://push.example/{name}", "key", "auth")


def test_an_added_subscription_is_stored(store: PushSubscriptions, database: Database, login) -> None:
    mine = login()
    added = store.add(mine, address())
    assert ("Firefox", mine.id, None) == (added.label, added.login_id, added.used_at)
    assert [added] == PushSubscriptions(database).of(mine.user_id)
    assert added == store.of_login(mine.id)
    assert "push.example" not in repr(added)
    assert "endpoint" not in added.fields()


def test_a_login_has_one_subscription(store: PushSubscriptions, login) -> None:
    mine = login()
    store.add(mine, address("old"))
    new = store.add(mine, address("new"))
    assert [new] == store.of(mine.user_id)


def test_two_pages_of_a_browser_leave_one_subscription(
    store: PushSubscriptions, database: Database, login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page subscribes when it opens: the second finishes before the first gets its reply."""
    mine, run, second = login(), database.run, [address("second")]

    def run_and_wait(work):
        done = run(work)
        if second:
            store.add(mine, second.pop())
        return done

    monkeypatch.setattr(database, "run", run_and_wait)
    assert address("first") == store.add(mine, address("first")).address
    assert [address("second")] == [one.address for one in store.of(mine.user_id)]


def test_a_browser_belongs_to_one_user_at_a_time(store: PushSubscriptions, accounts: Accounts, login) -> None:
    first, second = login(), login(accounts.add("ada", Role.VIEWER))
    store.add(first, address())
    store.add(second, address())
    assert [] == store.of(first.user_id)
    assert {second.user_id} == store.user_ids()


def test_the_number_of_subscriptions_is_bounded(store: PushSubscriptions, login) -> None:
    for number in range(PER_USER_MAX + 2):
        mine = login()
        store.add(mine, address(str(number)))
    endpoints = [one.address.endpoint.rpartition("/")[2] for one in store.of(mine.user_id)]
    assert [str(number) for number in range(PER_USER_MAX + 1, 1, -1)] == endpoints


def test_a_user_removes_only_their_own_subscription(
    store: PushSubscriptions, accounts: Accounts, login
) -> None:
    added = store.add(login(), address())
    with pytest.raises(SubscriptionNotFound):
        store.remove(added.id, accounts.add("ada", Role.ADMIN).id)
    with pytest.raises(SubscriptionNotFound):
        store.remove(added.id + 1, added.user_id)
    store.remove(added.id, added.user_id)
    assert [] == store.of(added.user_id)


def test_a_subscription_is_deleted_with_its_login(
    store: PushSubscriptions, database: Database, login
) -> None:
    added = store.add(login(), address())
    database.run(lambda connection: connection.execute(delete(logins)))
    store.reload()
    assert [] == store.of(added.user_id)


def test_the_time_of_use_is_stored_once_an_hour(
    store: PushSubscriptions, database: Database, login, clock
) -> None:
    added = store.add(login(), address())
    noted = []
    for _ in range(3):
        store.used(added)
        noted += [one.used_at for one in PushSubscriptions(database).of(added.user_id)]
        clock.now += USED_S / 2
    begin = 1_000_000
    assert [begin, begin, begin + USED_S] == noted


def test_listeners_are_notified_of_changes(store: PushSubscriptions, login) -> None:
    heard = []
    store.changed.add(lambda: heard.append(len(store.user_ids())))
    added = store.add(login(), address())
    store.drop([added])
    store.drop([added])
    assert [1, 0] == heard


def test_the_successor_of_a_removed_subscription_stays(
    store: PushSubscriptions, database: Database, login
) -> None:
    """SQLite uses its id again, while a push service may still report that the old one has ended."""
    mine = login()
    old = store.add(mine, address("old"))
    new = store.add(mine, address("new"))
    assert old.id == new.id
    store.drop([old])
    store.used(old)
    assert [new] == store.of(mine.user_id) == PushSubscriptions(database).of(mine.user_id)
