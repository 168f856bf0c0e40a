"""The tables as queries use them. `schema.py` has the types of their columns."""

from __future__ import annotations

from webmux.store.sql import Table

users = Table(
    "users",
    "id",
    "name",
    "role",
    "password",
    "disabled_at",
    "created_at",
    numbered=True,
)

tokens = Table(
    "tokens",
    "id",
    "user_id",
    "digest",
    "label",
    "scope",
    "permits",
    "created_at",
    "expires_at",
    "revoked_at",
    numbered=True,
)

passkeys = Table(
    "passkeys",
    "id",
    "user_id",
    "credential_id",
    "public_key",
    "sign_count",
    "label",
    "created_at",
    "used_at",
    "transports",
    numbered=True,
)

logins = Table(
    "logins",
    "id",
    "user_id",
    "digest",
    "began_at",
    "seen_at",
    "address",
    "agent",
    "ended_at",
    "pairing",
)

shares = Table(
    "shares",
    "id",
    "digest",
    "user_id",
    "epoch",
    "session_id",
    "session_name",
    "window_id",
    "window_name",
    "role",
    "created_at",
    "expires_at",
    "revoked_at",
)

preferences = Table(
    "preferences",
    "user_id",
    "settings",
)

presets = Table(
    "presets",
    "id",
    "user_id",
    "name",
    "shared",
    "content",
    "created_at",
    numbered=True,
)

push_subscriptions = Table(
    "push_subscriptions",
    "id",
    "user_id",
    "login_id",
    "digest",
    "endpoint",
    "p256dh",
    "auth",
    "label",
    "created_at",
    "used_at",
    numbered=True,
)

recordings = Table(
    "recordings",
    "id",
    "user_id",
    "user",
    "session_id",
    "session_name",
    "began_at",
    "ended_at",
    "length_ms",
    "bytes",
    "reason",
)

audit = Table(
    "audit",
    "id",
    "at",
    "event",
    "user",
    "address",
    "request_id",
    "outcome",
    "detail",
    numbered=True,
)

TABLES = (
    users,
    tokens,
    passkeys,
    logins,
    shares,
    preferences,
    presets,
    push_subscriptions,
    recordings,
    audit,
)
