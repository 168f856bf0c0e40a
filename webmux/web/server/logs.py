"""Logs on standard error: one JSON object for each line, or short lines of text.

In systemd's journal each line begins with its priority, which the journal takes off (sd-daemon(3)).

All outside ASCII is escaped, so that no name, title or header can move the cursor or forge a line. No body,
query or header is logged; of a bearer token only whether it is right.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

import structlog

from webmux.service.environment import is_journal

_STDERR = 2
_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (0, 7))

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(form: str = "json") -> None:
    """Write the records of structlog and of the standard library in one form. Safe to call again.

    `form` is `json`, `text` (only warnings and errors), or `auto`: text on a terminal and in systemd's
    journal, otherwise JSON.
    """
    journal = is_journal(_STDERR, os.environ)
    text = form == "text" or (form == "auto" and (journal or sys.stderr.isatty()))
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    chosen = formatter(text=text, stamped=not journal)
    handler.setFormatter(JournalFormatter(chosen) if journal else chosen)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("webmux").setLevel(logging.WARNING if text else logging.INFO)


def formatter(*, text: bool = False, stamped: bool = True) -> logging.Formatter:
    """Formats a record as one line of JSON or text. Text is `stamped` with time and level."""
    as_text = _as_text if stamped else _as_plain_text
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            as_text if text else structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


class JournalFormatter(logging.Formatter):
    """Puts the priority before each line of another formatter."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Each line is an entry of the journal, also of a traceback."""
        priority = next(number for level, number in _PRIORITIES if record.levelno >= level)
        return "\n".join(f"<{priority}>{line}" for line in self._inner.format(record).splitlines())


def _as_text(logger: Any, method: str, event: Any) -> str:
    """`12:30:00 warning  what happened  name="value"`, and a traceback below it."""
    at, level = str(event.get("timestamp", ""))[11:19], event.get("level", "")
    return f"{at} {level:8} {_as_plain_text(logger, method, event)}"


def _as_plain_text(_logger: Any, _method: str, event: Any) -> str:
    """As `_as_text`, without the time and the level, which the journal has."""
    event.pop("timestamp", None)
    event.pop("level", None)
    what, traceback = event.pop("event", ""), event.pop("exception", "")
    event.pop("logger", None)
    pairs = "".join(f"  {name}={json.dumps(value, default=str)}" for name, value in sorted(event.items()))
    line = f"{_plain(str(what))}{pairs}"
    return "\n    ".join([line, *(_plain(part) for part in traceback.splitlines())])


def _plain(text: str) -> str:
    return json.dumps(text)[1:-1].replace('\\"', '"')
