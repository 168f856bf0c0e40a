"""The output of two audits: vulnerabilities fail the check, an unavailable database does not."""

from __future__ import annotations

from typing import Any

import pytest

from scripts import check_advisories
from scripts.check_advisories import CannotAsk, ask, holes_of_npm, holes_of_pip

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
HOLED = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "GHSA-x"}]}
UNKNOWN = {"name": "new", "skip_reason": "not found"}
NPM_HOLE = {
    "old": {"via": [{"name": "old", "url": "https://x.example/advisories/GHSA-y"}]},
    "user": {"via": ["old"]},
}


@pytest.mark.parametrize(
    ("dependencies", "holes"),
    [
        ([CLEAN], []),
        ([CLEAN, HOLED], ["old 1.0: PYSEC-1", "old 1.0: GHSA-x"]),
        ([UNKNOWN, HOLED], ["old 1.0: PYSEC-1", "old 1.0: GHSA-x"]),
    ],
)
def test_vulnerabilities_of_python_packages_are_named(dependencies: list[Any], holes: list[str]) -> None:
    assert holes == holes_of_pip({"dependencies": dependencies})


def test_unknown_packages_are_not_reported_as_clean() -> None:
    with pytest.raises(CannotAsk, match="1 of 2"):
        holes_of_pip({"dependencies": [CLEAN, UNKNOWN]})


def test_vulnerabilities_of_node_packages_are_named_once() -> None:
    assert ["old: GHSA-y"] == holes_of_npm({"vulnerabilities": NPM_HOLE})
    assert [] == holes_of_npm({"vulnerabilities": {}})
    with pytest.raises(CannotAsk, match="405"):
        holes_of_npm({"message": "405 Method Not Allowed"})


def test_an_exception_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(check_advisories.EXCEPTIONS, "PYSEC-1", "the part with the hole is not used")
    assert ["old 1.0: GHSA-x"] == holes_of_pip({"dependencies": [HOLED]})


@pytest.mark.parametrize("command", [("false",), ("/nowhere/pip-audit",), ("echo", "sorry")])
def test_an_empty_audit_counts_as_unavailable(command: tuple[str, ...]) -> None:
    with pytest.raises(CannotAsk):
        ask(command, holes_of_pip)


def test_an_unavailable_audit_is_not_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PIP", "NPM"):
        monkeypatch.setattr(check_advisories, name, ("false",))
    assert 0 == check_advisories.main()
    assert 2 == len(capsys.readouterr().err.splitlines())
    monkeypatch.setattr(check_advisories, "ask", lambda command, holes_of: ["old: GHSA-y"])
    assert 1 == check_advisories.main()
