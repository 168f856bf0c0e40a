"""How the server does, and what it allows: for the admin page."""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass
from typing import Any

import psutil
from sqlalchemy import text

from webmux import __version__
from webmux.auth.failures import SecretKind
from webmux.auth.rates import Kind
from webmux.config import OPTION_KEYS, Config
from webmux.errors import DatabaseFailed, TmuxError
from webmux.web.presence.connections import PER_ADDRESS_MAX, PER_USER_MAX, SOCKETS_MAX
from webmux.web.services import Services
from webmux.web.terminal.machine_stats import host_stats

FIXED = (
    ("Open connections: all / per address / per user", f"{SOCKETS_MAX} / {PER_ADDRESS_MAX} / {PER_USER_MAX}"),
    ("Failed logins a minute per address, each kind", str(SecretKind.BY_PASSWORD.most)),
    ("Wrong tokens of scripts a minute per address", str(SecretKind.BEARER.most)),
    ("Requests a minute per user: reads / changes", f"{Kind.REQUEST.value} / {Kind.CHANGE.value}"),
    ("New connections a minute per address", str(Kind.UPGRADE.value)),
)
"""Limits that no option changes, in words."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option as it is in force; `chosen` where it is not the default."""

    key: str
    value: str
    meaning: str
    chosen: bool


def options(config: Config) -> list[Option]:
    """All options but secrets, those that somebody chose first."""
    found = [_option(config, key) for key in OPTION_KEYS]
    return sorted(found, key=lambda option: not option.chosen)


def health(held: Services) -> dict[str, Any]:
    """The figures now; of what does not answer that is said. Switches: yes, asks tmux and the database."""
    process = psutil.Process()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "uptime_s": max(0, int(time.time() - process.create_time())),
        "memory_bytes": process.memory_info().rss,
        "tmux": _tmux(held),
        "database": _database(held),
        "connections": len(held.sockets),
        "terminals": len(held.live.hubs),
        "host": {name: host_stats()[name] for name in ("cpu", "memory", "uptime", "load")},
    }


def _tmux(held: Services) -> dict[str, Any]:
    try:
        version, state = held.tmux.version(), held.live.state()
    except TmuxError as error:
        return {"ok": False, "version": "", "sessions": 0, "windows": 0, "message": error.message}
    message = "" if state.epoch else "no tmux server is running; a new session starts one"
    sessions, windows = len(state.sessions), len(state.windows)
    return {"ok": True, "version": version, "sessions": sessions, "windows": windows, "message": message}


def _database(held: Services) -> dict[str, Any]:
    kind, began_at = held.database.kind, time.monotonic()
    try:
        held.database.run(lambda connection: connection.execute(text("SELECT 1")).scalar())
    except DatabaseFailed as error:
        return {"ok": False, "kind": kind, "answer_ms": None, "message": error.message}
    answer_ms = round((time.monotonic() - began_at) * 1000, 1)
    return {"ok": True, "kind": kind, "answer_ms": answer_ms, "message": ""}


def _option(config: Config, key: str) -> Option:
    field, value = Config.model_fields[key], getattr(config, key)
    default = field.get_default(call_default_factory=True)
    words = _size(value) if key.endswith("_bytes") else _words(value)
    return Option(key, words, field.description or "", chosen=value != default)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)


def _size(value: int) -> str:
    """As many whole units as it is; else the bytes."""
    for power, unit in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
        if value and value % 1024**power == 0:
            return f"{value // 1024**power} {unit}"
    return f"{value} bytes"
