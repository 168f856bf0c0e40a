"""A log line is one line, and moves nobody's cursor."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from tests.apps import real_logging

NASTY = 'a\nb\x1b[31m\x9b31m\x00\u202e"\\\ud800'


def test_everything_becomes_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    with real_logging():
        structlog.get_logger("webmux.x").info("event", name=NASTY)
        logging.getLogger("gunicorn.error").warning("said %s", NASTY)
    written = capsys.readouterr().err
    assert 2 == written.count("\n")
    assert all(" " <= char <= "~" for char in written.replace("\n", ""))
    first, second = (json.loads(line) for line in written.splitlines())
    assert (NASTY, "info", "event") == (first["name"], first["level"], first["event"])
    assert ("said " + NASTY, "gunicorn.error") == (second["event"], second["logger"])


def test_a_traceback_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    with real_logging():
        try:
            raise RuntimeError("inner")
        except RuntimeError:
            structlog.get_logger("webmux.x").exception("crashed")
    (line,) = capsys.readouterr().err.splitlines()
    assert "RuntimeError: inner" in json.loads(line)["exception"]
