"""Clients of the views that `bench panes` compares, and how they take turns."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from bench.echo import OptimizedTypist, RecordTypist, optimized
from bench.load import Panes, upgrade
from bench.peers import TtydTypist, ttyd_typist
from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage

ROUNDS = int(os.environ.get("WEBMUX_BENCH_ROUNDS", "5"))
ATTACHED, NATIVE, TTYD = "attached", "panes", "ttyd"
MODES = {ATTACHED: "optimized", NATIVE: "panes"}
"""What `bench.load` calls them."""


class PanesTypist(RecordTypist, Panes):
    """The cheapest client of `view=panes` there can be. It types into the active pane."""

    def after_read(self) -> None:
        if self.in_flood or self.has_snapshot:
            super().after_read()


def ttyd() -> str | None:
    """The path of ttyd, if it is to be compared."""
    return os.environ.get("WEBMUX_BENCH_TTYD") or shutil.which("ttyd")


def views(*, peers: bool = True) -> list[str]:
    """The views that take turns; ttyd among them if there is one."""
    return [ATTACHED, NATIVE, *([TTYD] if peers and ttyd() else [])]


@contextmanager
def typist(
    stage: Stage, view: str, session: str, *, marker: bytes = b"", in_flood: bool = False
) -> Iterator[OptimizedTypist | PanesTypist | TtydTypist]:
    """A client of a view, which ends with the block."""
    client: OptimizedTypist | PanesTypist
    if view == TTYD:
        with ttyd_typist(stage, ttyd() or "", session, marker) as peer:
            yield peer
        return
    if view == NATIVE:
        query = urlencode({"session": session, "cols": 120, "rows": 40, "view": "panes"})
        server = stage.server
        client = PanesTypist(
            upgrade(server.host, server.port, server.token, f"/ws/optimized?{query}"), marker
        )
    else:
        client = optimized(stage, session)
        client.marker = marker
    client.in_flood = in_flood
    try:
        yield client
    finally:
        client.close()


def in_turns(names: list[str], measure: Callable[[str], list[float]]) -> dict[str, list[float]]:
    """All values that `measure` gives for each view, in `ROUNDS` rounds."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            found[name] += measure(name)
    return found


def ratio_row(what: str, found: dict[str, list[float]], most: float | None, unit: str = "s") -> Row:
    """Medians; panes at most `most` times the attached view."""
    medians = {name: statistics.median(values) for name, values in found.items()}
    ratio = medians[NATIVE] / medians[ATTACHED] if medians[ATTACHED] else float("inf")
    note = f"{ratio:.2f} x" + (f", ttyd {medians[TTYD]:.2f} {unit}" if TTYD in medians else "")
    return Row(
        what,
        f"{medians[ATTACHED]:.2f} {unit} attached",
        f"{medians[NATIVE]:.2f} {unit}",
        "-" if most is None else f"<= {most} x",
        None if most is None else ratio <= most,
        note,
    )


def echo_row(what: str, found: dict[str, list[float]], most: float) -> Row:
    """p50/p95/p99 of panes: at most `most` times and once those of the attached view, p95 free."""
    cuts = {name: percentiles(values) for name, values in found.items()}
    attached, native = cuts[ATTACHED], cuts[NATIVE]
    ratios = " / ".join(f"{native[name] / attached[name]:.2f} x" for name in ("p50", "p95", "p99"))
    peer = f", ttyd {milliseconds(cuts[TTYD])}" if TTYD in cuts else ""
    return Row(
        what,
        milliseconds(attached) + " attached",
        milliseconds(native),
        f"p50 <= {most} x, p99 <= 1 x",
        native["p50"] <= most * attached["p50"] and native["p99"] <= attached["p99"],
        ratios + peer,
    )
