"""What a person may do here, from least to most."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """`viewer` looks, `operator` types and makes sessions, `admin` looks after people too."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    def allows(self, wanted: Role) -> bool:
        """Whether who has this role may do what takes `wanted`."""
        return _ORDER[self] >= _ORDER[wanted]

    def at_most(self, bound: Role) -> Role:
        """The lesser of the two."""
        return self if bound.allows(self) else bound


_ORDER = {role: place for place, role in enumerate(Role)}
