"""Logins end when they should, and listeners are notified."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import eventually
from webmux.auth import gate as module
from webmux.auth.accounts import Accounts
from webmux.auth.gate import IDLE_S, LIFETIME_S, SEEN_S, Login, SessionGate
from webmux.auth.roles import Role, Scope
from webmux.errors import AccessError, DatabaseFailed, NotLoggedIn

Make = Callable[..., SessionGate]


def begin(gate: SessionGate, accounts: Accounts) -> tuple[Login, str]:
    return gate.begin(accounts.owner(), "192.0.2.1", "Browser/1")


def test_a_cookie_outlives_a_restart(gate: SessionGate, accounts: Accounts, make_gate: Make) -> None:
    login, cookie = begin(gate, accounts)
    assert login == make_gate().check(cookie)
    assert ("owner", Role.ADMIN, "192.0.2.1", "Browser/1") == (
        login.user,
        login.role,
        login.address,
        login.agent,
    )


def test_cookies_and_logins_are_never_repeated(gate: SessionGate, accounts: Accounts) -> None:
    made = [begin(gate, accounts) for _ in range(20)]
    assert 20 == len({login.id for login, _ in made}) == len({cookie for _, cookie in made})


def test_the_database_stores_no_cookie(gate: SessionGate, accounts: Accounts, tmp_path: Path) -> None:
    _, cookie = begin(gate, accounts)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert cookie.encode() not in kept
    assert b"Browser/1" in kept


def test_a_new_token_ends_every_login(gate: SessionGate, accounts: Accounts, make_gate: Make) -> None:
    assert make_gate(token="u").check(begin(gate, accounts)[1]) is None


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "\x7f", "ü", "\udc80", "x" * 100_000])
def test_a_malformed_cookie_is_not_a_login(cookie: str, gate: SessionGate) -> None:
    assert gate.check(cookie) is None


def test_a_busy_login_ends_after_its_lifetime(gate: SessionGate, accounts: Accounts, clock) -> None:
    _, cookie = begin(gate, accounts)
    for _ in range(LIFETIME_S // IDLE_S):
        clock.now += IDLE_S - 1
        assert gate.check(cookie) is not None
    clock.now += IDLE_S - 1
    assert gate.check(cookie) is None


def test_an_idle_login_ends_earlier(gate: SessionGate, accounts: Accounts, clock) -> None:
    login, cookie = begin(gate, accounts)
    clock.now += IDLE_S
    assert gate.check(cookie) is None
    assert gate.find(login.id) is None


def test_the_time_of_last_use_outlives_a_restart(
    gate: SessionGate, accounts: Accounts, make_gate: Make, clock
) -> None:
    """An open socket keeps it from being idle, and the database is updated at intervals."""
    login, cookie = begin(gate, accounts)
    clock.now += SEEN_S
    assert gate.find(login.id) is not None
    clock.now += IDLE_S - 1
    assert make_gate().check(cookie) is not None


def test_revoking_notifies_each_listener_once(gate: SessionGate, accounts: Accounts) -> None:
    login, other, heard = begin(gate, accounts)[0], begin(gate, accounts)[0], list[str]()
    gate.on_ended(login.id, lambda error: heard.append(f"a {error.close_code}"))
    gate.on_ended(login.id, lambda error: heard.append("b"))
    gate.on_ended(login.id, lambda error: heard.append("c"))()
    forget = gate.on_ended(other.id, lambda error: heard.append("other"))
    gate.revoke(login.id)
    gate.revoke(login.id)
    assert ["a 4401", "b"] == sorted(heard)
    forget()


def test_a_failing_listener_does_not_affect_the_others(gate: SessionGate, accounts: Accounts) -> None:
    login, heard = begin(gate, accounts)[0], list[AccessError]()

    def fail(_: AccessError) -> None:
        raise RuntimeError

    gate.on_ended(login.id, fail)
    gate.on_ended(login.id, heard.append)
    gate.revoke(login.id)
    assert 1 == len(heard)


def test_a_listener_of_an_ended_login_is_called_at_once(gate: SessionGate, accounts: Accounts) -> None:
    login, heard = begin(gate, accounts)[0], list[AccessError]()
    gate.revoke(login.id)
    gate.on_ended(login.id, heard.append)()
    assert 1 == len(heard)


def test_a_revoked_login_stays_revoked_after_a_restart(
    gate: SessionGate, accounts: Accounts, make_gate: Make
) -> None:
    (login, cookie), (_, other) = begin(gate, accounts), begin(gate, accounts)
    gate.revoke(login.id)
    assert gate.check(cookie) is None
    assert make_gate().check(cookie) is None
    assert make_gate().check(other) is not None


def test_listeners_are_called_at_reload_if_another_process_revoked(
    gate: SessionGate, accounts: Accounts, make_gate: Make
) -> None:
    (login, cookie), heard = begin(gate, accounts), list[AccessError]()
    gate.on_ended(login.id, heard.append)
    make_gate().revoke(login.id)
    gate.reload()
    assert gate.check(cookie) is None
    assert [4401] == [error.close_code for error in heard]


def test_a_listener_is_called_when_the_lifetime_ends(
    gate: SessionGate, accounts: Accounts, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMER_MAX_S", 0.01)
    login, heard = begin(gate, accounts)[0], list[AccessError]()
    gate.on_ended(login.id, heard.append)
    clock.now += LIFETIME_S
    eventually(lambda: heard)


def test_a_disabled_user_is_logged_out_at_once(gate: SessionGate, accounts: Accounts) -> None:
    user, heard = accounts.add("eve", Role.OPERATOR), list[AccessError]()
    login, cookie = gate.begin(user)
    text, _ = accounts.new_token(user, "ci", Role.OPERATOR, None, Scope.MANAGE)
    gate.on_ended(login.id, heard.append)
    gate.on_ended(gate.bearer(text).id, heard.append)
    accounts.set_disabled("eve", disabled=True)
    assert [4401, 4401] == [error.close_code for error in heard]
    assert gate.check(cookie) is None
    with pytest.raises(NotLoggedIn):
        gate.bearer(text)


def test_a_new_role_closes_connections_and_applies_at_once(gate: SessionGate, accounts: Accounts) -> None:
    login, cookie = gate.begin(accounts.add("eve", Role.OPERATOR))
    heard: list[AccessError] = []
    gate.on_ended(login.id, heard.append)
    accounts.set_role("eve", Role.VIEWER)
    assert [4403] == [error.close_code for error in heard]
    found = gate.check(cookie)
    assert found is not None
    assert Role.VIEWER is found.role


def test_a_token_has_at_most_the_rights_of_its_scope_and_user(gate: SessionGate, accounts: Accounts) -> None:
    user = accounts.add("eve", Role.OPERATOR)
    looks, _ = accounts.new_token(user, "looks", Role.VIEWER, None, Scope.MANAGE)
    all_of_it, _ = accounts.new_token(user, "all", Role.ADMIN, None, Scope.MANAGE)
    assert [Role.VIEWER, Role.OPERATOR] == [gate.bearer(text).role for text in (looks, all_of_it)]


def test_a_token_that_does_not_manage_has_the_role_of_viewers(gate: SessionGate, accounts: Accounts) -> None:
    """Sockets ask for the role alone: nothing that they permit to operators is open to it."""
    for scope in (Scope.READ, Scope.TYPE):
        login = gate.bearer(accounts.new_token(accounts.owner(), "ci", Role.OPERATOR, None, scope)[0])
        assert (Role.VIEWER, Role.OPERATOR, scope) == (login.role, login.full_role, login.scope)
        assert "ci" == login.token_label


def test_a_token_expires(
    gate: SessionGate, accounts: Accounts, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMER_MAX_S", 0.01)
    text, _ = accounts.new_token(accounts.owner(), "ci", Role.OPERATOR, 60, Scope.MANAGE)
    heard: list[AccessError] = []
    gate.on_ended(gate.bearer(text).id, heard.append)
    clock.now += 60
    eventually(lambda: heard)
    with pytest.raises(NotLoggedIn):
        gate.bearer(text)


def test_the_token_of_the_server_is_the_owner(gate: SessionGate) -> None:
    login = gate.bearer("t")
    assert (True, "owner", Role.ADMIN) == (login.is_bearer, login.user, login.role)
    assert gate.find(login.id) is not None
    gate.on_ended(login.id, lambda error: None)()
    with pytest.raises(NotLoggedIn):
        gate.bearer("u")


def test_a_user_has_a_limited_number_of_logins(
    gate: SessionGate, accounts: Accounts, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PER_USER_MAX", 3)
    made = []
    for _ in range(4):
        clock.now += 1
        made.append(begin(gate, accounts))
    assert [False, True, True, True] == [gate.check(cookie) is not None for _, cookie in made]
    left = gate.logins_of(accounts.owner().id)
    assert {login.id for login, _ in made[1:]} == {login.id for login in left}


def test_expired_logins_are_deleted(
    gate: SessionGate, accounts: Accounts, make_gate: Make, clock, tmp_path: Path
) -> None:
    begin(gate, accounts)
    clock.now += LIFETIME_S + 1
    make_gate()
    with sqlite3.connect(tmp_path / "webmux.db") as connection:
        assert 0 == connection.execute("select count(*) from logins").fetchone()[0]
    connection.close()


def test_a_full_disk_ends_no_login(gate: SessionGate, accounts: Accounts, clock, monkeypatch) -> None:
    """The time of last use is stored at intervals; a failure of that does not affect the user."""
    _, cookie = begin(gate, accounts)
    clock.now += SEEN_S

    def fail(_: object) -> None:
        raise DatabaseFailed("full")

    monkeypatch.setattr(gate._database, "run", fail)
    assert gate.check(cookie) is not None


def test_a_login_during_a_reload_stays(
    gate: SessionGate, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, begun = gate._database.run, list[str]()

    def slow(work: Any) -> Any:
        found = run(work)
        monkeypatch.undo()
        begun.append(gate.begin(accounts.owner())[1])
        return found

    monkeypatch.setattr(gate._database, "run", slow)
    gate.reload()
    assert gate.check(begun[0])
