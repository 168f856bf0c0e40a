"""`python -m bench [NAME ...]`: run all measurements, or those named, and print the table."""

from __future__ import annotations

import sys
import time

from bench import (
    agent,
    agents,
    base,
    browser,
    cold,
    control,
    cost,
    deliver,
    echo,
    encode,
    first,
    follow,
    history,
    home,
    link,
    mirror,
    panes,
    panes_browser,
    peers,
    rows,
    scale,
    search,
    share,
    stalls,
    waits,
)

SUITES = {
    suite.__name__.removeprefix("bench."): suite.measure
    for suite in (
        base,
        encode,
        deliver,
        echo,
        peers,
        link,
        browser,
        first,
        cold,
        follow,
        home,
        share,
        control,
        mirror,
        history,
        cost,
        scale,
        search,
        stalls,
        panes,
        panes_browser,
        agent,
        agents,
        waits,
    )
}


def main() -> int:
    names = sys.argv[1:] or list(SUITES)
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(SUITES)}", file=sys.stderr)
        return 2
    found: list[rows.Row] = []
    for name in names:
        start = time.monotonic()
        print(f"{name} ...", file=sys.stderr, flush=True)
        found += SUITES[name]()
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    rows.save("latest" if not sys.argv[1:] else "-".join(names), found)
    print(rows.table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
