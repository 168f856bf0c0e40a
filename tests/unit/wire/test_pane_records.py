"""Records of single panes: the vectors both languages read, and everything that is not such a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.wire.test_codec import messages
from webmux.errors import BadRecord
from webmux.events import Output
from webmux.model import Size
from webmux.wire import codec, deflate, pane_records, records
from webmux.wire.opcodes import Opcode

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "records.json").read_text())


def encoded(opcode: int, fields: dict[str, Any]) -> bytes:
    data = bytes.fromhex(fields.get("data_hex", ""))
    if opcode == Opcode.PANE_OUTPUT:
        return messages([pane_records.output_frame(fields["pane"], Output(0, data))])[0]
    if opcode == Opcode.LAYOUT:
        return records.json_record(Opcode.LAYOUT, fields)
    size = Size(fields["cols"], fields["rows"])
    return pane_records.snapshot_record(
        fields["pane"], fields["offset"], size, fields["kind"], fields["flags"], data
    )


def decoded(opcode: int, payload: memoryview) -> dict[str, Any]:
    if opcode == Opcode.PANE_ACK:
        return {"acks": [list(pair) for pair in pane_records.parse_acks(payload)]}
    if opcode == Opcode.PANE_INPUT:
        pane, kind, data = pane_records.parse_input(payload)
        return {"pane": pane, "kind": kind, "data_hex": data.hex()}
    offset, flags, numbered_pane, kind, data = pane_records.parse_numbered(payload)
    found = {"offset": offset, "flags": flags, "pane": numbered_pane, "kind": kind}
    return {**found, "data_hex": data.hex()}


WITH_FIELDS = [vector for vector in VECTORS if "fields" in vector]


@pytest.mark.parametrize("vector", WITH_FIELDS, ids=lambda vector: vector["name"])
def test_vectors_hold_their_fields(vector):
    """What the server encodes, and what it reads of a browser."""
    message = bytes.fromhex(vector["hex"])
    found = list(records.split(message))
    if vector["direction"] == "s2c":
        parts = zip(found, vector["fields"], strict=True)
        assert message == b"".join(encoded(opcode, fields) for (opcode, _), fields in parts)
    else:
        assert vector["fields"] == [decoded(opcode, payload) for opcode, payload in found]


def test_output_is_encoded_once_for_all_sockets():
    output = Output(7, b"x" * 300)
    header, data = pane_records.output_frame(5, output)
    again = pane_records.output_frame(5, output)
    assert header is again[0]
    assert data is output.data
    assert pane_records.output_frame(5, output, deflate=True) is pane_records.output_frame(
        5, output, deflate=True
    )


@pytest.mark.parametrize("data", [b"short", b"repeats " * 1000])
def test_deflated_output_says_the_same(data):
    """A short one is sent as it is."""
    header, payload = pane_records.output_frame(9, Output(0, data), deflate=True)
    is_deflated = header[0] == codec.FIN_BINARY_DEFLATED
    assert is_deflated is (len(data) > 512)
    message = deflate.inflated(bytes(payload), 1 << 20) if is_deflated else messages([(header, payload)])[0]
    [(opcode, record)] = records.split(message)
    assert (Opcode.PANE_OUTPUT, b"\x09\0\0\0" + data) == (opcode, bytes(record))


@pytest.mark.parametrize(
    ("parse", "payload"),
    [
        (pane_records.parse_input, b"\x05\0\0\0"),
        (pane_records.parse_input, b"\x05\0\0\0\xffx"),
        (pane_records.parse_input, b"\x05\0\0\0\x04x"),
        (pane_records.parse_acks, b""),
        (pane_records.parse_acks, b"\0" * 13),
        (pane_records.parse_numbered, b"\0" * 8 + b"\x02\0\0"),
        (pane_records.parse_numbered, b"\0" * 8 + b"\x02\x05\0\0\0\xff"),
        (pane_records.parse_numbered, b"\0" * 8 + b"\x04x"),
        (records.parse_numbered, b"\0" * 8 + b"\x02\x05\0\0\0\0x"),
    ],
)
def test_wrong_payloads_are_refused(parse, payload):
    with pytest.raises(BadRecord):
        parse(memoryview(payload))


@given(st.binary(max_size=60))
def test_any_payload_is_read_or_a_clear_error(payload):
    for parse in (pane_records.parse_input, pane_records.parse_acks, pane_records.parse_numbered):
        try:
            parse(memoryview(payload))
        except BadRecord:
            pass
