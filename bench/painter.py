"""A program that never stops printing: `python painter.py paint|scroll`.

`paint` draws a coloured screen again and again, as full-screen programs do, and shows the last key in
the first cell of the last row. `scroll` prints coloured lines. Only digits, so that a letter is a key's.
"""

from __future__ import annotations

import os
import shutil
import sys
import termios
import tty


def screen(cols: int, rows: int, turn: int, key: bytes) -> bytes:
    """One drawing of the whole screen."""
    words = max(1, (cols - 1) // 5)
    lines = [b"\x1b[H"]
    for row in range(rows - 1):
        cells = (
            b"\x1b[3%dm%04d " % ((turn + row + i) % 8, (turn * 7 + row * 31 + i) % 10_000)
            for i in range(words)
        )
        lines.append(b"".join(cells) + b"\r\n")
    return b"".join(lines) + b"\x1b[0m" + key


def main() -> None:
    cols, rows = shutil.get_terminal_size()
    before = termios.tcgetattr(0)
    turn, key = 0, b"-"
    try:
        tty.setraw(0)
        os.set_blocking(0, False)
        while True:
            turn += 1
            try:
                key = os.read(0, 100)[-1:] or key
            except BlockingIOError:
                pass
            if key == b"\x03":
                return
            data = (
                screen(cols, rows, turn, key)
                if sys.argv[1] == "paint"
                else screen(cols, 40, turn, b"\r\n")[3:]
            )
            while data:
                try:
                    data = data[os.write(1, data) :]
                except (
                    BlockingIOError
                ):  # the terminal is one open file: reading without waiting is writing so too
                    os.set_blocking(1, True)
                    data = data[os.write(1, data) :]
                    os.set_blocking(1, False)
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


if __name__ == "__main__":
    main()
