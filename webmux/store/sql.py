"""SQL statements as objects, for the few forms that we need; values are always parameters.

    select(users.c.id).where((users.c.name == name) & users.c.disabled_at.is_(None)).order_by(users.c.id)

The forms are those of SQLAlchemy Core, which makes and migrates the schema. It is not used for queries,
because it takes 12 MB in a process: docs/decisions/0023-memory.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any, Self


class IntegrityError(Exception):
    """A constraint of a table forbids a change."""


class Expression:
    """A part of a statement: its text with a `?` for each of its values."""

    __hash__ = object.__hash__

    def __init__(self, text: str, values: Iterable[Any] = (), table: Table | None = None) -> None:
        self.text = text
        self.values = tuple(values)
        self.table = table

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]
        return self._compared("=", other)

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]
        return self._compared("<>", other)

    def __lt__(self, other: object) -> Expression:
        return self._compared("<", other)

    def __le__(self, other: object) -> Expression:
        return self._compared("<=", other)

    def __gt__(self, other: object) -> Expression:
        return self._compared(">", other)

    def __ge__(self, other: object) -> Expression:
        return self._compared(">=", other)

    def __and__(self, other: Expression | bool) -> Expression:
        found = other if isinstance(other, Expression) else _constant(other)
        return Expression(f"({self.text} AND {found.text})", self.values + found.values)

    def __or__(self, other: Expression | bool) -> Expression:
        found = other if isinstance(other, Expression) else _constant(other)
        return Expression(f"({self.text} OR {found.text})", self.values + found.values)

    def __bool__(self) -> bool:
        raise TypeError("an expression is for the database: write & and |, not `and` and `or`")

    def is_(self, value: None) -> Expression:
        return Expression(f"{self.text} IS NULL", self.values)

    def in_(self, values: Iterable[Any]) -> Expression:
        found = list(values)
        if not found:
            return _constant(False)
        return Expression(f"{self.text} IN ({', '.join('?' * len(found))})", (*self.values, *found))

    def desc(self) -> Expression:
        return Expression(f"{self.text} DESC", self.values)

    def label(self, name: str) -> Expression:
        return Expression(f"{self.text} AS {quoted(name)}", self.values, self.table)

    def _compared(self, sign: str, other: object) -> Expression:
        if isinstance(other, Expression):
            return Expression(f"{self.text} {sign} {other.text}", self.values + other.values)
        return Expression(f"{self.text} {sign} ?", (*self.values, other))


def true() -> Expression:
    return _constant(True)


def _constant(value: bool) -> Expression:  # a value of SQL
    return Expression("1 = 1" if value else "1 = 0")


def or_(*conditions: Expression) -> Expression:
    return Expression(f"({' OR '.join(one.text for one in conditions)})", _values(conditions))


class func:  # noqa: N801  # as SQLAlchemy calls it
    """Functions of the database."""

    @staticmethod
    def count() -> Expression:
        return Expression("count(*)")

    @staticmethod
    def max(of: Expression) -> Expression:
        return Expression(f"max({of.text})", of.values, of.table)


class Columns:
    """The columns of a table, as attributes."""

    def __init__(self, table: Table, names: Iterable[str]) -> None:
        self._by_name = {name: Expression(f"{table.text}.{quoted(name)}", (), table) for name in names}

    def __getattr__(self, name: str) -> Expression:
        try:
            return self._by_name[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Expression:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Expression]:
        return iter(self._by_name.values())


class Table:
    """A table and its columns. With `numbered` the database gives new rows their `id`."""

    def __init__(self, name: str, *columns: str, numbered: bool = False, of: Table | None = None) -> None:
        self.name = name
        self.names = columns
        self.numbered = numbered
        self.text = quoted(name)
        self.source = self.text if of is None else f"{of.text} AS {self.text}"
        self.c = Columns(self, columns)

    def alias(self) -> Table:
        """The same table under another name, for a query within a statement."""
        return Table(f"{self.name}_1", *self.names, of=self)


class Statement:
    """What `Connection.execute` takes."""

    table: Table | None = None

    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        """The text and its values."""
        raise NotImplementedError


class _Conditional(Statement):
    def __init__(self) -> None:
        self._conditions: tuple[Expression, ...] = ()

    def where(self, *conditions: Expression) -> Self:
        changed = copy(self)
        changed._conditions += conditions
        return changed

    def _where(self) -> str:
        return f" WHERE {' AND '.join(one.text for one in self._conditions)}" if self._conditions else ""


class Select(_Conditional):
    """Finds rows: all columns of a table, or those that are named."""

    def __init__(self, *found: Table | Expression) -> None:
        super().__init__()
        self._columns = [
            one for each in found for one in ([each] if isinstance(each, Expression) else each.c)
        ]
        self._from = next((one.table for one in self._columns if one.table is not None), None)
        self._group: tuple[Expression, ...] = ()
        self._order: tuple[Expression, ...] = ()
        self._limit: int | None = None
        self._offset: int | None = None

    def select_from(self, table: Table) -> Self:
        return self._with(_from=table)

    def order_by(self, *columns: Expression) -> Self:
        return self._with(_order=self._order + columns)

    def group_by(self, *columns: Expression) -> Self:
        return self._with(_group=columns)

    def limit(self, count: int) -> Self:
        return self._with(_limit=count)

    def offset(self, count: int) -> Self:
        return self._with(_offset=count)

    def exists(self) -> Expression:
        text, values = self.compiled()
        return Expression(f"EXISTS ({text})", values)

    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        text = f"SELECT {_joined(self._columns)}"  # our own names
        if self._from is not None:
            text += f" FROM {self._from.source}"
        text += self._where()
        text += f" GROUP BY {_joined(self._group)}" if self._group else ""
        text += f" ORDER BY {_joined(self._order)}" if self._order else ""
        if self._limit is not None or self._offset is not None:
            text += f" LIMIT {int(self._limit if self._limit is not None else 1 << 62)}"
        text += f" OFFSET {int(self._offset)}" if self._offset is not None else ""
        return text, _values((*self._columns, *self._conditions))

    def _with(self, **values: Any) -> Self:
        changed = copy(self)
        vars(changed).update(values)
        return changed


class Insert(Statement):
    """Adds a row."""

    table: Table

    def __init__(self, table: Table, row: Mapping[str, Any] | None = None) -> None:
        self.table = table
        self.row = row

    def values(self, row: Mapping[str, Any] | None = None, /, **more: Any) -> Insert:
        return Insert(self.table, {**(row or {}), **more})

    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        assert self.row is not None
        names = ", ".join(map(quoted, self.row))
        marks = ", ".join("?" * len(self.row))
        return _spaced("INSERT INTO", self.table.text, f"({names})", "VALUES", f"({marks})"), tuple(
            self.row.values()
        )


class Update(_Conditional):
    """Changes the rows that meet all conditions."""

    table: Table

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self._set: dict[str, Any] = {}

    def values(self, row: Mapping[str, Any] | None = None, /, **more: Any) -> Self:
        changed = copy(self)
        changed._set = {**self._set, **(row or {}), **more}
        return changed

    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        changes = ", ".join(f"{quoted(name)} = ?" for name in self._set)
        text = _spaced("UPDATE", self.table.text, "SET", changes)
        return text + self._where(), (*self._set.values(), *_values(self._conditions))


class Delete(_Conditional):
    """Removes the rows that meet all conditions."""

    table: Table

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        text = _spaced("DELETE FROM", self.table.text)
        return text + self._where(), _values(self._conditions)


class Text(Statement):
    """A statement as it is written here. Nothing from outside may be in it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def compiled(self) -> tuple[str, tuple[Any, ...]]:
        return self._text, ()


select, insert, update, delete, text = Select, Insert, Update, Delete, Text


def quoted(name: str) -> str:
    """A name of ours in SQL; `user` would be a word of PostgreSQL."""
    assert name.isidentifier()
    return f'"{name}"'


def _spaced(*parts: str) -> str:
    """A statement of our own names and marks. Linters take an f-string for one with values in it."""
    return " ".join(parts)


def _joined(parts: Iterable[Expression]) -> str:
    return ", ".join(one.text for one in parts)


def _values(parts: Iterable[Expression]) -> tuple[Any, ...]:
    return tuple(value for one in parts for value in one.values)
