"""What the program is called in messages, how it ends, and how it reports an error."""

from __future__ import annotations

import os
import sys
from pathlib import Path

EXIT_REFUSED = 1
EXIT_WRONG_START = 2
EXIT_TIMED_OUT = 3
EXIT_CODES = {
    0: "done; for the server: it was stopped",
    EXIT_REFUSED: "a command was refused, or it found something wrong; one line on standard error says what",
    EXIT_WRONG_START: "wrong usage or configuration; one line on standard error says what",
    EXIT_TIMED_OUT: "`webmux wait`: nothing of what it waited for happened",
}
"""What each exit code means; docs/command-line.md has the same."""

INSTALLED_NAME = "webmux"
COMPLETION_VARIABLE = "_WEBMUX_COMPLETE"
"""With it, the program completes the words of a shell, and does nothing else."""
_CHECKOUT = Path(__file__).resolve().parent.parent / "app.py"


def program_name() -> str:
    """What a user types to run this program: `webmux`, or `python app.py` in a checkout."""
    called = os.path.basename(sys.argv[0]) if sys.argv else ""
    return INSTALLED_NAME if called == INSTALLED_NAME or not _CHECKOUT.exists() else "python app.py"


def link_command() -> str:
    """What prints a login link on the server's machine, in a folder of WebMux or anywhere."""
    return f"{INSTALLED_NAME} link" if program_name() == INSTALLED_NAME else "make link"


def refuse(message: str, code: int = EXIT_WRONG_START) -> int:
    """Print one line on standard error; returns the exit code to end with."""
    print(f"webmux: {plain(' '.join(message.split()))}", file=sys.stderr)
    return code


def plain(text: str) -> str:
    """Text of others without characters that a terminal obeys, for commands to print."""
    return "".join(char if char.isprintable() else "?" for char in text)
