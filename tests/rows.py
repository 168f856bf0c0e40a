"""Runs in a pane: `rows.py FILE` writes texts on rows, and asks the terminal for the column behind each.

FILE holds a JSON list of screens, each a list of texts. A key brings the next screen; then there is
FILE.<number> with the columns.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tty

REPORT = re.compile(rb"\x1b\[\d+;(\d+)R")


def main(path: str) -> None:
    tty.setraw(0)
    with open(path) as file:
        screens = json.load(file)
    os.write(1, b"ready")
    for number, texts in enumerate(screens):
        os.read(0, 1)
        os.write(1, b"\x1b[2J")
        columns = [written(row, text) for row, text in enumerate(texts, 1)]
        os.write(1, b"\x1b[%d;1Hscreen %d" % (len(texts) + 1, number))
        with open(f"{path}.new", "w") as file:
            json.dump(columns, file)
        os.rename(f"{path}.new", f"{path}.{number}")
    os.read(0, 1)


def written(row: int, text: str) -> int:
    """The column behind a text on a row, where it prints a bar."""
    os.write(1, b"\x1b[%d;1H%s\x1b[6n" % (row, text.encode()))
    answer = b""
    while (match := REPORT.search(answer)) is None:
        answer += os.read(0, 100)
    os.write(1, b"|")
    return int(match[1]) - 1


if __name__ == "__main__":
    main(sys.argv[1])
