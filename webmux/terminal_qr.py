"""A QR code in a terminal, for a phone to read."""

from __future__ import annotations

import io
import sys

WHITE_ON_BLACK = "\x1b[97;40m"
"""SGR: on a light theme the blocks would be dark, and not every phone reads an inverted code."""


def show(text: str) -> None:
    """Print it with two modules in each character, dark on light in any colours of the terminal."""
    sys.stdout.write(drawn(text))


def drawn(text: str) -> str:
    """The lines that `show` prints, each with a line end, in white and black of their own."""
    import segno  # loaded only if a code is printed

    lines = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(lines, compact=True)
    return "".join(f"{WHITE_ON_BLACK}{line}\x1b[0m\n" for line in lines.getvalue().splitlines())
