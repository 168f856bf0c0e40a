"""A program that never stops printing: `python painter.py paint|redraw|scroll|tick`.

`paint` draws a coloured screen again and again, as full-screen programs do, and shows the last key in
the first cell of the last row; `redraw` does so four times a second. `scroll` prints coloured lines,
`tick` one of them 20 times a second. Only digits, so that a letter is a key's.
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
