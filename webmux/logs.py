"""Logs on standard error: one JSON object for each line, or short lines of text.

In systemd's journal each line begins with its priority, which the journal takes off (sd-daemon(3)).

All outside ASCII is escaped, so that no name, title or header can move the cursor or forge a line. No body,
query or header is logged; of a bearer token only whether it is right.

An entry is an event, which is a constant text, and fields. The standard library does the rest, because the
process that supervises writes logs too and has to stay small.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

_STDERR = 2
_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (0, 7))
_bound: ContextVar[dict[str, Any] | None] = ContextVar("fields of a request", default=None)


class Log:
    """Writes entries in the name of a module. A level that is not written costs next to nothing."""

    __slots__ = ("_logger",)

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **fields: Any) -> None:
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: Any) -> None:
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, *, exc_info: BaseException | None = None, **fields: Any) -> None:
        """An error; with `exc_info`, the traceback of that exception."""
        self._write(logging.ERROR, event, fields, trace=exc_info)

    def exception(self, event: str, **fields: Any) -> None:
        """An error with the traceback of the exception that is being handled."""
        self._write(logging.ERROR, event, fields, trace=True)

    def _write(
        self, level: int, event: str, fields: dict[str, Any], *, trace: bool | BaseException | None = None
    ) -> None:
        if self._logger.isEnabledFor(level):
            bound = {**(_bound.get() or {}), **fields}
            self._logger.log(level, event, exc_info=trace, extra={"fields": bound})


def get_logger(name: str) -> Log:
    """The log of a module, which passes its `__name__`."""
    return Log(name)


def bind(**fields: Any) -> None:
    """Add these fields, and no others, to each entry of this greenlet or thread from now on."""
    _bound.set(fields)


def configure(form: str = "json") -> None:
    """Write our entries and those of libraries in one form. Safe to call again.

    `form` is `json`, `text` (only warnings and errors), or `auto`: text on a terminal and in systemd's
    journal, otherwise JSON.
    """
    journal = is_journal(_STDERR, os.environ)
    text = form == "text" or (form == "auto" and (journal or sys.stderr.isatty()))
    handler = logging.StreamHandler(sys.stderr)
    chosen = _Text(stamped=not journal) if text else _Json()
    handler.setFormatter(_Journal(chosen) if journal else chosen)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("webmux").setLevel(logging.WARNING if text else logging.INFO)


def is_journal(descriptor: int, environment: Mapping[str, str]) -> bool:
    """Whether what is written to this descriptor goes to systemd's journal (systemd.exec(5), JOURNAL_STREAM).

    The variable alone does not say so: it is inherited, and the output may be redirected.
    """
    device, _, inode = environment.get("JOURNAL_STREAM", "").partition(":")
    try:
        found = os.fstat(descriptor)
    except OSError:
        return False
    return (device, inode) == (str(found.st_dev), str(found.st_ino))


class _Json(logging.Formatter):
    """An entry as one line of JSON, with sorted keys."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        entry = {
            **_fields(record),
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": f"{at}.{int(record.created % 1 * 1e6):06d}Z",
        }
        if found := _traceback(record):
            entry["exception"] = found
        return json.dumps(entry, sort_keys=True, default=repr)


class _Text(logging.Formatter):
    """`12:30:00 warning  what happened  name="value"`, and a traceback below it.

    Without `stamped` there are neither time nor level, which the journal has.
    """

    def __init__(self, *, stamped: bool) -> None:
        super().__init__()
        self._stamped = stamped

    def format(self, record: logging.LogRecord) -> str:
        named = sorted(_fields(record).items())
        pairs = "".join(f"  {name}={json.dumps(value, default=str)}" for name, value in named)
        line = f"{_plain(record.getMessage())}{pairs}"
        if self._stamped:
            at = time.strftime("%H:%M:%S", time.gmtime(record.created))
            line = f"{at} {record.levelname.lower():8} {line}"
        return "\n    ".join([line, *map(_plain, _traceback(record).splitlines())])


class _Journal(logging.Formatter):
    """Puts the priority before each line of another formatter."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Each line is an entry of the journal, also of a traceback."""
        priority = next(number for level, number in _PRIORITIES if record.levelno >= level)
        return "\n".join(f"<{priority}>{line}" for line in self._inner.format(record).splitlines())


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields


def _traceback(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[0] is None:
        return ""
    return "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")


def _plain(text: str) -> str:
    return json.dumps(text)[1:-1].replace('\\"', '"')
