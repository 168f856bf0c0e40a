"""What it costs as there are more viewers, and more sessions; drawn as a picture for the documentation."""

from __future__ import annotations

from typing import Any

from bench.rows import Row
from bench.share import flood
from bench.stage import Stage, settle
from tests.server import ROOT

PICTURE = ROOT / "docs" / "scaling.png"
VIEWERS = (1, 10, 50, 200)
VIEWERS_FLOOD_BYTES = 10_000_000
SESSIONS = (1, 20, 100)
SESSIONS_S = 5.0
Points = dict[int, float]


def measure() -> list[Row]:
    with Stage() as stage:
        flood(stage, "optimized", 1, 1_000_000)  # warm up
        by_viewers = {n: _cpu_s(flood(stage, "optimized", n, VIEWERS_FLOOD_BYTES)) for n in VIEWERS}
    by_sessions = {n: _sessions(n) for n in SESSIONS}
    _draw(by_viewers, by_sessions)
    return [
        _row("viewers of one session, 10 MB flood", by_viewers),
        _row("sessions with a viewer each, 20 lines/s in each, 5 s", by_sessions),
    ]


def _cpu_s(result: dict[str, Any]) -> float:
    return float(result["cpu_s"])


def _sessions(count: int) -> float:
    """CPU of some seconds with so many sessions that each print a line 20 times a second."""
    with Stage() as stage:
        names = [stage.session(f"s{i}", stage.painter("tick")) for i in range(count)]
        with stage.viewers("optimized", count, ",".join(names), "never"):
            settle(2.0)
            before = stage.server_cpu_s()
            settle(SESSIONS_S)
            return stage.server_cpu_s() - before


def _row(what: str, points: Points) -> Row:
    first, *_, last = sorted(points)
    linear = points[first] * last / first
    return Row(
        f"CPU of the server, {' / '.join(map(str, points))} {what}",
        f"{linear:.1f} s if linear",
        " / ".join(f"{seconds:.2f}" for seconds in points.values()) + " s",
        "linear or better",
        points[last] <= linear,
        f"{points[last] / linear * 100:.0f} % of linear",
    )


def _draw(by_viewers: Points, by_sessions: Points) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axis, points, label in (
        (axes[0], by_viewers, "viewers of one session, 10 MB flood"),
        (axes[1], by_sessions, "sessions with a viewer each, 20 lines/s, 5 s"),
    ):
        counts = sorted(points)
        linear = [points[counts[0]] * n / counts[0] for n in counts]
        axis.loglog(counts, linear, "--", color="0.6", label="linear")
        axis.loglog(counts, [points[n] for n in counts], "o-", color="#2563eb", label="measured")
        axis.set_xticks(counts, [str(n) for n in counts])
        axis.minorticks_off()
        axis.set_xlabel(label)
        axis.set_ylabel("CPU of the server, s")
        axis.legend(frameon=False)
    figure.savefig(PICTURE, dpi=110)
