"""Prints in a pane for some time, then rests: `python3 pane_programs.py KIND SECONDS`. No imports of ours."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator

WORDS = ["build", "ok", "日本語のテキスト", "naïve", "файл", "x" * 30, "a", "résumé", "汉字"]


def coloured(number: int, random: random.Random) -> str:
    words = [f"\x1b[{random.choice([1, 4, 7, 31, 32, 44, 95])}m{random.choice(WORDS)}" for _ in range(4)]
    return f"{number} " + " ".join(words) + "\x1b[0m end\r\n"


def slow(random: random.Random) -> Iterator[str]:
    for number in range(10**9):
        yield coloured(number, random)
        time.sleep(0.05)


def fast(random: random.Random) -> Iterator[str]:
    for number in range(10**9):
        yield coloured(number, random)
        time.sleep(0.0004)


def bursts(random: random.Random) -> Iterator[str]:
    for number in range(10**9):
        yield "".join(coloured(number, random) for _ in range(random.randrange(1, 80)))
        time.sleep(random.choice([0.001, 0.02, 0.1]))


def flood(random: random.Random) -> Iterator[str]:
    for number in range(10**9):
        yield coloured(number, random) * 20


def cjk(random: random.Random) -> Iterator[str]:
    for number in range(10**9):
        yield (
            "".join(random.choice("日本語汉字한국어") for _ in range(random.randrange(1, 400)))
            + f"{number}\r\n"
        )


def wrapping(random: random.Random) -> Iterator[str]:
    for number in range(10**9):
        yield f"{number}" + "".join(random.choice(WORDS) for _ in range(random.randrange(1, 40))) + "\r\n"
        time.sleep(0.003)


def pieces(random: random.Random) -> Iterator[str]:
    """Characters and escape sequences in several writes."""
    for number in range(10**9):
        yield from coloured(number, random)
        time.sleep(0.002)


def one_colour(random: random.Random) -> Iterator[str]:
    """Never resets its colour."""
    yield "\x1b[33;1m"
    for number in range(10**9):
        yield f"line {number}\r\n"
        time.sleep(0.03)


def screens(random: random.Random) -> Iterator[str]:
    yield "before\r\n\x1b[?1049h"
    for number in range(10**9):
        yield f"\x1b[{random.randrange(1, 25)};{random.randrange(1, 60)}H\x1b[3{number % 8}m{number}\x1b[m"
        time.sleep(0.001)


def editor(random: random.Random) -> Iterator[str]:
    """A region that scrolls. On the primary screen tmux stores what leaves it, xterm.js does not."""
    yield "\x1b[?1049h\x1b[5;20r"
    for number in range(10**9):
        yield (
            f"\x1b[{random.randrange(5, 21)};1H"
            + random.choice(
                ["\x1b[L", "\x1b[M", "\x1b[20;1H\n", "\x1b[5;1H\x1bM", "\x1b[3@", "\x1b[2P", "\x1b[K"]
            )
            + f"{number} \x1b[4{number % 8}m{random.choice(WORDS)}\x1b[m"
        )
        time.sleep(0.001)


KINDS: dict[str, Callable[[random.Random], Iterator[str]]] = {
    each.__name__: each
    for each in (slow, fast, bursts, flood, cjk, wrapping, pieces, one_colour, screens, editor)
}


def main(kind: str, seconds: float, seed: int) -> None:
    until = time.monotonic() + seconds
    for text in KINDS[kind](random.Random(seed)):
        data = text.encode()
        while data:
            data = data[os.write(1, data) :]
        if time.monotonic() > until:
            break
    # CAN: `pieces` may have stopped inside an escape sequence, which would take the first letter.
    last = b"\x1b[20;1H\x1b[0mat rest\r\n" if kind in ("screens", "editor") else b"\r\nat rest\r\n"
    os.write(1, b"\x18" + last)
    time.sleep(1000)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
