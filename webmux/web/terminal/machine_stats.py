"""Statistics of the machine that the server runs on."""

from __future__ import annotations

import os
import platform
import time
from typing import Any, ClassVar

CACHE_S = 1.0


class _Measured:
    """The last statistics; asking the kernel costs more than sending them."""

    stats: ClassVar[dict[str, Any]] = {}
    at = 0.0


def host_stats() -> dict[str, Any]:
    """CPU and memory in percent, uptime in seconds, names of the machine; at most `CACHE_S` old.

    CPU is the mean since the previous measurement. Never waits.
    """
    import psutil  # loaded with the first request for statistics

    now = time.monotonic()
    if not _Measured.stats or now - _Measured.at >= CACHE_S:
        _Measured.at = now
        _Measured.stats = {
            "cpu": psutil.cpu_percent(interval=None),
            "memory": psutil.virtual_memory().percent,
            "uptime": int(time.time() - psutil.boot_time()),
            "load": os.getloadavg()[0],
            "hostname": platform.node(),
            "platform": platform.system().lower(),
            "arch": platform.machine(),
        }
    return _Measured.stats


def host_stats_of_ws() -> dict[str, Any]:
    """The same as messages of `/ws` have it: CPU and memory are objects."""
    import psutil

    stats = host_stats()
    memory = psutil.virtual_memory()
    return stats | {
        "cpu": {
            "cores": psutil.cpu_count() or 1,
            "model": platform.processor() or platform.machine(),
            "usage": stats["cpu"],
            "loadAvg": list(os.getloadavg()),
        },
        "memory": {
            "total": memory.total,
            "used": memory.total - memory.available,
            "free": memory.available,
            "percent": f"{stats['memory']:.1f}",
        },
    }
