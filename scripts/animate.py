"""Makes one animated PNG of many pictures: `python scripts/animate.py OUT.png DELAY_MS FRAME.png...`.

Only what changed since the picture before is stored, which a terminal needs little of. Browsers and GitHub
play animated PNG; other viewers show its first picture. Source: PNG specification, third edition, sections
11.3.6 (acTL, fcTL, fdAT) and 9 (filters).
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LAST_MS = 2500
"""How long the last picture stays before the first one comes again."""


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixels_of(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows of RGB bytes of a PNG of 8-bit RGB or RGBA without interlacing.

    Raises:
        ValueError: it is another kind of PNG.
    """
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    at, data, head = len(SIGNATURE), b"", (0, 0, 0, 0, 0, 0, 0)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IHDR":
            head = struct.unpack_from(">IIBBBBB", png, at + 8)
        elif kind == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    width, height, depth, colours, _, _, interlaced = head
    if depth != 8 or colours not in (2, 6) or interlaced:
        raise ValueError(f"PNG of depth {depth} and colour type {colours} is not supported")
    size = 3 if colours == 2 else 4
    raw, rows, above = zlib.decompress(data), [], bytes(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * size], above, size)
        rows.append(above if size == 3 else b"".join(above[x : x + 3] for x in range(0, len(above), 4)))
    return width, height, rows


def _unfiltered(kind: int, row: bytes, above: bytes, size: int) -> bytes:
    if kind == 0:
        return row
    out = bytearray(row)
    for x, value in enumerate(row):
        left = out[x - size] if x >= size else 0
        corner = above[x - size] if x >= size else 0
        guess = (0, left, above[x], (left + above[x]) // 2, _paeth(left, above[x], corner))[kind]
        out[x] = (value + guess) & 255
    return bytes(out)


def _paeth(left: int, above: int, corner: int) -> int:
    near = [abs(left + above - corner - value) for value in (left, above, corner)]
    return (left, above, corner)[near.index(min(near))]


def box_of_change(before: list[bytes], now: list[bytes]) -> tuple[int, int, int, int]:
    """Left, top, width and height of what differs; one pixel if nothing does."""
    rows = [y for y, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]
    if not rows:
        return 0, 0, 1, 1
    cells = range(0, len(now[0]), 3)
    columns = [x // 3 for y in rows for x in cells if before[y][x : x + 3] != now[y][x : x + 3]]
    left, top = min(columns), rows[0]
    return left, top, max(columns) - left + 1, rows[-1] - top + 1


def animated(frames: list[bytes], delay_ms: int) -> bytes:
    """An animated PNG of PNGs of one size, which plays again and again.

    Raises:
        ValueError: no frame, frames of two sizes, or see `pixels_of`.
    """
    if not frames:
        raise ValueError("at least one frame is needed")
    pictures = [pixels_of(frame) for frame in frames]
    width, height, before = pictures[0]
    if any(picture[:2] != (width, height) for picture in pictures):
        raise ValueError("all frames need one size")
    out = [SIGNATURE, chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    out.append(chunk(b"acTL", struct.pack(">II", len(pictures), 0)))
    number = 0
    for place, (_, _, rows) in enumerate(pictures):
        left, top, cols, lines = (0, 0, width, height) if place == 0 else box_of_change(before, rows)
        wait_ms = LAST_MS if place == len(pictures) - 1 else delay_ms
        fields = (number, cols, lines, left, top, wait_ms, 1000, 0, 0)
        out.append(chunk(b"fcTL", struct.pack(">IIIIIHHBB", *fields)))
        number += 1
        part = (b"\0" + row[3 * left : 3 * (left + cols)] for row in rows[top : top + lines])
        data = zlib.compress(b"".join(part), 9)
        if place == 0:
            out.append(chunk(b"IDAT", data))
        else:
            out.append(chunk(b"fdAT", struct.pack(">I", number) + data))
            number += 1
        before = rows
    return b"".join([*out, chunk(b"IEND", b"")])


def main(arguments: list[str]) -> None:
    """See the module."""
    out, delay_ms, *frames = arguments
    Path(out).write_bytes(animated([Path(frame).read_bytes() for frame in frames], int(delay_ms)))


if __name__ == "__main__":
    main(sys.argv[1:])
