"""Images as programs send them to terminals: sixel, and files in the sequences of iTerm2."""

from __future__ import annotations

import base64
import struct
import zlib

Colour = tuple[int, int, int]


def png(width: int, height: int, colour: Colour, *, declared: tuple[int, int] | None = None) -> bytes:
    """A PNG of one colour; its header may declare another size than its data has."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", *(declared or (width, height)), 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def sixel(width: int, height: int, colour: Colour) -> bytes:
    """A sixel image of one colour; `height` is a multiple of 6."""
    red, green, blue = (round(part * 100 / 255) for part in colour)
    head = f'\x1bP0;1q"1;1;{width};{height}#1;2;{red};{green};{blue}'
    return (head + f"#1!{width}~-" * (height // 6) + "\x1b\\").encode()


def inline_file(data: bytes, fields: str = "inline=1", *, size: int | None = None) -> bytes:
    """A file in one sequence; `size` is what it says of its length."""
    about = f"size={len(data) if size is None else size};{fields}"
    return f"\x1b]1337;File={about}:".encode() + base64.b64encode(data) + b"\a"


def through_tmux(sequence: bytes) -> bytes:
    """As programs wrap a sequence that tmux is to pass on."""
    return b"\x1bPtmux;" + sequence.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"


def in_parts(data: bytes, fields: str = "inline=1") -> bytes:
    """A file as iTerm2's imgcat sends it within tmux: parts of 200 characters, each passed on."""
    text = base64.b64encode(data).decode()
    parts = [f"FilePart={text[at : at + 200]}" for at in range(0, len(text), 200)]
    words = [f"MultipartFile={fields};size={len(data)}", *parts, "FileEnd"]
    return b"".join(through_tmux(f"\x1b]1337;{word}\a".encode()) for word in words)
