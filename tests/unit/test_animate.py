"""scripts/animate.py: pictures in, one animated PNG out."""

from __future__ import annotations

import struct
import zlib

import pytest

from scripts.animate import SIGNATURE, animated, box_of_change, chunk, pixels_of


def png(rows: list[list[tuple[int, int, int]]], filters: bytes = b"\0\0") -> bytes:
    raw = b"".join(bytes([kind]) + bytes(sum(row, ())) for kind, row in zip(filters, rows, strict=True))
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw))
    return SIGNATURE + data + chunk(b"IEND", b"")


RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.mark.parametrize(
    ("filters", "second"),
    [
        (b"\0\0", [RED, BLUE]),
        (b"\0\2", [(0, 0, 0), (1, 0, 255)]),
        (b"\0\1", [RED, (1, 0, 255)]),
        (b"\0\4", [(0, 0, 0), (1, 0, 255)]),
    ],
)
def test_every_filter_gives_the_same_pixels(filters, second):
    rows = pixels_of(png([[RED, RED], second], filters))[2]
    assert [bytes(RED + RED), bytes(RED + BLUE)] == rows


def test_only_what_changed_is_stored():
    before, now = [bytes(RED + RED)] * 2, [bytes(RED + RED), bytes(RED + BLUE)]
    assert (1, 1, 1, 1) == box_of_change(before, now)
    movie = animated([png([[RED, RED], [RED, RED]]), png([[RED, RED], [RED, BLUE]])], 100)
    assert [movie.count(kind) for kind in (b"acTL", b"fcTL", b"IDAT", b"fdAT")] == [1, 2, 1, 1]
    second = movie.index(b"fcTL", movie.index(b"IDAT")) + 4
    assert (1, 1, 1, 1, 1) == struct.unpack_from(">IIIII", movie, second)


def test_pictures_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match="one size"):
        animated([png([[RED], [RED]]), png([[RED, RED], [RED, RED]])], 100)
