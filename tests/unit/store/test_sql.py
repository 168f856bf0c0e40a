"""Statements become text and values; no value is ever in the text."""

from __future__ import annotations

import pytest

from webmux.store.sql import Statement, Table, delete, func, insert, or_, select, update

users = Table("users", "id", "name", "role", "user", numbered=True)
other = users.alias()
hostile = "'; DROP TABLE users; --"


CASES: list[tuple[Statement, str, tuple[object, ...]]] = [
    (select(users.c.id), 'SELECT "users"."id" FROM "users"', ()),
    (
        select(users.c.id).where((users.c.name == hostile) & users.c.role.is_(None), users.c.id > 3),
        """SELECT "users"."id" FROM "users"
        WHERE ("users"."name" = ? AND "users"."role" IS NULL) AND "users"."id" > ?""",
        (hostile, 3),
    ),
    (
        select(users.c.id).order_by(users.c.id.desc(), users.c.name).offset(5),
        f"""SELECT "users"."id" FROM "users"
        ORDER BY "users"."id" DESC, "users"."name" LIMIT {1 << 62} OFFSET 5""",
        (),
    ),
    (
        select(func.count()).select_from(users).where(users.c.id.in_([1, 2])).limit(1),
        'SELECT count(*) FROM "users" WHERE "users"."id" IN (?, ?) LIMIT 1',
        (1, 2),
    ),
    (
        select(users.c.role, func.max(users.c.id).label("last")).group_by(users.c.role),
        """SELECT "users"."role", max("users"."id") AS "last" FROM "users" GROUP BY "users"."role\"""",
        (),
    ),
    (
        insert(users).values({"name": hostile}, role="x"),
        'INSERT INTO "users" ("name", "role") VALUES (?, ?)',
        (hostile, "x"),
    ),
    (
        update(users).where(or_(users.c.id < 1, users.c.user != "a")).values(role="y"),
        'UPDATE "users" SET "role" = ? WHERE ("users"."id" < ? OR "users"."user" <> ?)',
        ("y", 1, "a"),
    ),
    (
        delete(users).where(select(other.c.id).where(other.c.id == users.c.id, other.c.role == "z").exists()),
        """DELETE FROM "users" WHERE EXISTS (SELECT "users_1"."id" FROM "users" AS "users_1"
        WHERE "users_1"."id" = "users"."id" AND "users_1"."role" = ?)""",
        ("z",),
    ),
    (delete(users).where(users.c.id.in_([])), 'DELETE FROM "users" WHERE 1 = 0', ()),
    (
        delete(users).where((users.c.id == 0) & (1 > 2)),
        'DELETE FROM "users" WHERE ("users"."id" = ? AND 1 = 0)',
        (0,),
    ),
]


@pytest.mark.parametrize(("statement", "expected", "values"), CASES)
def test_a_statement_is_text_and_values(
    statement: Statement, expected: str, values: tuple[object, ...]
) -> None:
    assert (" ".join(expected.split()), values) == statement.compiled()


def test_words_of_python_are_refused_in_conditions() -> None:
    """`and` would drop the first condition without a word."""
    with pytest.raises(TypeError, match="write &"):
        select(users).where(users.c.id == 1 and users.c.name == "a")


def test_a_column_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = users.c.nmae
