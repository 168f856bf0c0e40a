"""The rights of users, from least to most."""

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
