"""The rules of stored snippets: limited, plain text, each with a name."""

from __future__ import annotations

from typing import Any

import pytest

from webmux.auth.accounts import Accounts
from webmux.errors import BadField
from webmux.store.database import Database
from webmux.store.preferences import Preferences
from webmux.store.snippet_rules import ALL_MAX_BYTES, COUNT_MAX, TEXT_MAX_BYTES, check_snippets

GOOD = {"name": "Deploy é", "text": "make\tdeploy\nexit", "enter": True}


def test_valid_snippets_pass_up_to_the_limits() -> None:
    check_snippets([])
    check_snippets([GOOD] * COUNT_MAX)
    check_snippets([{**GOOD, "text": "é" * (TEXT_MAX_BYTES // 2)}])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"), ({"name": " "}, "name"), ({"name": "x" * 65}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": 1}, "name"), ({"name": "a\x9b"}, "name"), ({"text": ""}, "text"), ({"text": None}, "text"),
        ({"text": "é" * (TEXT_MAX_BYTES // 2 + 1)}, "text"), ({"text": "\x1b[201~"}, "text"),
        ({"text": "a\rb"}, "text"), ({"text": "\x03"}, "text"), ({"text": "\x85"}, "text"),
        ({"enter": 1}, "enter"), ({"enter": None}, "enter"), ({"more": 1}, ""),
    ],
)  # fmt: skip
def test_invalid_snippets_are_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadField) as refused:
        check_snippets([GOOD, {**GOOD, **change}])
    assert f"snippets.1.{field}".removesuffix(".") == refused.value.field


@pytest.mark.parametrize("value", [{}, "x", 1, [GOOD] * (COUNT_MAX + 1), [None], [["name"]]])
def test_a_value_that_is_not_a_list_is_refused(value: object) -> None:
    with pytest.raises(BadField):
        check_snippets(value)


def test_the_size_of_all_snippets_is_limited_and_a_refusal_loses_nothing(
    accounts: Accounts, database: Database
) -> None:
    user, preferences = accounts.owner().id, Preferences(database)
    preferences.change(user, {"snippets": [GOOD]})
    many = [{**GOOD, "text": "x" * TEXT_MAX_BYTES}] * (ALL_MAX_BYTES // TEXT_MAX_BYTES)
    for wrong in (many, [{**GOOD, "text": "\x1b"}]):
        with pytest.raises(BadField):
            preferences.change(user, {"bell": "off", "snippets": wrong})
        assert {"snippets": [GOOD]} == Preferences(database).of(user)
    assert {} == preferences.change(user, {"snippets": None})
