"""Logs on standard error: one JSON object for each line, or short lines of text.

All outside ASCII is escaped, so that no name, title or header can move the cursor or forge a line. No body,
query or header is logged; of a bearer token only whether it is right.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(form: str = "json") -> None:
    """Write the records of structlog and of the standard library in one form. Safe to call again.

    `form` is `json`, `text` (only warnings and errors), or `auto`: text on a terminal, otherwise JSON.
    """
    text = form == "text" or (form == "auto" and sys.stderr.isatty())
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(text=text))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("webmux").setLevel(logging.WARNING if text else logging.INFO)


def formatter(*, text: bool = False) -> logging.Formatter:
    """Formats a record as one line of JSON or text."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _as_text if text else structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


def _as_text(_logger: Any, _method: str, event: Any) -> str:
    """`12:30:00 warning  what happened  name="value"`, and a traceback below it."""
    at, level = str(event.pop("timestamp", ""))[11:19], event.pop("level", "")
    what, traceback = event.pop("event", ""), event.pop("exception", "")
    event.pop("logger", None)
    pairs = "".join(f"  {name}={json.dumps(value, default=str)}" for name, value in sorted(event.items()))
    line = f"{at} {level:8} {_plain(str(what))}{pairs}"
    return "\n    ".join([line, *(_plain(part) for part in traceback.splitlines())])


def _plain(text: str) -> str:
    return json.dumps(text)[1:-1].replace('\\"', '"')
