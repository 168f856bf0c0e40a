"""Frames of a client, as wrong as a test asks for, and a peer that reads the server's."""

from __future__ import annotations

import socket
import struct

TEXT, BINARY, CONT, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA
FIN = 0x80


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, mask: bool = True, rsv: int = 0) -> bytes:
    """A client frame, as wrong as asked for."""
    first = (FIN if fin else 0) | rsv | opcode
    length = len(payload)
    if length < 126:
        header = bytes((first, length | (0x80 if mask else 0)))
    elif length < 65536:
        header = struct.pack("!BBH", first, 126 | (0x80 if mask else 0), length)
    else:
        header = struct.pack("!BBQ", first, 127 | (0x80 if mask else 0), length)
    if not mask:
        return header + payload
    key = b"\x01\x02\x03\x04"
    return header + key + bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


def claim(opcode: int, length: int) -> bytes:
    """The header of a frame that claims a length and brings nothing."""
    return struct.pack("!BBQ", FIN | opcode, 0x80 | 127, length) + b"\x01\x02\x03\x04"


class Peer:
    """The client end; reads the server's frames."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.sock.settimeout(5)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.sock.recv(1)
        self.head = head

    def read_exactly(self, length: int) -> bytes:
        got = b""
        while len(got) < length:
            more = self.sock.recv(length - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def read_frame(self) -> tuple[int, bytes]:
        first, length = self.read_exactly(2)
        if length == 126:
            [length] = struct.unpack("!H", self.read_exactly(2))
        elif length == 127:
            [length] = struct.unpack("!Q", self.read_exactly(8))
        return first & 0x0F, self.read_exactly(length)

    def close_code(self) -> int:
        """Read until the server's Close frame; its code."""
        while True:
            opcode, payload = self.read_frame()
            if opcode == CLOSE:
                return struct.unpack("!H", payload[:2])[0] if payload else 1005
