"""The report as text and as JSON."""

from __future__ import annotations

import json

from webmux import __version__
from webmux.doctor import report
from webmux.doctor.finding import error, ok, warning

FOUND = [
    ("a", ok("fine", "Fine.")),
    ("b", warning("odd", "Odd.", "look")),
    ("b", error("bad", "Bad.", "rm 'x y'")),
    ("c", error("bad", "Worse.", "ls")),
]


def test_text() -> None:
    expected = [
        "ok       Fine.",
        "warning  Odd.",
        "         Fix: look",
        "error    Bad.",
        "         Fix: rm 'x y'",
        "error    Worse.",
        "         Fix: ls",
        "",
        "2 errors and 1 warning.",
    ]
    assert expected == list(report.as_text(FOUND, colour=False))
    assert "All is well." == list(report.as_text(FOUND[:1], colour=False))[-1]
    assert "\x1b[31merror  \x1b[0m  Bad." in list(report.as_text(FOUND, colour=True))


def test_json_is_stable() -> None:
    printed = json.loads(report.as_json(FOUND))
    assert {"version", "level", "findings"} == set(printed)
    assert (__version__, "error") == (printed["version"], printed["level"])
    assert {"check": "b", "id": "bad", "level": "error", "cause": "Bad.", "fix": "rm 'x y'"} == printed[
        "findings"
    ][2]
