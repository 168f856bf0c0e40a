"""Colours of underlines, as tmux writes them and as they go on."""

from __future__ import annotations

import pytest

from webmux.tmux.underlines import Underlines

SENT = b"a\x1b[4:3m\x1b[58:2:255:80:0mb\x1b[58:5:17mc\x1b[59m\x1b[38:2::1:2:3md\x1b[58:2::1:2:3m 58:2:1:2:3m"
RIGHT = (
    b"a\x1b[4:3m\x1b[58:2::255:80:0mb\x1b[58:5:17mc\x1b[59m\x1b[38:2::1:2:3md\x1b[58:2::1:2:3m 58:2:1:2:3m"
)


def test_colours_are_written_as_in_the_standard() -> None:
    assert RIGHT == Underlines().rewritten(SENT)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_cut_sequence_waits_for_its_end(size: int) -> None:
    underlines = Underlines()
    assert RIGHT == b"".join(underlines.rewritten(SENT[at : at + size]) for at in range(0, len(SENT), size))


def test_other_text_is_not_delayed() -> None:
    underlines = Underlines()
    for data in (b"", b"x", b"\x1b[5m", b"\x1b[58;5;1m", "é".encode(), b"\x1b[?25h"):
        assert data == underlines.rewritten(data)
