"""The record types of `/ws/optimized`. `static/js/wire/opcodes.js` holds the same; a test compares."""

from __future__ import annotations

from enum import IntEnum


class Opcode(IntEnum):
    """First byte of a record."""

    OUTPUT = 0x01
    RESIZE = 0x02
    INPUT = 0x03
    WINDOW_SWITCH = 0x04
    STATS = 0x05
    PING = 0x06
    PONG = 0x07
    NUMBERED_INPUT = 0x08
    INPUT_TAKEN = 0x09
    ATTACHED = 0x10
    ACK = 0x11
    SNAPSHOT = 0x12
    ERROR = 0x13
    EVENT = 0x14
    EXIT = 0x15
    PANE_OUTPUT = 0x16
    PANE_SNAPSHOT = 0x17
    LAYOUT = 0x18
    PANE_INPUT = 0x19
    PANE_ACK = 0x1A
    COMMAND = 0x1B
    REPLY = 0x1C
