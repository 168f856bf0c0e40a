"""A process that matches one regular expression: questions and answers are lines of JSON.

First what to look for, answered by an empty list, or by a text that says what is wrong with it; then lists of
lines, each answered by the places of those that match and the ranges of their matches. It is killed
by who started it; should that one be gone, its processor time ends.
"""

import json
import os
import re
import resource
import sys

CPU_MAX_S = 60
NICE = 10
"""Terminals come first: guests may ask as well, and an expression may take all of a core."""
MEMORY_MAX_BYTES = 512 * 1024 * 1024


def main() -> None:
    """Answer until standard input ends."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_S, CPU_MAX_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    wanted = json.loads(sys.stdin.readline())
    try:
        pattern = re.compile(wanted["pattern"], 0 if wanted["exact"] else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        answer(str(error))
        return
    answer([])
    for question in sys.stdin:
        answer(find(pattern, json.loads(question), wanted["most"]))


def find(pattern: "re.Pattern[str]", lines: list[str], most: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """Lines with matches that are not empty, and at most `most` ranges of each."""
    found = []
    for place, line in enumerate(lines):
        ranges: list[tuple[int, int]] = []
        for match in pattern.finditer(line):
            if match.end() > match.start():
                ranges.append(match.span())
            if len(ranges) >= most:
                break
        if ranges:
            found.append((place, ranges))
    return found


def answer(what: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
