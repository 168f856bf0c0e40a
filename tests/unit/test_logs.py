"""A log entry is one line, and cannot control a terminal."""

from __future__ import annotations

import json
import logging

import pytest

from tests.apps import real_logging
from webmux import logs
from webmux.logs import get_logger

NASTY = 'a\nb\x1b[31m\x9b31m\x00\u202e"\\\ud800'


def test_each_log_entry_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    with real_logging():
        get_logger("webmux.x").info("event", name=NASTY)
        logging.getLogger("gunicorn.error").warning("said %s", NASTY)
    written = capsys.readouterr().err
    assert 2 == written.count("\n")
    assert all(" " <= char <= "~" for char in written.replace("\n", ""))
    first, second = (json.loads(line) for line in written.splitlines())
    assert (NASTY, "info", "event") == (first["name"], first["level"], first["event"])
    assert ("said " + NASTY, "gunicorn.error") == (second["event"], second["logger"])


def test_a_terminal_gets_short_lines_of_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    with real_logging():
        logs.configure("text")
        get_logger("webmux.x").info("request", path="/")
        get_logger("webmux.x").warning("disk is full", file=NASTY)
        try:
            raise RuntimeError("inner\x1b[31m")
        except RuntimeError:
            get_logger("webmux.x").exception("crashed")
    first, second, *trace = capsys.readouterr().err.splitlines()
    assert first[8:].startswith(" warning  disk is full  file=")
    assert all(" " <= char <= "~" for char in "".join((first, second, *trace)))
    assert " error    crashed" in second
    assert "RuntimeError: inner" in trace[-1]


def test_a_file_or_a_pipe_gets_json(capsys: pytest.CaptureFixture[str]) -> None:
    with real_logging():
        logs.configure("auto")
        get_logger("webmux.x").info("event")
    assert "event" == json.loads(capsys.readouterr().err)["event"]


def test_a_traceback_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    with real_logging():
        try:
            raise RuntimeError("inner")
        except RuntimeError:
            get_logger("webmux.x").exception("crashed")
    (line,) = capsys.readouterr().err.splitlines()
    assert "RuntimeError: inner" in json.loads(line)["exception"]


def test_the_journal_gets_a_priority_for_each_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "is_journal", lambda descriptor, environment: True)
    logs.bind()  # an earlier test may have left fields
    with real_logging():
        logs.configure("auto")
        get_logger("webmux.x").warning("disk is full", file="<3>\n<3>x")
        try:
            raise RuntimeError("inner")
        except RuntimeError:
            get_logger("webmux.x").exception("crashed")
        logs.configure("json")
        get_logger("webmux.x").info("request")
    first, *trace, last = capsys.readouterr().err.splitlines()
    assert '<4>disk is full  file="<3>\\n<3>x"' == first
    assert all(line.startswith("<3>") for line in trace)
    assert "request" == json.loads(last.removeprefix("<6>"))["event"]
