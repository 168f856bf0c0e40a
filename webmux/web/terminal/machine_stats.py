"""Figures of the machine we run on, for the statistics records."""

from __future__ import annotations

import os
import platform
import time
from typing import Any

import psutil

CACHE_S = 1.0


class _Figures:
    """The figures and when they were taken; asking the kernel costs more than answering."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.taken_at = 0.0


_figures = _Figures()


def host_figures() -> dict[str, Any]:
    """CPU and memory in percent, uptime in seconds, names of the machine; at most a second old.

    CPU is the mean since the figures were asked for before. Never waits.
    """
    now = time.monotonic()
    if not _figures.values or now - _figures.taken_at >= CACHE_S:
        _figures.taken_at = now
        _figures.values = {
            "cpu": psutil.cpu_percent(interval=None),
            "memory": psutil.virtual_memory().percent,
            "uptime": int(time.time() - psutil.boot_time()),
            "load": os.getloadavg()[0],
            "hostname": platform.node(),
            "platform": platform.system().lower(),
            "arch": platform.machine(),
        }
    return _figures.values


def simple_figures() -> dict[str, Any]:
    """The same in the shape that simple clients know: CPU and memory are objects."""
    figures = host_figures()
    memory = psutil.virtual_memory()
    return figures | {
        "cpu": {
            "cores": psutil.cpu_count() or 1,
            "model": platform.processor() or platform.machine(),
            "usage": figures["cpu"],
            "loadAvg": list(os.getloadavg()),
        },
        "memory": {
            "total": memory.total,
            "used": memory.total - memory.available,
            "free": memory.available,
            "percent": f"{figures['memory']:.1f}",
        },
    }
