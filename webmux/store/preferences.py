"""What users chose in the browser: kept for their other browsers, and, but for snippets, never read here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from gevent.lock import BoundedSemaphore
from sqlalchemy import delete, insert, select

from webmux.errors import BadField
from webmux.store.database import Database
from webmux.store.snippet_rules import check_snippets
from webmux.store.tables import preferences

ALL_MAX_BYTES = 32 * 1024
"""All settings of a user in JSON: every page brings them along."""
NAME = re.compile(r"[a-z][A-Za-z0-9.]{0,63}")


class Preferences:
    """The settings of all users, by name, with any plain JSON as values. What they mean, pages know."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, dict[str, Any]] = {}
        self._one_by_one = BoundedSemaphore(1)

    def reload(self) -> None:
        """Ask the database again: another process changed it."""
        self._known = {}

    def of(self, user_id: int) -> dict[str, Any]:
        """A user's settings; those left as they were from the start are not among them.

        Switches: yes, the first time. The result is the caller's own.
        """
        if user_id not in self._known:
            wanted = select(preferences.c.settings).where(preferences.c.user_id == user_id)
            text = self._database.run(lambda connection: connection.execute(wanted).scalar())
            # What was changed meanwhile is newer.
            self._known.setdefault(user_id, json.loads(text) if text else {})
        return dict(self._known[user_id])

    def change(self, user_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Set these, and with None put them back to how they were from the start; all settings then.

        Raises:
            BadField: a name is none, `check_snippets` refuses, or all together would be over `ALL_MAX_BYTES`.

        Switches: yes.
        """
        for name in changes:
            if not NAME.fullmatch(name):
                raise BadField(name[:64] or "name", f"is not a setting name: it must match {NAME.pattern}")
        if changes.get("snippets") is not None:
            check_snippets(changes["snippets"])
        with self._one_by_one:  # two tabs at once: neither undoes what the other changed
            return self._merge(user_id, changes)

    def _merge(self, user_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
        merged = {**self.of(user_id), **changes}
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
        return dict(merged)
