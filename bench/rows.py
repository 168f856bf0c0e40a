"""What a measurement gives, and how a table of them looks."""

from __future__ import annotations

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what, the compared value, ours, what must be reached, whether it was.

    `reached` is None where nothing was promised.
    """

    what: str
    before: str
    after: str
    reach: str
    reached: bool | None
    note: str = ""


def percentiles(values: list[float]) -> dict[str, float]:
    """p50, p95 and p99 of at least 100 values."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def milliseconds(cuts: dict[str, float]) -> str:
    """`p50/p95/p99` of seconds, in milliseconds."""
    return "/".join(f"{cuts[name] * 1000:.2f}" for name in ("p50", "p95", "p99")) + " ms"


def ratio(before: float, after: float) -> str:
    """How many times smaller, in words."""
    return f"{before / after:.1f} x" if after else "-"


def saved(before: float, after: float) -> str:
    """How much less, in words."""
    return f"{100 * (1 - after / before):.1f} % less" if before else "-"


def machine() -> str:
    """The machine in one line."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} x {model}, {memory:.0f} GiB, Linux {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def table(rows: list[Row]) -> str:
    """Markdown; a missed row is printed as missed."""
    lines = [
        f"Measured {date.today().isoformat()} on {machine()}.",
        "",
        "| what | before | after | to reach | reached |",
        "|---|---|---|---|---|",
    ]
    words = {True: "yes", False: "**missed**", None: "-"}
    for row in rows:
        note = f" ({row.note})" if row.note else ""
        cells = [row.what + note, row.before, row.after, row.reach, words[row.reached]]
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def save(name: str, rows: list[Row]) -> None:
    """Write the table as Markdown and JSON into `bench/results/`."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(table(rows))
    data = {"date": date.today().isoformat(), "machine": machine(), "rows": [asdict(r) for r in rows]}
    (RESULTS / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n")
