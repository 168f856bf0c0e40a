"""One connection to the database, and what its statements find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webmux.store.sql import Insert, Statement, quoted


class Row:
    """A row that was found: columns are attributes, and it is a sequence of its values."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: Sequence[str], values: Sequence[Any]) -> None:
        self._names = names
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[self._names.index(name)]
        except ValueError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: int) -> Any:
        return self._values[place]

    @property
    def _mapping(self) -> Mapping[str, Any]:
        return dict(zip(self._names, self._values, strict=True))


class Result:
    """All that a statement found or changed; it needs no connection."""

    def __init__(self, rows: list[Row], rowcount: int, new_id: int | None) -> None:
        self._rows = rows
        self.rowcount = rowcount
        self.inserted_primary_key: tuple[Any] = (new_id,)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def all(self) -> list[Row]:
        return self._rows

    def first(self) -> Row | None:
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        """The first column of the first row; None if there is no row."""
        return self._rows[0][0] if self._rows else None


class Connection:
    """A connection of sqlite3 or psycopg, which agree in what we use of them (PEP 249)."""

    def __init__(self, driver: Any, *, is_postgresql: bool) -> None:
        self._driver = driver
        self.is_postgresql = is_postgresql

    def execute(self, statement: Statement, rows: Sequence[Mapping[str, Any]] = ()) -> Result:
        """Run a statement; with `rows`, an insert once for each, which must have equal keys.

        Raises: what the driver raises.
        """
        if not rows:
            return self._run(*statement.compiled(), statement)
        assert isinstance(statement, Insert)
        text, _ = statement.values(rows[0]).compiled()
        cursor = self._driver.cursor()
        try:
            cursor.executemany(self._in_style(text), [tuple(row.values()) for row in rows])
            return Result([], len(rows), None)
        finally:
            cursor.close()

    def _run(self, text: str, values: tuple[Any, ...], statement: Statement) -> Result:
        is_numbered = isinstance(statement, Insert) and statement.table.numbered
        returns = self.is_postgresql and is_numbered
        if returns:
            text += f" RETURNING {quoted('id')}"
        cursor = self._driver.cursor()
        try:
            cursor.execute(self._in_style(text), values)
            names = [one[0] for one in cursor.description or ()]
            rows = [Row(names, values) for values in cursor.fetchall()] if names else []
            new_id = rows[0][0] if returns else getattr(cursor, "lastrowid", None)
            return Result(rows, cursor.rowcount, new_id)
        finally:
            cursor.close()

    def _in_style(self, text: str) -> str:
        return text.replace("?", "%s") if self.is_postgresql else text
