"""Small tables that are read often: all rows are in memory, and every change goes to the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from webmux.signals import Signal
from webmux.store.database import Database
from webmux.store.database_connection import Connection
from webmux.store.sql import Expression, Statement, Table, select, true

R = TypeVar("R")
T = TypeVar("T")


class CachedTable(Generic[R]):
    """The rows of one table, by the column `key`. Subclasses say which table, and how a row is read.

    Reading never switches. Another process may change the table too; `reload` reads it again.
    """

    table: ClassVar[Table]
    key: ClassVar[str] = "id"

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._rows: dict[Any, R] = {}
        self.changed: Signal[[]] = Signal()
        """The rows were read again, after a change of ours or of another process."""
        self.reload()

    def read(self, row: Any) -> R:
        """A row of the database as the rest of the code uses it."""
        raise NotImplementedError

    def valid(self) -> Expression:
        """The condition for rows that count."""
        return true()

    def reload(self) -> None:
        """Read all rows again. Switches: yes."""
        query = select(self.table).where(self.valid()).order_by(self.table.c.id)
        found = self._database.run(lambda connection: connection.execute(query).all())
        self._rows = {getattr(row, self.key): self.read(row) for row in found}
        self.changed.send()

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, then read the rows again. Raises as `Database.run`."""
        result = self._database.run(work)
        self.reload()
        return result

    def execute(self, statement: Statement) -> int:
        """Change rows by one statement; how many it changed."""
        return self.transact(lambda connection: connection.execute(statement).rowcount)

    def all(self) -> list[R]:
        """Every row, by id."""
        return list(self._rows.values())

    def find(self, key: object) -> R | None:
        """The row with this key."""
        return self._rows.get(key)

    def of(self, user_id: int) -> list[R]:
        """The rows of a user, by id."""
        rows: list[Any] = self.all()
        return [row for row in rows if row.user_id == user_id]

    def owned(self, row_id: object, user_id: int | None) -> R | None:
        """The row with this id; with `user_id` only if it is that user's."""
        rows: list[Any] = self.all()
        return next((row for row in rows if row.id == row_id and user_id in (None, row.user_id)), None)

    def now(self) -> int:
        """Unix seconds."""
        return int(self._clock())
