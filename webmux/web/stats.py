"""Figures of the machine we run on, for the statistics records."""

from __future__ import annotations

import os
import platform
import time
from typing import Any

import psutil

CACHE_S = 1.0
_cached: dict[str, Any] = {}
_cached_at = 0.0


def host_figures() -> dict[str, Any]:
    """CPU and memory in percent, uptime in seconds, names of the machine; at most a second old.

    CPU is the mean since the figures were asked for before. Never waits.
    """
    global _cached, _cached_at
    now = time.monotonic()
    if not _cached or now - _cached_at >= CACHE_S:
        _cached_at = now
        _cached = {
            "cpu": psutil.cpu_percent(interval=None),
            "memory": psutil.virtual_memory().percent,
            "uptime": int(time.time() - psutil.boot_time()),
            "load": os.getloadavg()[0],
            "hostname": platform.node(),
            "platform": platform.system().lower(),
            "arch": platform.machine(),
        }
    return _cached
