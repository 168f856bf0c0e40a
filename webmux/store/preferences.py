"""Settings of users, for all their browsers. The server reads few of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gevent.lock import BoundedSemaphore

from webmux.errors import BadField
from webmux.store.database import Database
from webmux.store.snippet_rules import check_snippets
from webmux.store.sql import delete, insert, select
from webmux.store.tables import preferences

ALL_MAX_BYTES = 32 * 1024
"""All settings of a user in JSON: every page contains them."""
NAME = re.compile(r"[a-z][A-Za-z0-9.]{0,63}")
VIEW = "session.view"
"""The setting for the view in which a session opens: `terminal` or `panes`."""
IMAGES = "panes.images"
"""The setting for images in native panes: true draws them."""


class Preferences:
    """The settings of all users: names, with any JSON as values.

    `defaults` are those of the administrator, for users who did not choose a value of their own.
    """

    def __init__(self, database: Database, defaults: Mapping[str, Any] = MappingProxyType({})) -> None:
        self._database = database
        self._defaults = defaults
        self._known: dict[int, dict[str, Any]] = {}
        self._one_by_one = BoundedSemaphore(1)

    def reload(self) -> None:
        """Read the database again: another process changed it."""
        self._known = {}

    def of(self, user_id: int) -> dict[str, Any]:
        """The settings that the user or the administrator changed from their default.

        Switches: yes, the first time. The result is the caller's own.
        """
        return {**self._defaults, **self._stored(user_id)}

    def _stored(self, user_id: int) -> dict[str, Any]:
        if user_id not in self._known:
            query = select(preferences.c.settings).where(preferences.c.user_id == user_id)
            text = self._database.run(lambda connection: connection.execute(query).scalar())
            # A change that was made meanwhile is newer.
            self._known.setdefault(user_id, json.loads(text) if text else {})
        return self._known[user_id]

    def change(self, user_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Set these settings, or reset those that are None; returns all settings.

        Raises:
            BadField: a name is wrong, `check_snippets` refuses, or all settings would exceed `ALL_MAX_BYTES`.

        Switches: yes.
        """
        for name in changes:
            if not NAME.fullmatch(name):
                raise BadField(name[:64] or "name", f"is not a setting name: it must match {NAME.pattern}")
        if changes.get("snippets") is not None:
            check_snippets(changes["snippets"])
        with self._one_by_one:  # so that two tabs at once do not undo each other's change
            return self._merge(user_id, changes)

    def _merge(self, user_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
        merged = {**self._stored(user_id), **changes}
        merged = {name: value for name, value in merged.items() if value is not None}
        text = json.dumps(merged, ensure_ascii=False, sort_keys=True)
        if len(text.encode()) > ALL_MAX_BYTES:
            raise BadField("settings", f"all settings together may have {ALL_MAX_BYTES} bytes of JSON")
        row = {"user_id": user_id, "settings": text}

        def write(connection: Any) -> None:
            connection.execute(delete(preferences).where(preferences.c.user_id == user_id))
            connection.execute(insert(preferences).values(row))

        self._database.run(write)
        self._known[user_id] = merged
        return {**self._defaults, **merged}
