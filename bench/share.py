"""Many viewers of one session: time to the last line, CPU, memory, idle cost."""

from __future__ import annotations

import itertools
from typing import Any

from bench.rows import Row, saved
from bench.stage import FLOOD_BYTES, Stage, settle

_marks = itertools.count()


def flood(stage: Stage, mode: str, count: int, size: int = FLOOD_BYTES) -> dict[str, Any]:
    """One flood to `count` viewers: seconds until all have the last line, CPU and memory used."""
    number = next(_marks)
    marker = f"LASTLINE{number:04d}"
    session = stage.session(f"flood{number}")
    path = stage.flood_file(marker, size)
    settle(0.5)
    pss_before = stage.pss_bytes()
    with stage.viewers(mode, count, session, marker) as viewers:
        settle(0.5)
        pss = stage.pss_bytes() - pss_before
        clients = stage.server.terminals("#{session_name}").count(session)
        cpu, tmux = stage.server_cpu_s(), stage.tmux_cpu_s()
        decoded = stage.metric("webmux_decoded_bytes_total")
        viewers.go()
        stage.type(session, f"cat {path}")
        result = viewers.result()
        result["cpu_s"] = stage.server_cpu_s() - cpu
        result["tmux_cpu_s"] = stage.tmux_cpu_s() - tmux
        result["pss_bytes"] = pss
        result["clients"] = clients
        result["decoded_bytes"] = stage.metric("webmux_decoded_bytes_total") - decoded
    stage.server.tmux("kill-session", "-t", f"={session}")
    return result


def measure() -> list[Row]:
    with Stage() as stage:
        flood(stage, "optimized", 1, 1_000_000)  # warm up
        after = {n: flood(stage, "optimized", n) for n in (1, 10, 50)}
        before = {n: flood(stage, "json", n) for n in (1, 10, 50)}
    rows = [_flood_row(before, after, n) for n in (1, 10, 50)]
    rows += [_cpu_row(before, after, n) for n in (1, 50)]
    rows += _ten_viewers(before[10], after[10])
    rows.append(_decoded_row(before[1], after[1]))
    rows += idle()
    return rows


def _ten_viewers(before: dict[str, Any], after: dict[str, Any]) -> list[Row]:
    cpu = [(result["cpu_s"] + result["tmux_cpu_s"]) / 10 for result in (before, after)]
    pss = [result["pss_bytes"] / 1e6 for result in (before, after)]
    return [
        Row(
            "10 viewers: memory while connected (PSS)",
            f"{pss[0]:.2f} MB",
            f"{pss[1]:.2f} MB",
            ">= 80 % less",
            pss[1] <= 0.2 * pss[0],
            saved(*pss),
        ),
        Row(
            "10 viewers, that flood: CPU for each, server + tmux",
            f"{cpu[0]:.2f} s",
            f"{cpu[1]:.2f} s",
            ">= 90 % less",
            cpu[1] <= 0.1 * cpu[0],
            saved(*cpu),
        ),
        Row(
            "10 viewers: tmux clients that fight for the size",
            str(before["clients"] - 1),
            str(after["clients"] - 1),
            "0",
            after["clients"] == 1,
        ),
    ]


def _decoded_row(before: dict[str, Any], after: dict[str, Any]) -> Row:
    return Row(
        "bytes decoded during that flood, 1 viewer",
        f"{before['decoded_bytes']:,.0f}",
        f"{after['decoded_bytes']:,.0f}",
        "0",
        after["decoded_bytes"] == 0,
    )


def _flood_row(before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]], n: int) -> Row:
    what = f"31 MB flood to the last line, {n} viewers"
    times = (_speed(before[n]), _speed(after[n]))
    if n != 50:
        return Row(what, *times, "-", None)
    ratio = _times_one(after)
    return Row(what, *times, "<= 1.5 x one viewer", ratio <= 1.5, f"{ratio:.2f} x one viewer")


def _times_one(results: dict[int, dict[str, Any]]) -> float:
    if results[50]["seconds"] is None or not results[1]["seconds"]:
        return float("inf")
    ratio: float = results[50]["seconds"] / results[1]["seconds"]
    return ratio


def _speed(result: dict[str, Any]) -> str:
    if result["seconds"] is None:
        return "not all saw it"
    return f"{result['seconds']:.2f} s, {FLOOD_BYTES / 1e6 / result['seconds']:.1f} MB/s"


def _cpu_row(before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]], n: int) -> Row:
    def words(result: dict[str, Any]) -> str:
        return f"{result['cpu_s']:.2f} s + tmux {result['tmux_cpu_s']:.2f} s"

    return Row(f"CPU of that flood, server + tmux, {n} viewers", words(before[n]), words(after[n]), "-", None)


def idle(seconds: float = 10.0) -> list[Row]:
    """Memory for each added subscriber, CPU with 50 that do nothing."""
    memory: dict[int, dict[str, int]] = {"optimized": {}, "json": {}}  # type: ignore[dict-item]
    cpu = {}
    for mode in ("optimized", "json"):
        with Stage() as stage:
            session = stage.session("idle", "cat")
            for count in (10, 50):
                with stage.viewers(mode, count, session, "never"):
                    settle(1.0)
                    memory[mode][count] = stage.pss_bytes()  # type: ignore[index]
                    if count == 50:
                        start = stage.server_cpu_s()
                        settle(seconds)
                        cpu[mode] = (stage.server_cpu_s() - start) / seconds * 100
                settle(1.5)
    each = {mode: (pss[50] - pss[10]) / 40 / 1000 for mode, pss in memory.items()}  # type: ignore[attr-defined]
    return [
        Row(
            "memory for each added viewer (PSS)",
            f"{each['json']:.0f} KB",
            f"{each['optimized']:.0f} KB",
            "< 100 KB",
            each["optimized"] < 100,
        ),
        Row(
            "CPU with 50 idle viewers",
            f"{cpu['json']:.2f} %",
            f"{cpu['optimized']:.2f} %",
            "< 0.5 %",
            cpu["optimized"] < 0.5,
        ),
    ]
