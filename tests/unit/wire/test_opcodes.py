"""One list of opcodes a side, and both the same."""

from __future__ import annotations

import re
from pathlib import Path

from webmux.wire.opcodes import Opcode

SCRIPT = Path(__file__).parents[3] / "static" / "js" / "wire" / "opcodes.js"


def test_server_and_browser_name_the_same_opcodes():
    """A record type added on one side only would be unknown to the other."""
    entries = re.findall(r"^\s*([A-Z_]+): 0x([0-9a-fA-F]{2}),?$", SCRIPT.read_text(), re.MULTILINE)
    assert {opcode.name: opcode.value for opcode in Opcode} == {
        name: int(value, 16) for name, value in entries
    }
