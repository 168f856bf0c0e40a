"""A body is checked field by field, strictly, and an error names the path of its field."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest

from webmux.errors import BadField
from webmux.web.access.body_model import Field, StrictBody


class Part(StrictBody):
    kind: Literal["a", "b"]
    raw_id: str = Field("", alias="rawId", max_length=3)


class Loose(StrictBody):
    IGNORES_OTHERS = True
    id: str


class Whole(StrictBody):
    name: str = Field(min_length=1, max_length=5)
    part: Part | None = None
    loose: Loose | None = None
    count: int = Field(1, ge=0, le=10)
    at: int | float | None = None
    flag: bool = False
    names: list[Annotated[str, Field(min_length=1, max_length=2)]] = Field(default_factory=list, max_length=2)
    any: dict[str, Any] | None = None


def test_what_is_sent_is_read_and_the_rest_has_its_default() -> None:
    body = Whole.check({"name": "x", "part": {"kind": "b", "rawId": "abc"}, "at": 1.5, "names": ["a"]})
    assert ("x", "b", "abc", 1.5, ["a"], 1) == (
        body.name, body.part.kind, body.part.raw_id, body.at, body.names, body.count
    )  # fmt: skip
    assert {"name", "part", "at", "names"} == body.sent
    assert {"kind": "b", "rawId": "abc"} == body.part.as_sent()
    assert [] == Whole.check({"name": "x"}).names is not Whole.check({"name": "x"}).names
    assert "i" == Loose.check({"id": "i", "new": 1}).id
    assert None is Whole.check({"name": "x", "part": None, "at": None}).part


@pytest.mark.parametrize(
    ("value", "path", "word"),
    [
        ({}, "name", "required"),
        ({"name": None}, "name", "text"),
        ({"name": 1}, "name", "text"),
        ({"name": ""}, "name", "at least 1"),
        ({"name": "123456"}, "name", "at most 5"),
        ({"name": "x", "other": 1}, "other", "not a field"),
        ({"name": "x", "part": 1}, "part", "object"),
        ({"name": "x", "part": {"kind": "c"}}, "part.kind", "a, b"),
        ({"name": "x", "part": {"kind": ["a"]}}, "part.kind", "a, b"),
        ({"name": "x", "part": {"kind": "a", "rawId": "1234"}}, "part.rawId", "at most 3"),
        ({"name": "x", "part": {"kind": "a", "raw_id": "1"}}, "part.raw_id", "not a field"),
        ({"name": "x", "count": True}, "count", "whole number"),
        ({"name": "x", "count": 1.0}, "count", "whole number"),
        ({"name": "x", "count": "1"}, "count", "whole number"),
        ({"name": "x", "count": -1}, "count", "at least 0"),
        ({"name": "x", "count": 11}, "count", "at most 10"),
        ({"name": "x", "at": "1"}, "at", "number"),
        ({"name": "x", "flag": 1}, "flag", "true or false"),
        ({"name": "x", "names": "ab"}, "names", "list"),
        ({"name": "x", "names": ["a", ""]}, "names.1", "at least 1"),
        ({"name": "x", "names": ["a", 2]}, "names.1", "text"),
        ({"name": "x", "names": ["a", "b", "c"]}, "names", "at most 2 entries"),
        ({"name": "x", "any": []}, "any", "object"),
        ([], "body", "object"),
    ],
)
def test_an_error_names_the_field(value: object, path: str, word: str) -> None:
    with pytest.raises(BadField, match=word) as refused:
        Whole.check(value)
    assert path == refused.value.field
