"""Settings of users: merged, limited, separate for each user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
import pytest

from webmux.auth.accounts import Accounts
from webmux.auth.roles import Role
from webmux.errors import BadField
from webmux.store.database import Database
from webmux.store.database_connection import Connection
from webmux.store.preferences import ALL_MAX_BYTES, Preferences


def test_changes_are_merged_and_null_removes_a_setting(accounts: Accounts, database: Database) -> None:
    user = accounts.owner().id
    preferences = Preferences(database)
    assert {} == preferences.of(user)
    preferences.change(user, {"theme.mode": "light", "keys": {"find": ["Ctrl+F"]}})
    assert {"theme.mode": "light", "bell": True} == preferences.change(user, {"keys": None, "bell": True})
    assert {"theme.mode": "light", "bell": True} == Preferences(database).of(user)


def test_changes_at_once_do_not_undo_each_other(accounts: Accounts, database: Database) -> None:
    user = accounts.owner().id
    preferences = Preferences(database)
    changes = [{f"name{number}": number} for number in range(8)]
    gevent.joinall([gevent.spawn(preferences.change, user, change) for change in changes], raise_error=True)
    expected = {name: value for change in changes for name, value in change.items()}
    assert expected == preferences.of(user) == Preferences(database).of(user)


def test_a_default_of_the_administrator_is_never_stored(accounts: Accounts, database: Database) -> None:
    user = accounts.owner().id
    preferences = Preferences(database, {"session.view": "panes"})
    assert {"session.view": "panes", "bell": True} == preferences.change(user, {"bell": True})
    assert {"bell": True} == Preferences(database).of(user)
    preferences.change(user, {"session.view": "terminal"})
    assert {"session.view": "terminal", "bell": True} == preferences.of(user)


def test_each_user_has_separate_preferences(accounts: Accounts, database: Database) -> None:
    preferences = Preferences(database)
    ada = accounts.add("ada", Role.VIEWER)
    preferences.change(ada.id, {"bell": False})
    assert {} == preferences.of(accounts.owner().id)


def test_changes_of_another_process_are_read_by_reload(accounts: Accounts, database: Database) -> None:
    user = accounts.owner().id
    mine, other = Preferences(database), Preferences(database)
    assert {} == mine.of(user)
    other.change(user, {"bell": False})
    mine.reload()
    assert {"bell": False} == mine.of(user)


def test_simultaneous_changes_are_all_stored(accounts: Accounts, database: Database) -> None:
    user = accounts.owner().id
    preferences = Preferences(database)
    preferences.of(user)
    names = [f"a{number}" for number in range(8)]
    gevent.joinall([gevent.spawn(preferences.change, user, {name: 1}) for name in names], raise_error=True)
    assert dict.fromkeys(names, 1) == Preferences(database).of(user)


@pytest.mark.parametrize("name", ["", "Bell", "1", "a b", "__proto__", "x" * 65])
def test_a_bad_name_changes_nothing(accounts: Accounts, database: Database, name: str) -> None:
    preferences = Preferences(database)
    with pytest.raises(BadField):
        preferences.change(accounts.owner().id, {"bell": True, name: 1})
    assert {} == Preferences(database).of(accounts.owner().id)


def test_the_size_of_all_preferences_is_bounded(accounts: Accounts, database: Database) -> None:
    preferences = Preferences(database)
    with pytest.raises(BadField):
        preferences.change(accounts.owner().id, {"font": "x" * ALL_MAX_BYTES})
    assert {} == preferences.of(accounts.owner().id)


def test_a_caller_gets_a_copy(accounts: Accounts, database: Database) -> None:
    preferences = Preferences(database)
    preferences.of(accounts.owner().id)["bell"] = 1
    assert {} == preferences.of(accounts.owner().id)


def test_reading_during_a_change_undoes_nothing(
    database: Database, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads the database before the change, and receives the result after it."""
    store, user_id, run = Preferences(database), accounts.owner().id, database.run
    changes: list[dict[str, Any]] = [{"theme": "dark"}]

    def run_and_wait(work: Callable[[Connection], Any]) -> Any:
        done = run(work)
        if changes:
            store.change(user_id, changes.pop())
        return done

    monkeypatch.setattr(database, "run", run_and_wait)
    store.of(user_id)
    assert {"theme": "dark", "size": 1} == store.change(user_id, {"size": 1})
