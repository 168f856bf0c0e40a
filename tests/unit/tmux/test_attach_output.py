"""The output of an attach client: its end leaves the screen unchanged, and underlines have their colour."""

from __future__ import annotations

import pytest

from webmux.tmux.attach_output import DetachFilter, Rewriter

CLEARS = b"\x1b[1;24r\x1b(B\x1b[m\x1b[?1l\x1b>\x1b[H\x1b[2J"
REST = b"\x1b[?12l\x1b[?25h\x1b[?1000l\x1b[?1004l\x1b[?1049l\x1b[23;0;0t"
SENT = (
    b"\x1bP=1s\x1b\\a\x1b[4:3m\x1b[58:2:255:80:0mb\x1b[58:5:17mc\x1b[59m\x1b[38:2::1:2:3m"
    b"d\x1b[58:2::1:2:3m 58:2:1:2:3m\x1bP=2s\x1b\\"
)
RIGHT = (
    b"\x1b[?2026ha\x1b[4:3m\x1b[58:2::255:80:0mb\x1b[58:5:17mc\x1b[59m\x1b[38:2::1:2:3m"
    b"d\x1b[58:2::1:2:3m 58:2:1:2:3m\x1b[?2026l"
)


@pytest.mark.parametrize(
    "reads",
    [
        [b"last" + CLEARS + REST + b"[exited]\r\n"],
        [b"last", CLEARS + REST, b"[exited]\r\n"],
        [b"last" + CLEARS, REST + b"[exited]\r\n"],
    ],
)
def test_the_last_screen_stays(reads: list[bytes]) -> None:
    output = DetachFilter()
    assert b"last" == b"".join(map(output.without, reads))


def test_a_suspended_client_draws_again() -> None:
    output = DetachFilter()
    back = b"\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[H\x1b[2J"
    assert [b"a", b"", back + b"b"] == [
        output.without(read) for read in (b"a" + CLEARS, REST, b"x" + back + b"b")
    ]


@pytest.mark.parametrize(
    "data", [b"\x1b[H\x1b[2J", b"\x1b[1;24rtext", b"\x1b[?1049h\x1b[1;24r\x1b[?1h\x1b=\x1b[H\x1b[2J"]
)
def test_other_output_passes(data: bytes) -> None:
    assert data == DetachFilter().without(data)


def test_colours_and_synchronized_updates_are_written_as_in_the_standards() -> None:
    assert RIGHT == Rewriter().rewritten(SENT)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_cut_sequence_waits_for_its_end(size: int) -> None:
    rewriter = Rewriter()
    assert RIGHT == b"".join(rewriter.rewritten(SENT[at : at + size]) for at in range(0, len(SENT), size))


def test_other_text_is_not_delayed() -> None:
    rewriter = Rewriter()
    for data in (b"", b"x", b"\x1b[5m", b"\x1b[58;5;1m", "é".encode(), b"\x1b[?25h", b"\x1bP=3s\x1b\\"):
        assert data == rewriter.rewritten(data)
