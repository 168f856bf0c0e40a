"""Users and tokens: their rules, and that database and memory agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.auth.accounts import Accounts, LastAdmin, TokenNotFound, UserExists, UserNotFound
from webmux.auth.roles import Role, Scope
from webmux.errors import BadField, NotLoggedIn
from webmux.store.database import Database

PASSWORD = "correct horse battery"


def test_the_first_account_is_an_admin_and_is_made_once(accounts: Accounts, database: Database) -> None:
    accounts.ensure_owner()
    Accounts(database).ensure_owner()
    assert [("owner", Role.ADMIN)] == [(user.name, user.role) for user in Accounts(database).all()]


def test_changes_of_another_process_are_read_by_reload(accounts: Accounts, database: Database) -> None:
    heard: list[bool] = []
    accounts.changed.add(lambda: heard.append(True))
    Accounts(database).add("eve", Role.VIEWER)
    with pytest.raises(UserNotFound):
        accounts.named("eve")
    accounts.reload()
    assert Role.VIEWER is accounts.named("eve").role
    assert heard


@pytest.mark.parametrize("name", ["", "Eve", "a b", "-x", "a" * 65, "a\n", "../x", "é", "a;b"])
def test_a_name_is_plain(name: str, accounts: Accounts) -> None:
    with pytest.raises(BadField):
        accounts.add(name, Role.VIEWER)


def test_a_name_is_used_once(accounts: Accounts) -> None:
    with pytest.raises(UserExists):
        accounts.add("owner", Role.VIEWER)
    assert Role.ADMIN is accounts.owner().role


def test_a_password_opens_only_its_own_account(accounts: Accounts) -> None:
    accounts.add("eve", Role.VIEWER, PASSWORD)
    assert "eve" == accounts.check_password("eve", PASSWORD).name
    for name, password in (("eve", PASSWORD + "x"), ("owner", PASSWORD), ("owner", ""), ("nobody", PASSWORD)):
        with pytest.raises(NotLoggedIn, match="the name or the password"):
            accounts.check_password(name, password)


def test_no_password_is_right_for_a_disabled_user(accounts: Accounts) -> None:
    accounts.add("eve", Role.VIEWER, PASSWORD)
    accounts.set_disabled("eve", disabled=True)
    with pytest.raises(NotLoggedIn):
        accounts.check_password("eve", PASSWORD)
    accounts.set_disabled("eve", disabled=False)
    accounts.set_password("eve", PASSWORD + "2")
    assert accounts.check_password("eve", PASSWORD + "2")


def test_the_last_admin_cannot_be_removed(accounts: Accounts) -> None:
    for change in (
        lambda: accounts.set_role("owner", Role.OPERATOR),
        lambda: accounts.set_disabled("owner", disabled=True),
    ):
        with pytest.raises(LastAdmin):
            change()
    accounts.add("eve", Role.ADMIN)
    accounts.set_disabled("owner", disabled=True)
    assert "eve" == accounts.owner().name


def test_two_admins_cannot_remove_each_other_at_once(accounts: Accounts, database: Database) -> None:
    """The database decides, not the memory of a process."""
    accounts.add("eve", Role.ADMIN)
    other = Accounts(database)
    accounts.set_role("owner", Role.VIEWER)
    with pytest.raises(LastAdmin):
        other.set_disabled("eve", disabled=True)
    assert not other.named("eve").disabled


def test_a_token_is_shown_once_and_stored_as_a_hash(accounts: Accounts, tmp_path: Path) -> None:
    text, token = accounts.new_token(accounts.owner(), "ci", Role.OPERATOR, None, Scope.MANAGE)
    assert token == accounts.find_token(text)
    assert text.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert accounts.find_token(text + "x") is None
    assert text not in repr(token)


def test_a_revoked_token_is_not_accepted(accounts: Accounts) -> None:
    text, token = accounts.new_token(accounts.owner(), "ci", Role.OPERATOR, None, Scope.MANAGE)
    with pytest.raises(TokenNotFound):
        accounts.revoke_token(token.id, user_id=999)
    accounts.revoke_token(token.id)
    assert accounts.find_token(text) is None
    with pytest.raises(TokenNotFound):
        accounts.revoke_token(token.id)


def test_a_token_works_until_it_expires(accounts: Accounts, clock) -> None:
    text, token = accounts.new_token(accounts.owner(), "ci", Role.OPERATOR, 60, Scope.MANAGE)
    clock.now += 59
    assert [token] == accounts.tokens_of(accounts.owner().id)
    clock.now += 1
    assert accounts.find_token(text) is None
    assert [] == accounts.tokens_of(accounts.owner().id)


@pytest.mark.parametrize(
    ("label", "lasts_s"),
    [("", None), (" ", None), ("x" * 65, None), ("a\nb", None), ("ok", 0), ("ok", 10**30)],
)
def test_a_token_has_a_label_and_a_lifetime(label: str, lasts_s: int | None, accounts: Accounts) -> None:
    with pytest.raises(BadField):
        accounts.new_token(accounts.owner(), label, Role.VIEWER, lasts_s, Scope.MANAGE)
