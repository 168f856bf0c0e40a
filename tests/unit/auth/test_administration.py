"""The actions of an admin: what they change, and their audit events."""

from __future__ import annotations

import pytest

from tests.unit.conftest import Clock
from webmux.auth.accounts import Accounts, UserNotFound
from webmux.auth.administration import Administration
from webmux.auth.gate import SessionGate
from webmux.auth.passkey_store import Passkeys
from webmux.auth.roles import Role, Scope
from webmux.store.database import Database

PASSWORD = "correct horse battery"


@pytest.fixture
def people(database: Database, accounts: Accounts, gate: SessionGate, clock: Clock) -> Administration:
    return Administration(database, accounts, Passkeys(database), gate.reload, clock)


def test_actions_are_audited_without_the_password(people: Administration) -> None:
    assert [
        ("user_added", {"name": "ada", "role": "viewer"}),
        ("user_role", {"name": "ada", "role": "operator"}),
        ("password_set", {"name": "ada"}),
        ("user_disabled", {"name": "ada"}),
        ("user_enabled", {"name": "ada"}),
        ("logins_ended", {"name": "ada", "logins": 0}),
    ] == [
        people.add("ada", Role.VIEWER, PASSWORD),
        people.set_role("ada", Role.OPERATOR),
        people.set_password("ada", PASSWORD + "2"),
        people.set_disabled("ada", disabled=True),
        people.set_disabled("ada", disabled=False),
        people.end_logins("ada"),
    ]


def test_users_are_listed_with_their_ways_to_log_in(
    people: Administration, accounts: Accounts, gate: SessionGate, clock: Clock
) -> None:
    people.add("ada", Role.VIEWER, PASSWORD)
    accounts.new_token(accounts.named("ada"), "ci", Role.VIEWER, None, Scope.MANAGE)
    gate.begin(accounts.named("ada"))
    clock.now += 60
    gate.begin(accounts.named("ada"))
    ada, owner = people.listed()
    assert {
        "name": "ada",
        "role": "viewer",
        "disabled": False,
        "password": True,
        "passkeys": 0,
        "tokens": 1,
        "last_login_at": int(clock.now),
    } == ada
    assert ("owner", None) == (owner["name"], owner["last_login_at"])


def test_all_logins_of_one_user_end_and_no_others(
    people: Administration, accounts: Accounts, gate: SessionGate
) -> None:
    people.add("ada", Role.VIEWER, None)
    _, hers = gate.begin(accounts.named("ada"))
    _, other = gate.begin(accounts.owner())
    ended: list[str] = []
    gate.on_ended(gate.logins_of(accounts.named("ada").id)[0].id, lambda error: ended.append(error.code))
    assert ("logins_ended", {"name": "ada", "logins": 1}) == people.end_logins("ada")
    assert (None, ["not_logged_in"]) == (gate.check(hers), ended)
    assert gate.check(other)
    with pytest.raises(UserNotFound):
        people.end_logins("eve")
