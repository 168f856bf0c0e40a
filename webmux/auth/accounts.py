"""Users and their tokens."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webmux.auth.passwords import hash_password, is_password
from webmux.auth.roles import Role, Scope
from webmux.auth.tokens import digest_of
from webmux.errors import BadField, NotLoggedIn, PeerError
from webmux.signals import Signal
from webmux.store.cached_table import CachedTable
from webmux.store.database import Database
from webmux.store.sql import Expression, IntegrityError, insert, select, update
from webmux.store.tables import tokens, users

OWNER = "owner"
TOKEN_LASTS_MAX_S = 100 * 365 * 24 * 3600
TOKEN_PREFIX = "webmux_"  # where a secret scanner finds one of ours  # noqa: S105  # nosec B105
LABEL_MAX_CHARS = 64
_NAME = re.compile(r"[a-z0-9_][a-z0-9_.@-]{0,63}")


class UserExists(PeerError):
    """Another user has that name."""

    status = 409
    code = "user_exists"


class UserNotFound(PeerError):
    """No user has that name."""

    status = 404
    code = "user_not_found"


class TokenNotFound(PeerError):
    """The token does not exist, or belongs to another user."""

    status = 404
    code = "token_not_found"


class LastAdmin(PeerError):
    """Without this admin nobody could manage users."""

    status = 409
    code = "last_admin"


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account. A disabled user cannot log in and keeps what they own."""

    id: int
    name: str
    role: Role
    disabled: bool
    password_hash: str | None = field(repr=False)

    @property
    def has_password(self) -> bool:
        """Whether the user can log in by a password."""
        return self.password_hash is not None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token for scripts; `role` is the highest that it gives. Times are Unix seconds."""

    id: int
    user_id: int
    label: str
    role: Role
    scope: Scope
    created_at: int
    expires_at: int | None

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        names = ("id", "label", "scope", "role", "created_at", "expires_at")
        return {name: getattr(self, name) for name in names}


class _Users(CachedTable[User]):
    table = users

    def read(self, row: Any) -> User:
        return User(row.id, row.name, Role(row.role), row.disabled_at is not None, row.password)


class _Tokens(CachedTable[ApiToken]):
    table = tokens
    key = "digest"

    def read(self, row: Any) -> ApiToken:
        rights = (Role(row.scope), Scope(row.permits))
        return ApiToken(row.id, row.user_id, row.label, *rights, row.created_at, row.expires_at)

    def valid(self) -> Expression:
        return tokens.c.revoked_at.is_(None)


class Accounts:
    """All users and their tokens. Other processes change them too, such as `webmux user disable`."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._users = _Users(database, clock)
        self._tokens = _Tokens(database, clock)
        self.changed: Signal[[]] = Signal()
        """A user or a token was changed, also by another process."""
        self._users.changed.add(self.changed.send)
        self._tokens.changed.add(self.changed.send)

    def reload(self) -> None:
        """Read users and tokens again."""
        self._users.reload()
        self._tokens.reload()

    # -- people ----------------------------------------------------------------------------

    def all(self) -> list[User]:
        """All users, by name."""
        return sorted(self._users.all(), key=lambda user: user.name)

    def user(self, user_id: int) -> User | None:
        """The user with this id, unless disabled."""
        user = self._users.find(user_id)
        return None if user is None or user.disabled else user

    def owner(self) -> User:
        """The first admin who is not disabled: the user of the server's own token and its first link."""
        admins = [u for u in self._users.all() if u.role is Role.ADMIN and not u.disabled]
        return min(admins, key=lambda user: user.id)

    def ensure_owner(self) -> None:
        """Add the first account if there is none."""
        if not self._users.all():
            try:
                self.add(OWNER, Role.ADMIN)
            except UserExists:  # another process was faster
                self.reload()

    def named(self, name: str) -> User:
        """The user of this name. Raises UserNotFound: no user has it."""
        for user in self._users.all():
            if user.name == name:
                return user
        raise UserNotFound(f"there is no user {name!r}")

    def add(self, name: str, role: Role, password: str | None = None) -> User:
        """Add a user; without a password only tokens work until one is set.

        Raises:
            BadField: the name or the password is not allowed.
            UserExists: the name is taken.
        """
        if not _NAME.fullmatch(name):
            raise BadField("name", "must be 1 to 64 of a-z 0-9 _ . @ -, and begin with one of a-z 0-9 _")
        hashed = None if password is None else hash_password(password)
        row = {"name": name, "role": role.value, "password": hashed, "created_at": self._users.now()}
        try:
            self._users.execute(insert(users).values(row))
        except IntegrityError as error:
            raise UserExists(f"there is a user {name!r} already") from error
        return self.named(name)

    def set_role(self, name: str, role: Role) -> None:
        """Change the role of a user; their open connections end.

        Raises:
            UserNotFound: no user has that name.
            LastAdmin: the user is the only admin who can log in.
        """
        self._change(name, ends_admin=role is not Role.ADMIN, role=role.value)

    def set_disabled(self, name: str, *, disabled: bool) -> None:
        """Disable a user, which ends their logins and tokens, or enable them. Raises as `set_role`."""
        self._change(name, ends_admin=disabled, disabled_at=self._users.now() if disabled else None)

    def set_password(self, name: str, password: str) -> None:
        """Change the password; current logins stay valid."""
        self.named(name)
        self._change(name, ends_admin=False, password=hash_password(password))

    def check_password(self, name: str, password: str) -> User:
        """The user of this name, if this is their password.

        Raises:
            NotLoggedIn: the name or the password is wrong. Both take the same time and give no hint which.
        """
        user = next((user for user in self._users.all() if user.name == name), None)
        hashed = None if user is None else user.password_hash
        if not is_password(hashed, password) or user is None or user.disabled:
            raise NotLoggedIn("the name or the password is wrong")
        return user

    @property
    def passwords_used(self) -> bool:
        """Whether any user has a password."""
        return any(user.has_password for user in self._users.all())

    # -- tokens ----------------------------------------------------------------------------

    def new_token(
        self, user: User, label: str, role: Role, lasts_s: int | None, scope: Scope
    ) -> tuple[str, ApiToken]:
        """A token and its text, which nobody can see again. It never has more rights than its user.

        Raises:
            BadField: the label is empty or too long, or `lasts_s` is not from 1 to `TOKEN_LASTS_MAX_S`.
        """
        check_label(label)
        if lasts_s is not None and not 1 <= lasts_s <= TOKEN_LASTS_MAX_S:
            raise BadField("lasts_s", f"must be from 1 to {TOKEN_LASTS_MAX_S}")
        text = TOKEN_PREFIX + secrets.token_urlsafe(32)
        now = self._tokens.now()
        row = {
            "user_id": user.id,
            "digest": digest_of(text),
            "label": label,
            "scope": role.at_most(user.role).value,
            "permits": scope.value,
            "created_at": now,
            "expires_at": None if lasts_s is None else now + lasts_s,
        }
        self._tokens.execute(insert(tokens).values(row))
        token = self._tokens.find(row["digest"])
        assert token is not None
        return text, token

    def tokens_of(self, user_id: int) -> list[ApiToken]:
        """The tokens of a user that work, oldest first."""
        return [token for token in self._tokens.of(user_id) if not self._is_over(token)]

    def revoke_token(self, token_id: int, user_id: int | None = None) -> None:
        """End a token now; with `user_id` only one of that user.

        Raises:
            TokenNotFound: it does not exist, or belongs to another user.
        """
        if self._tokens.owned(token_id, user_id) is None:
            raise TokenNotFound(f"there is no token {token_id}")
        now = self._tokens.now()
        self._tokens.execute(update(tokens).where(tokens.c.id == token_id).values(revoked_at=now))

    def find_token(self, text: str) -> ApiToken | None:
        """The token with this text, while it works. Never switches, O(1)."""
        token = self._tokens.find(digest_of(text)) if text.startswith(TOKEN_PREFIX) else None
        return None if token is None or self._is_over(token) else token

    def token(self, token_id: int) -> ApiToken | None:
        """The token with this id, while it works."""
        token = self._tokens.owned(token_id, None)
        return None if token is None or self._is_over(token) else token

    # -- inside ----------------------------------------------------------------------------

    def _is_over(self, token: ApiToken) -> bool:
        return token.expires_at is not None and self._clock() >= token.expires_at

    def _change(self, name: str, *, ends_admin: bool, **values: object) -> None:
        """Change a user. The last admin stays one, even if two processes change two admins at once."""
        self.named(name)
        change = update(users).where(users.c.name == name).values(**values)
        if ends_admin:
            other = users.alias()
            another = select(other.c.id).where(
                other.c.role == Role.ADMIN.value, other.c.disabled_at.is_(None), other.c.name != name
            )
            change = change.where((users.c.role != Role.ADMIN.value) | another.exists())
        if not self._users.execute(change):
            raise LastAdmin(f"{name} is the only admin: make another user admin first")


def check_label(label: str) -> None:
    """Check the label of a token or a passkey. Raises BadField: it is empty, too long, or not printable."""
    if not (label.strip() and label.isprintable() and len(label) <= LABEL_MAX_CHARS):
        raise BadField("label", f"must be 1 to {LABEL_MAX_CHARS} printable characters")
