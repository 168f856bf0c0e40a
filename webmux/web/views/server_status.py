"""The state of the server, its options and its limits, for the admin page."""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass
from typing import Any

from webmux import __version__
from webmux import config as config_options
from webmux.auth.failures import SecretKind
from webmux.auth.rates import Kind
from webmux.config import OPTIONS, Config, default_of
from webmux.errors import DatabaseFailed, TmuxError
from webmux.store.sql import text
from webmux.web.presence.connections import PER_ADDRESS_MAX, PER_USER_MAX, SOCKETS_MAX
from webmux.web.services import services
from webmux.web.terminal.machine_stats import host_stats

FIXED = (
    ("Open connections: all / per address / per user", f"{SOCKETS_MAX} / {PER_ADDRESS_MAX} / {PER_USER_MAX}"),
    ("Failed logins a minute per address, each kind", str(SecretKind.BY_PASSWORD.most)),
    ("Wrong tokens of scripts a minute per address", str(SecretKind.BEARER.most)),
    ("Requests a minute per user: reads / changes", f"{Kind.REQUEST.value} / {Kind.CHANGE.value}"),
    ("New connections a minute per address", str(Kind.UPGRADE.value)),
)
"""Limits that no option changes."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option with its current value; `chosen` if that is not the default."""

    key: str
    value: str
    meaning: str
    chosen: bool


def options(config: Config) -> list[Option]:
    """All options except secrets. Those with a value of their own come first."""
    return sorted((_option(config, option) for option in OPTIONS), key=lambda shown: not shown.chosen)


def health() -> dict[str, Any]:
    """The state now, also if tmux or the database does not answer. Switches: yes, asks both."""
    import psutil

    process = psutil.Process()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "uptime_s": max(0, int(time.time() - process.create_time())),
        "memory_bytes": process.memory_info().rss,
        "tmux": _tmux(),
        "database": _database(),
        "connections": len(services().sockets),
        "terminals": len(services().live.hubs) + len(services().live.native.sessions()),
        "host": {name: host_stats()[name] for name in ("cpu", "memory", "uptime", "load")},
    }


def _tmux() -> dict[str, Any]:
    try:
        version, state = services().tmux.version(), services().live.state()
    except TmuxError as error:
        return {"ok": False, "version": "", "sessions": 0, "windows": 0, "message": error.message}
    message = "" if state.epoch else "no tmux server is running; a new session starts one"
    sessions, windows = len(state.sessions), len(state.windows)
    return {"ok": True, "version": version, "sessions": sessions, "windows": windows, "message": message}


def _database() -> dict[str, Any]:
    kind, started_at = services().database.kind, time.monotonic()
    try:
        services().database.run(lambda connection: connection.execute(text("SELECT 1")).scalar())
    except DatabaseFailed as error:
        return {"ok": False, "kind": kind, "answer_ms": None, "message": error.message}
    answer_ms = round((time.monotonic() - started_at) * 1000, 1)
    return {"ok": True, "kind": kind, "answer_ms": answer_ms, "message": ""}


def _option(config: Config, option: config_options.Option) -> Option:
    key, value = option.key, getattr(config, option.key)
    text_value = _size(value) if key.endswith("_bytes") else _as_text(value)
    meaning = option.description.replace("`", "")  # the page shows no Markdown
    return Option(key, text_value, meaning, chosen=value != default_of(key))


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)


def _size(value: int) -> str:
    """The size in the largest unit that divides it."""
    for power, unit in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
        if value and value % 1024**power == 0:
            return f"{value // 1024**power} {unit}"
    return f"{value} bytes"
