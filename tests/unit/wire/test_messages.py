"""The JSON messages of `/ws`: accepted, refused and sent ones."""

from __future__ import annotations

import json

import pytest

from webmux.errors import BadField
from webmux.model import Session, Size, Window
from webmux.wire import messages


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"type": 1}', "{}", "[" * 100_000])
def test_an_invalid_message_is_refused(text):
    """One kind of error for all of it."""
    with pytest.raises(BadField) as caught:
        messages.parse(text)
    assert caught.value.code == "bad_json"


def test_fields_have_types():
    """A lone surrogate is not text; True is not an index."""
    message = {"name": "x", "odd": "\ud800", "index": 3, "flag": True, "negative": -1}
    assert messages.text_field(message, "name") == "x"
    assert messages.text_field(message, "absent", required=False) is None
    assert messages.index_field(message, "index") == 3
    assert messages.index_field({"index": "12"}, "index") == 12
    for field in ("odd", "index", "absent"):
        with pytest.raises(BadField):
            messages.text_field(message, field)
    for field in ("flag", "negative", "name", "absent"):
        with pytest.raises(BadField):
            messages.index_field(message, field)


def test_the_id_of_a_ping_is_a_few_bytes():
    assert messages.ping_id({}) is None
    assert messages.ping_id({"id": [0, 255]}) == [0, 255]
    for wrong in ("1", 1, [256], [-1], [True], [1.0], [0] * 9, [[0]]):
        with pytest.raises(BadField):
            messages.ping_id({"id": wrong})


def test_absent_values_are_left_out():
    """Clients test for a field's presence."""
    assert json.loads(messages.encode("pong", error=None, n=0)) == {"type": "pong", "n": 0}


def test_entries_have_the_documented_fields():
    """Names as simple clients know them."""
    session = Session("$1", "work", 100, 200, 2, 3, Size(80, 24))
    assert messages.session_entry(session, {"id": "$1", "attached": 2}) == {
        "id": "$1",
        "clients": 2,
        "name": "work",
        "attached": True,
        "created": "1970-01-01T00:01:40+00:00",
        "windows": 3,
        "dimensions": "80x24",
    }
    window = Window("@1", "$1", 0, "vim", active=True, panes=2)
    assert messages.window_entry(window) == {"index": 0, "name": "vim", "active": True, "panes": 2}
