"""The end of an attach client leaves the screen unchanged."""

from __future__ import annotations

import pytest

from webmux.tmux.attach_output import DetachFilter

CLEARS = b"\x1b[1;24r\x1b(B\x1b[m\x1b[?1l\x1b>\x1b[H\x1b[2J"
REST = b"\x1b[?12l\x1b[?25h\x1b[?1000l\x1b[?1004l\x1b[?1049l\x1b[23;0;0t"


@pytest.mark.parametrize(
    "reads",
    [
        [b"last" + CLEARS + REST + b"[exited]\r\n"],
        [b"last", CLEARS + REST, b"[exited]\r\n"],
        [b"last" + CLEARS, REST + b"[exited]\r\n"],
    ],
)
def test_the_last_screen_stays(reads: list[bytes]) -> None:
    goodbye = DetachFilter()
    assert b"last" == b"".join(map(goodbye.without, reads))


def test_a_suspended_client_draws_again() -> None:
    goodbye = DetachFilter()
    back = b"\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[H\x1b[2J"
    assert [b"a", b"", back + b"b"] == [
        goodbye.without(read) for read in (b"a" + CLEARS, REST, b"x" + back + b"b")
    ]


@pytest.mark.parametrize(
    "data", [b"\x1b[H\x1b[2J", b"\x1b[1;24rtext", b"\x1b[?1049h\x1b[1;24r\x1b[?1h\x1b=\x1b[H\x1b[2J"]
)
def test_other_output_passes(data: bytes) -> None:
    assert data == DetachFilter().without(data)
