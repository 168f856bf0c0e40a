"""A process that matches one regular expression: questions and answers are lines of JSON.

The first question is the expression. Its answer is an empty list, or a text with the error. Each further
question is a list of lines. Its answer has the places of those that match and the ranges of their matches.
The worker kills this process; if the worker has died, the limit of processor time ends it.
"""

import json
import os
import re
import resource
import sys

CPU_MAX_S = 60
NICE = 10
"""Terminals have priority: guests may search too, and an expression may use a whole core."""
MEMORY_MAX_BYTES = 512 * 1024 * 1024


def main() -> None:
    """Answer until standard input ends."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_S, CPU_MAX_S))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    except (OSError, ValueError):
        pass  # macOS has no such limit
    query = json.loads(sys.stdin.readline())
    try:
        pattern = re.compile(query["pattern"], 0 if query["exact"] else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        answer(str(error))
        return
    answer([])
    for question in sys.stdin:
        answer(find(pattern, json.loads(question), query["most"]))


def find(pattern: "re.Pattern[str]", lines: list[str], most: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """The lines with matches that are not empty, and at most `most` ranges of each."""
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
