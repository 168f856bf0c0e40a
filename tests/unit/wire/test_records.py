"""Records: the vectors both languages read, and everything that is not a record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.errors import BadField, BadRecord
from webmux.model import Size
from webmux.wire import records
from webmux.wire.opcodes import Opcode

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "records.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_vectors_split_into_their_records(vector):
    """The same bytes mean the same to server and browser."""
    got = [
        {"type": opcode, "payload_hex": payload.hex()}
        for opcode, payload in records.split(bytes.fromhex(vector["hex"]))
    ]
    assert vector["records"] == got


@given(st.lists(st.tuples(st.sampled_from(Opcode), st.binary(max_size=50)), min_size=1))
def test_joined_records_are_split_again(parts):
    """Any sequence of records survives the trip."""
    message = b"".join(records.record(opcode, payload) for opcode, payload in parts)
    assert parts == [(opcode, bytes(payload)) for opcode, payload in records.split(message)]


@given(st.binary(max_size=40))
def test_random_bytes_are_records_or_a_clear_error(message):
    """Never another exception."""
    try:
        total = sum(records.HEADER_BYTES + len(p) for _, p in records.split(message))
        assert total == len(message)
    except BadRecord:
        pass


PARSERS = [
    records.parse_size,
    records.parse_offset,
    lambda payload: records.parse_text(payload, "text"),
    lambda payload: records.parse_json(payload, "json"),
]


@given(
    st.one_of(st.binary(max_size=300), st.sampled_from([b"[" * 50_000, b"{}", b"null", b"9" * 5000, b"\xff"]))
)
def test_any_payload_is_read_or_a_clear_error(payload):
    """By every function that reads a payload of a client."""
    for parse in PARSERS:
        try:
            assert parse(memoryview(payload)) is not None
        except (BadRecord, BadField):
            pass


@pytest.mark.parametrize(
    "message",
    [b"", b"\x01", b"\x01\x00\x00\x00", b"\x01\x02\x00\x00\x00x", b"\x01\xff\xff\xff\xff"],
)
def test_cut_or_lying_records_are_refused(message):
    """A length that does not fit the message breaks the framing."""
    with pytest.raises(BadRecord):
        list(records.split(message))


@pytest.mark.parametrize(("cols", "rows"), [(0, 24), (80, 0), (20000, 20000), (501, 24), (1, 1)])
def test_sizes_out_of_bounds_are_refused(cols, rows):
    """A giant resize would freeze the tmux server."""
    payload = memoryview(cols.to_bytes(2, "little") + rows.to_bytes(2, "little"))
    with pytest.raises(BadField) as caught:
        records.parse_size(payload)
    assert caught.value.code == "bad_size"


def test_a_size_is_read_back_unchanged():
    """Columns come first."""
    [(opcode, payload)] = records.split(records.size_record(Size(132, 43)))
    assert (opcode, records.parse_size(payload)) == (Opcode.RESIZE, Size(132, 43))


@pytest.mark.parametrize(
    "text", ['{"id": "\\ud800"}', '{"id": 1e999}', '{"id": ' + "[" * 900 + "]" * 900 + "}"]
)
def test_an_accepted_json_record_can_be_written(text):
    """The answer to a command says its `id` again."""
    try:
        read = records.parse_json(memoryview(text.encode()), "command")
    except BadField:
        return
    assert b"Infinity" not in records.json_record(Opcode.REPLY, {"answer": read})
