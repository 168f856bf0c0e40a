"""People and their tokens: asked from memory, kept in the database.

Another process, such as `webmux user disable`, changes the database too; `reload` takes over what it did.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from webmux.auth.passwords import hash_password, is_password
from webmux.auth.roles import Role
from webmux.auth.tokens import digest_of
from webmux.errors import BadField, NotLoggedIn, PeerError
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.tables import tokens, users

OWNER = "owner"
TOKEN_PREFIX = "webmux_"  # where a secret scanner finds one of ours  # noqa: S105  # nosec B105
LABEL_MAX_CHARS = 64
_NAME = re.compile(r"[a-z0-9_][a-z0-9_.@-]{0,63}")


class UserExists(PeerError):
    """Somebody else has that name."""

    status = 409
    code = "user_exists"


class UserNotFound(PeerError):
    """Nobody has that name."""

    status = 404
    code = "user_not_found"


class TokenNotFound(PeerError):
    """No such token, or it is somebody else's."""

    status = 404
    code = "token_not_found"


class LastAdmin(PeerError):
    """Without this one nobody could look after people any more."""

    status = 409
    code = "last_admin"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in; `disabled` ones may not, and keep what they own."""

    id: int
    name: str
    role: Role
    disabled: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token of a script: its owner, and the most it may do. Times are Unix seconds."""

    id: int
    user_id: int
    label: str
    scope: Role
    created_at: int
    expires_at: int | None

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "id": self.id,
            "label": self.label,
            "scope": self.scope.value,
            "created_at": self.created_at,
            "expires_at": self.expires_at,
        }


class Accounts:
    """All users and tokens. `changed` is sent after every change, also one by another process."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._users: dict[int, User] = {}
        self._passwords: dict[int, str | None] = {}
        self._tokens: dict[str, ApiToken] = {}
        self.changed: Signal[[]] = Signal()
        self.reload()

    def reload(self) -> None:
        """Take over what the database has now."""

        def read(connection: Any) -> tuple[list[Any], list[Any]]:
            living = select(tokens).where(tokens.c.revoked_at.is_(None))
            return connection.execute(select(users)).all(), connection.execute(living).all()

        found_users, found_tokens = self._database.run(read)
        self._users = {row.id: _user(row) for row in found_users}
        self._passwords = {row.id: row.password for row in found_users}
        self._tokens = {row.digest: _token(row) for row in found_tokens}
        self.changed.send()

    # -- people ----------------------------------------------------------------------------

    def all(self) -> list[User]:
        """Everybody, by name."""
        return sorted(self._users.values(), key=lambda user: user.name)

    def user(self, user_id: int) -> User | None:
        """Who has this id and may log in."""
        user = self._users.get(user_id)
        return None if user is None or user.disabled else user

    def owner(self) -> User:
        """Whom the one-time link and the server's own token stand for: the first admin who may log in."""
        admins = [u for u in self._users.values() if u.role is Role.ADMIN and not u.disabled]
        return min(admins, key=lambda user: user.id)

    def ensure_owner(self) -> None:
        """Make the first account where there is none."""
        if not self._users:
            try:
                self.add(OWNER, Role.ADMIN)
            except UserExists:  # another process was faster
                self.reload()

    def named(self, name: str) -> User:
        """Who has this name.

        Raises:
            UserNotFound: nobody has.
        """
        for user in self._users.values():
            if user.name == name:
                return user
        raise UserNotFound(f"there is no user {name!r}")

    def add(self, name: str, role: Role, password: str | None = None) -> User:
        """A new account; without a password it is for tokens, or until one is set.

        Raises:
            BadField: a name or password that is not allowed.
            UserExists: the name is taken.
        """
        if not _NAME.fullmatch(name):
            raise BadField("name", "must be 1 to 64 of a-z 0-9 _ . @ -, and begin with one of a-z 0-9 _")
        kept = None if password is None else hash_password(password)
        row = {"name": name, "role": role.value, "password": kept, "created_at": self._now()}
        try:
            self._database.run(lambda connection: connection.execute(insert(users).values(row)))
        except IntegrityError as error:
            raise UserExists(f"there is a user {name!r} already") from error
        self.reload()
        return self.named(name)

    def set_role(self, name: str, role: Role) -> None:
        """Give somebody another role; their open connections end.

        Raises:
            UserNotFound: nobody has that name.
            LastAdmin: they are the only admin who may log in.
        """
        self._change(name, ends_admin=role is not Role.ADMIN, role=role.value)

    def set_disabled(self, name: str, *, disabled: bool) -> None:
        """Lock somebody out, or let them in again. Their logins and tokens end now; raises as `set_role`."""
        self._change(name, ends_admin=disabled, disabled_at=self._now() if disabled else None)

    def set_password(self, name: str, password: str) -> None:
        """Another password; logins that there are go on."""
        self.named(name)
        self._change(name, ends_admin=False, password=hash_password(password))

    def check_password(self, name: str, password: str) -> User:
        """Who this is.

        Raises:
            NotLoggedIn: name or password is wrong, which of them is not said; equally slow.
        """
        user = next((user for user in self._users.values() if user.name == name), None)
        kept = None if user is None else self._passwords[user.id]
        if not is_password(kept, password) or user is None or user.disabled:
            raise NotLoggedIn("the name or the password is wrong")
        return user

    @property
    def passwords_used(self) -> bool:
        """Whether anybody has one."""
        return any(user.has_password for user in self._users.values())

    # -- tokens ----------------------------------------------------------------------------

    def new_token(self, user: User, label: str, scope: Role, lasts_s: int | None) -> tuple[str, ApiToken]:
        """A token and its text, which nobody can see again.

        Raises:
            BadField: the label is empty or too long, or it should last no time.
        """
        check_label(label)
        if lasts_s is not None and lasts_s < 1:
            raise BadField("lasts_s", "must be at least 1")
        text = TOKEN_PREFIX + secrets.token_urlsafe(32)
        now = self._now()
        row = {
            "user_id": user.id,
            "digest": digest_of(text),
            "label": label,
            "scope": scope.at_most(user.role).value,
            "created_at": now,
            "expires_at": None if lasts_s is None else now + lasts_s,
        }
        self._database.run(lambda connection: connection.execute(insert(tokens).values(row)))
        self.reload()
        return text, self._tokens[digest_of(text)]

    def tokens_of(self, user_id: int) -> list[ApiToken]:
        """Somebody's tokens that still work, oldest first."""
        found = [t for t in self._tokens.values() if t.user_id == user_id and not self._is_over(t)]
        return sorted(found, key=lambda token: token.id)

    def revoke_token(self, token_id: int, user_id: int | None = None) -> None:
        """End a token now; with `user_id` only one of that user.

        Raises:
            TokenNotFound: there is none that works.
        """
        token = next((token for token in self._tokens.values() if token.id == token_id), None)
        if token is None or user_id not in (None, token.user_id):
            raise TokenNotFound(f"there is no token {token_id}")
        change = update(tokens).where(tokens.c.id == token_id).values(revoked_at=self._now())
        self._database.run(lambda connection: connection.execute(change))
        self.reload()

    def find_token(self, text: str) -> ApiToken | None:
        """The token with this text, while it works. Never switches: one look into a dictionary."""
        token = self._tokens.get(digest_of(text)) if text.startswith(TOKEN_PREFIX) else None
        return None if token is None or self._is_over(token) else token

    def token(self, token_id: int) -> ApiToken | None:
        """The token with this id, while it works."""
        token = next((token for token in self._tokens.values() if token.id == token_id), None)
        return None if token is None or self._is_over(token) else token

    # -- inside ----------------------------------------------------------------------------

    def _now(self) -> int:
        return int(self._clock())

    def _is_over(self, token: ApiToken) -> bool:
        return token.expires_at is not None and self._clock() >= token.expires_at

    def _change(self, name: str, *, ends_admin: bool, **values: object) -> None:
        """Change somebody; who ends as an admin only while there is another, whoever changes that one."""
        self.named(name)
        change = update(users).where(users.c.name == name).values(**values)
        if ends_admin:
            other = users.alias()
            another = select(other.c.id).where(
                other.c.role == Role.ADMIN.value, other.c.disabled_at.is_(None), other.c.name != name
            )
            change = change.where((users.c.role != Role.ADMIN.value) | another.exists())
        changed = self._database.run(lambda connection: connection.execute(change).rowcount)
        self.reload()
        if not changed:
            raise LastAdmin(f"{name} is the only admin: make somebody else admin first")


def check_label(label: str) -> None:
    """Whether a token or a passkey may be called so.

    Raises:
        BadField: it may not.
    """
    if not (label.strip() and label.isprintable() and len(label) <= LABEL_MAX_CHARS):
        raise BadField("label", f"must be 1 to {LABEL_MAX_CHARS} printable characters")


def _user(row: Any) -> User:
    return User(row.id, row.name, Role(row.role), row.disabled_at is not None, row.password is not None)


def _token(row: Any) -> ApiToken:
    return ApiToken(row.id, row.user_id, row.label, Role(row.scope), row.created_at, row.expires_at)
