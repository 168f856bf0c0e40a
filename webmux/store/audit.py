"""Who did what, from where, and with which outcome: in the database, and as lines of JSON in a file.

It never has what was typed, and never a secret. `record` does not wait: a greenlet writes the events,
many at once if they come fast.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gevent

from webmux.errors import DatabaseFailed
from webmux.logs import get_logger
from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.database_connection import Connection
from webmux.store.sql import delete, insert, select
from webmux.store.tables import audit
from webmux.supervise import Nursery

log = get_logger(__name__)

FILE = "audit.jsonl"
QUEUE_MAX = 10_000
"""Events that wait for a slow disk; only the log has more."""
FIND_MAX = 1000
TEXT_MAX_CHARS = 64
STOP_S = 5.0
KEEP_S = 365 * 24 * 3600
"""Events are deleted from the database after this time; the file has all until it is rotated."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `at` is Unix seconds; `outcome` is `ok`, `failed` or `refused`."""

    at: int
    event: str
    user: str
    address: str
    request_id: str
    outcome: str
    detail: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {name: getattr(self, name) for name in self.__slots__}


class Audit:
    """The audit trail of one state directory. `recorded` is sent after each event."""

    def __init__(self, database: Database, state_dir: Path, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._path = state_dir / FILE
        self._clock = clock
        self._queue: deque[Entry] = deque()
        self._pruned = False
        self._writer: gevent.Greenlet[..., Any] | None = None
        self._nursery = Nursery("audit")
        self.recorded: Signal[[]] = Signal()

    def record(
        self, event: str, outcome: str, *, user: str, address: str, request_id: str, **detail: Any
    ) -> None:
        """Add one event. Never waits and never fails."""
        names = (event, user, address, request_id, outcome)
        event, user, address, request_id, outcome = (text[:TEXT_MAX_CHARS] for text in names)
        entry = Entry(int(self._clock()), event, user, address, request_id, outcome, detail)
        log.info("audit", what=event, user=user, address=address, outcome=outcome, **_plain(detail))
        if len(self._queue) >= QUEUE_MAX:
            return
        self._queue.append(entry)
        if self._writer is None or self._writer.dead:
            self._writer = self._nursery.spawn("writer", self._drain)
        self.recorded.send()

    def find(
        self,
        *,
        user: str | None = None,
        event: str | None = None,
        since: int | None = None,
        until: int | None = None,
        limit: int = 100,
    ) -> list[Entry]:
        """The newest events that match, newest first, at most `FIND_MAX`. Switches: yes."""
        query = select(audit).order_by(audit.c.id.desc()).limit(min(limit, FIND_MAX))
        for column, value in ((audit.c.user, user), (audit.c.event, event)):
            if value is not None:
                if not _can_be_stored(value):
                    return []  # the database would refuse the question
                query = query.where(column == value)
        if since is not None:
            query = query.where(audit.c.at >= since)
        if until is not None:
            query = query.where(audit.c.at <= until)
        rows = self._database.run(lambda connection: connection.execute(query).all())
        return [_entry(row) for row in rows]

    def flush(self) -> None:
        """Wait until everything recorded so far is written; safe to repeat. Switches: seconds at most."""
        if self._writer is not None:
            self._writer.join(STOP_S)
        self._drain()

    def _drain(self) -> None:
        while self._queue:
            batch = [self._queue.popleft() for _ in range(len(self._queue))]
            self._write(batch)

    def _write(self, batch: Sequence[Entry]) -> None:
        rows = [{**entry.fields(), "detail": json.dumps(entry.detail)} for entry in batch]
        old = delete(audit).where(audit.c.at < int(self._clock()) - KEEP_S)

        def store(connection: Connection) -> None:
            if not self._pruned:
                connection.execute(old)
            connection.execute(insert(audit), rows)

        try:
            _append(self._path, _lines(batch))
            self._database.run(store)
            self._pruned = True
        except (OSError, DatabaseFailed):
            log.exception("audit could not be written", events=len(batch))


def _can_be_stored(text: str) -> bool:
    """Whether it is UTF-8 without NUL; bytes of a command line that are not UTF-8 become surrogates."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    return {f"of_{name}": value for name, value in detail.items()}


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(entry.fields()) + "\n"


def _append(path: Path, lines: Iterator[str]) -> None:
    # Opened each time, so that the file can be rotated at any time.
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
        file.writelines(lines)


def _entry(row: Any) -> Entry:
    return Entry(
        row.at, row.event, row.user, row.address, row.request_id, row.outcome, json.loads(row.detail)
    )
