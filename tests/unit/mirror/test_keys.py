"""Bytes as commands: exact and in order, cheap for keys, by a buffer for a paste."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webmux.mirror.keys import KEYS_MAX_BYTES, PASTE_MAX_BYTES, key_commands
from webmux.tmux.control.quoting import Command


def typed(commands: list[Command]) -> bytes:
    """The bytes that tmux types for the commands."""
    out = b""
    for command in commands:
        if command[0] == "set-buffer":
            out += command[-1].encode("utf-8", "surrogateescape")
        elif command[1] == "-H":
            out += bytes(int(number, 16) for number in command[4:])
        elif command[1] == "-l":
            out += command[-1].encode()
    return out


def test_a_key_is_one_command() -> None:
    assert [("send-keys", "-l", "-t", "$0:", "--", "a")] == key_commands("$0:", b"a", visible_paste=False)
    assert [("send-keys", "-H", "-t", "$0:", "1b", "5b", "41")][0][:4] == key_commands(
        "$0:", b"\x1b[A", visible_paste=False
    )[0][:4]


@given(st.binary(max_size=2 * KEYS_MAX_BYTES))
def test_every_byte_is_typed_in_order(data: bytes) -> None:
    assert data == typed(key_commands("$0:", data, visible_paste=False))


def test_a_paste_uses_buffers_of_bounded_size() -> None:
    data = b"\xff\r\n" * PASTE_MAX_BYTES
    commands = key_commands("$0:", data, visible_paste=True)
    assert data == typed(commands)
    assert {"set-buffer", "paste-buffer"} == {command[0] for command in commands}
    assert all("-S" in command for command in commands if command[0] == "paste-buffer")


def test_nul_cannot_be_in_a_buffer_and_is_typed() -> None:
    data = b"\0" * (KEYS_MAX_BYTES * 3)
    commands = key_commands("$0:", data, visible_paste=False)
    assert data == typed(commands)
    assert {"send-keys"} == {command[0] for command in commands}
    assert max(len(command) - 4 for command in commands) <= KEYS_MAX_BYTES
