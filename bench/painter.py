"""A program that never stops printing: `python painter.py paint|redraw|frames|agent|scroll|tick`.

`paint` draws a coloured screen again and again, as full-screen programs do, and shows the last key in
the first cell of the last row. `redraw` does so four times a second, `frames` ten times, each as a
synchronized update. `agent` does the same with 94 KB a frame, as some coding agents. `scroll` prints
coloured lines, `tick` one of them 20 times a second. Only digits, so that a letter is a key's.
"""

from __future__ import annotations

import os
import select
import shutil
import sys
import termios
import time
import tty

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
    if how in ("frames", "agent"):
        time.sleep(FRAME_S)
        return frame(how, size, turn, key)
    if how == "redraw":
        time.sleep(REDRAW_S)
    lines = b"".join(line(words, turn + row) for row in range(size.lines - 1))
    return b"\x1b[H" + lines + b"\x1b[0m" + key if how in ("paint", "redraw") else lines


def frame(how: str, size: os.terminal_size, turn: int, key: bytes) -> bytes:
    """A synchronized update of every row but the last, and the last key. All digits of a frame are equal.

    So a screen with two digits shows parts of two frames.
    """
    row = b"%d" % (turn % 10) * (size.columns - 1)
    padding = AGENT_BYTES // (size.lines - 1) - len(row) if how == "agent" else 0
    colours = b"\x1b[38;2;%03d;120;200m" % (turn % 200)
    colours *= max(1, padding // len(colours))  # what costs bytes is mostly repeated colours
    lines = b"".join(b"\x1b[%dH%s%s" % (1 + i, colours, row) for i in range(size.lines - 1))
    return BEGIN + lines + b"\x1b[%dH\x1b[0m%s" % (size.lines, key) + END


def main() -> None:
    size = shutil.get_terminal_size()
    before = termios.tcgetattr(0)
    turn, key = 0, b"-"
    try:
        tty.setraw(0)
        while key != CTRL_C:
            turn += 1
            if select.select([0], [], [], 0)[0]:
                key = os.read(0, 100)[-1:]
            data = picture(sys.argv[1], size, turn, key)
            while data:
                data = data[os.write(1, data) :]
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


if __name__ == "__main__":
    main()
