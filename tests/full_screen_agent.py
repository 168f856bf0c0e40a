"""Draws like a coding agent in the alternate screen: `python3 full_screen_agent.py LINES PER_SECOND`.

Output scrolls above a spinner with a timer and a fixed box for input; each frame draws all rows. It says in
`@webmux_agent` that it works. `s` starts the output, `c` clears it, `q` ends the program, and any other key
is drawn in the box. No imports of ours.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import termios
import time
import tty

FRAME_S = 0.1


def main(count: int, per_s: float) -> None:
    pane, now = os.environ["TMUX_PANE"], int(time.time())
    value = f"working:{now}:{os.getpid()}:fake"
    subprocess.run(["tmux", "set-option", "-p", "-t", pane, "@webmux_agent", value], check=True)
    before = termios.tcgetattr(0)
    tty.setcbreak(0)
    sys.stdout.write("\x1b[?1049h\x1b[?25l")
    said: list[str] = []
    typed, ticks, began_at = "", 0, float("inf")
    while True:
        due = max(0, min(count, (time.monotonic() - began_at) * per_s))
        said += [line(number) for number in range(len(said), int(due))]
        draw(said, ticks, typed)
        ticks += 1
        if select.select([0], [], [], FRAME_S)[0]:
            typed += os.read(0, 1).decode()
        if typed.endswith("s"):
            began_at, typed = time.monotonic(), ""
        if typed.endswith("q"):
            break
        if typed.endswith("c"):
            said, typed, began_at = ["a new start"], "", float("inf")
    sys.stdout.write("\x1b[?25h\x1b[?1049l")
    termios.tcsetattr(0, termios.TCSANOW, before)


def line(number: int) -> str:
    return f"\x1b[{31 + number % 6}mstep {number}\x1b[0m of the task: {number * 7919 % 10007}"


def draw(said: list[str], ticks: int, typed: str) -> None:
    cols, height = os.get_terminal_size()
    below = [
        f"\x1b[35m{'|/-+'[ticks % 4]}\x1b[0m Working ({ticks // 10}s · esc to interrupt)",
        "╭" + "─" * (cols - 3) + "╮",
        f"│ > {typed}",
        "╰" + "─" * (cols - 3) + "╯",
    ]
    room = height - len(below)
    visible = said[-room:]
    rows = [*visible, *[""] * (room - len(visible)), *below]
    sys.stdout.write("\x1b[?2026h\x1b[H" + "\r\n".join(f"{row}\x1b[K" for row in rows) + "\x1b[?2026l")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
