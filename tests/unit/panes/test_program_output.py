"""What viewers get of the output of a pane."""

from __future__ import annotations

import pytest

from webmux.panes.program_output import ProgramOutput, unfinished

PRINTED = b"one\x1bkname\x1b\\two\x1b[31mk\x1b]52;c;Y29weQ==\x07three\x1bkname"
SHOWN = b"one\x1b_name\x1b\\two\x1b[31mkthree\x1b_name"


@pytest.mark.parametrize("size", range(1, 9))
def test_names_of_windows_become_strings_that_xterm_ignores(size):
    """And copies go elsewhere, wherever reads cut the output."""
    output = ProgramOutput()
    taken = [output.take(PRINTED[at : at + size]) for at in range(0, len(PRINTED), size)]
    assert SHOWN == b"".join(data for data, _ in taken)
    assert ["copy"] == [copy.text for _, copies in taken for copy in copies]
    assert not output.holds_copy


def test_an_unfinished_name_does_too():
    assert [b"\x1b_na", b"\x1bPk", b"\x1b", b""] == [
        unfinished(p) for p in (b"\x1bkna", b"\x1bPk", b"\x1b", b"")
    ]
