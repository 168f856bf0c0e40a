"""What tmux receives of a control client's introduction, and when."""

from __future__ import annotations

import os
import socket
import struct

import pytest

from tests.support import eventually
from webmux.tmux.control.introduction import Handshake, Introduction

FLAGS, TERM, STDIN, ENVIRON, DONE, LONG_FLAGS, COMMAND = 100, 101, 104, 105, 106, 111, 200


def message(kind: int, text: bytes = b"", extra: int = 0) -> bytes:
    return struct.pack("=IHHII", kind, 16 + len(text), extra, 8, 0xFFFFFFFF) + text


FLAG_MESSAGES = message(FLAGS, b"\0 \1\x10") + message(LONG_FLAGS, b"\0 \1\x10\0\0\0\0")
# 3.6 marks a descriptor in the highest bit of what is a longer length there.
OTHERS = message(TERM, b"xterm\0") + message(STDIN, extra=0x8000) + message(ENVIRON, b"A=b\0")
END = message(DONE)
REST = message(COMMAND, b"\3\0\0\0attach\0")


@pytest.mark.parametrize("size", [1, 7, 33, 1000])
def test_flags_are_sent_with_the_end_of_the_introduction(size):
    """Wherever the bytes of the client are cut, and after any other messages."""
    said = FLAG_MESSAGES + OTHERS + END + REST
    introduction = Introduction()
    packets = []
    while said and not introduction.over:
        packets += introduction.feed(said[:size])
        said = said[size:]
    assert b"".join(packets[:-1]) == OTHERS
    assert packets[-1].startswith(FLAG_MESSAGES + END)
    assert packets[-1] + said == FLAG_MESSAGES + END + REST


@pytest.mark.parametrize("wrong", [message(TERM)[:4] + b"\3\0" + bytes(40), b"\xff" * 64])
def test_other_data_is_passed_on(wrong):
    introduction = Introduction()
    assert b"".join(introduction.feed(OTHERS + wrong)) == OTHERS + wrong
    assert introduction.over
    said = FLAG_MESSAGES + wrong
    assert b"".join(Introduction().feed(said)) == said


def ended(descriptor: int) -> bool:
    try:
        return os.read(descriptor, 1) == b""
    except BlockingIOError:
        return False


def test_the_output_of_a_client_ends_without_a_tmux(tmp_path):
    """It has passed its descriptors on already, to a tmux that ended before it could be reached."""
    handshake = Handshake(str(tmp_path / "none"))
    output, theirs = os.pipe()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(handshake.path))
        socket.send_fds(client, [FLAG_MESSAGES + OTHERS], [theirs])
    os.close(theirs)
    os.set_blocking(output, False)
    eventually(lambda: ended(output))
    os.close(output)
    handshake.close()
