"""A program that never stops printing: `python painter.py paint|redraw|frames|agent|answer|scroll|tick`.

`paint` draws a coloured screen again and again, as full-screen programs do, and shows the last key in
the first cell of the last row. `redraw` does so four times a second, `frames` ten times, each as a
synchronized update. `agent` does the same with 94 KB a frame, as some coding agents. `answer` draws in the
alternate screen text that scrolls twice a second above a timer. `scroll` prints coloured lines, `tick` one of
them 20 times a second. Only digits, so that a letter is a key's.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import sys
import termios
import time
import tty
from functools import lru_cache

CTRL_C = b"\x03"
TICK_S = 0.05
REDRAW_S = 0.25
FRAME_S = 0.1
AGENT_BYTES = 94_000
BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"


def line(words: int, turn: int) -> bytes:
    """A row of coloured numbers."""
    cells = (b"\x1b[3%dm%04d " % ((turn + i) % 8, (turn * 7 + i) % 10_000) for i in range(words))
    return b"".join(cells) + b"\r\n"


def picture(how: str, size: os.terminal_size, turn: int, key: bytes) -> bytes:
    """What is printed this time."""
    words = max(1, (size.columns - 1) // 5)
    if how == "tick":
        time.sleep(TICK_S)
        return line(words, turn)
    if how == "redraw":
        time.sleep(REDRAW_S)
    lines = b"".join(line(words, turn + row) for row in range(size.lines - 1))
    return b"\x1b[H" + lines + b"\x1b[0m" + key if how in ("paint", "redraw") else lines


@lru_cache
def words_of(columns: int) -> list[bytes]:
    """Coloured lines of text that compress to about a fifth, with room for a digit before them."""
    chance = random.Random(1)
    known = ["".join(chance.choices("abcdefgh ", k=chance.randint(2, 9))) for _ in range(400)]
    lines = []
    for _ in range(997):
        text = " ".join(chance.choices(known, k=columns))[: columns - 8].upper()
        lines.append(b"\x1b[38;5;%dm%s" % (chance.randrange(256), text.encode()))
    return lines


def frame(how: str, size: os.terminal_size, turn: int, key: bytes) -> bytes:
    """A synchronized update of every row but the last, which has the last key.

    Each row begins with the same digit, so a screen with two digits, or with none, shows parts of two frames.
    """
    digit = b"\x1b[0m%d " % (turn % 10)
    last = b"\x1b[%dH\x1b[0m%s" % (size.lines, key)
    if how == "agent":  # clears all and prints its whole history, which scrolls
        known = words_of(size.columns)
        count = AGENT_BYTES // (len(known[0]) + 8)
        lines = b"\r\n".join(digit + known[(turn * 41 + i) % len(known)] for i in range(count))
        return BEGIN + b"\x1b[0m\x1b[2J\x1b[3J\x1b[H" + lines + b"\r\n" + last + END
    if how == "answer":
        first, known, border = turn // 5, words_of(size.columns), "─".encode() * 40
        rows = [b"%d %s" % (at, known[at % len(known)]) for at in range(first, first + size.lines - 5)]
        rows += [b"\x1b[0m", border, b"> ", border, b"  %ds - esc to interrupt" % (turn // 10)]
        return BEGIN + b"\x1b[?1049h\x1b[H" + b"\x1b[K\r\n".join(rows) + b"\x1b[K" + END
    row = digit + b"\x1b[3%dm%s" % (turn % 8, b"0123456789" * (size.columns // 10))
    lines = b"".join(b"\x1b[%dH%s" % (1 + i, row[: size.columns]) for i in range(size.lines - 1))
    return BEGIN + lines + last + END


def write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def animate(how: str) -> None:
    """Draw frames, and answer each key at once, as agents do."""
    turn, key, due_at = 0, b"-", time.monotonic()
    while key != CTRL_C:
        size = shutil.get_terminal_size()  # a viewer may change it
        if select.select([0], [], [], max(0.0, due_at - time.monotonic()))[0]:
            key = os.read(0, 100)[-1:]
            write(BEGIN + b"\x1b[%dH\x1b[0m%s" % (size.lines, key) + END)
        else:
            turn += 1
            due_at = max(due_at + FRAME_S, time.monotonic())
            write(frame(how, size, turn, key))


def main() -> None:
    size = shutil.get_terminal_size()
    before = termios.tcgetattr(0)
    turn, key = 0, b"-"
    try:
        tty.setraw(0)
        if sys.argv[1] in ("frames", "agent", "answer"):
            animate(sys.argv[1])
            return
        while key != CTRL_C:
            turn += 1
            if select.select([0], [], [], 0)[0]:
                key = os.read(0, 100)[-1:]
            write(picture(sys.argv[1], size, turn, key))
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


if __name__ == "__main__":
    main()
