"""Where values stand in JSON with comments, and what is not JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.agents.setup.json_text import DEPTH_MAX, NotJson, comma_after, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]))
def test_it_reads_what_json_writes(value: object, indent: int | str | None) -> None:
    assert value == parse(json.dumps(value, indent=indent)).value


def test_it_reads_comments_and_trailing_commas_and_says_where_values_stand() -> None:
    text = '// top\r\n{ /* a */ "a" : [1, "b,}", ], // end\n}\n'
    root = parse(text)
    member = root.member("a")
    assert member is not None
    assert {"a": [1, "b,}"]} == root.value
    assert '"a" : [1, "b,}", ]' == text[member.start : member.end]
    assert ["1", '"b,}"'] == [text[one.start : one.end] for one in member.node.items]
    assert text.index(", // end") + 1 == comma_after(text, member.end)
    assert comma_after(text, root.end) is None
    assert root.member("b") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: expected a value"),
        ('{"a": 1', 'line 1: expected "," or "}"'),
        ('{"a": 1}\n{', "line 2: expected nothing more"),
        ('{\n"a" 1}', 'line 2: expected ":"'),
        ("{a: 1}", "line 1: expected a string"),
        ('{"a": "\\x"}', "line 1: expected a string"),
        ('{"a": 1, "a": 2}', '"a" is there twice'),
        ("[1 2]", 'line 1: expected "," or "]"'),
        ("[,]", "line 1: expected a value"),
        ("/* [] ", "line 1: expected a value"),
        ("[" * (DEPTH_MAX + 2), f"line 1: expected at most {DEPTH_MAX} values within each other"),
    ],
)
def test_what_is_not_json_says_where(text: str, message: str) -> None:
    with pytest.raises(NotJson) as caught:
        parse(text)
    assert message == str(caught.value)
