"""The rights of users and of tokens, from least to most."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A `viewer` cannot type, an `operator` types and creates sessions, an `admin` also manages users."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    def allows(self, required: Role) -> bool:
        """Whether this role includes the `required` one."""
        return _ORDER[self] >= _ORDER[required]

    def at_most(self, bound: Role) -> Role:
        """The lesser of the two."""
        return self if bound.allows(self) else bound


_ORDER = {role: place for place, role in enumerate(Role)}


class Scope(StrEnum):
    """What a token is for: `read` looks, `type` also types into panes, `manage` does all of its role."""

    READ = "read"
    TYPE = "type"
    MANAGE = "manage"

    def allows(self, required: Scope) -> bool:
        """Whether this scope includes the `required` one."""
        return _SCOPES[self] >= _SCOPES[required]


_SCOPES = {scope: place for place, scope in enumerate(Scope)}
