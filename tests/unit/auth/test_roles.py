"""Each role has the rights of those before it."""

from __future__ import annotations

from webmux.auth.roles import Role


def test_roles_are_ordered() -> None:
    table = [[has.allows(wanted) for wanted in Role] for has in Role]
    assert [[True, False, False], [True, True, False], [True, True, True]] == table


def test_the_lesser_of_two_roles_is_found() -> None:
    assert Role.VIEWER is Role.ADMIN.at_most(Role.VIEWER) is Role.VIEWER.at_most(Role.ADMIN)
