"""Which folder a pane has."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.unit.changes.repos import repo
from webmux.changes.git_errors import NoRepository
from webmux.changes.pane_changes import PaneChanges
from webmux.errors import BadField, PaneNotFound, TmuxCommandFailed, TmuxTimeout


def answering(reply: object) -> PaneChanges:
    return PaneChanges(cast(Any, SimpleNamespace(link=SimpleNamespace(run_each=lambda commands: [reply]))))


def test_the_folder_of_the_pane_counts(tmp_path: Path) -> None:
    repo(tmp_path)
    (tmp_path / "a.txt").write_text("1\n")
    found = answering(f"{tmp_path}\n".encode())
    assert ["a.txt"] == [file.path for file in found.of_pane("3").files]
    assert "+1\n" in found.difference("3", "a.txt").text


def test_a_pane_that_ended_and_a_folder_that_is_unknown() -> None:
    with pytest.raises(PaneNotFound):
        answering(TmuxCommandFailed(("list-panes",), "can't find pane: %3")).of_pane("3")
    with pytest.raises(TmuxTimeout):
        answering(TmuxTimeout("slow")).of_pane("3")
    with pytest.raises(NoRepository):
        answering(b"\n").of_pane("3")


@pytest.mark.parametrize("pane", ["", "%3", "03", "-1", "1;kill-server", "1" * 11, "$1", "3\n"])
def test_only_numbers_are_asked_for(pane: str) -> None:
    with pytest.raises(BadField):
        answering(b"/\n").of_pane(pane)


def test_the_active_pane_of_a_session_is_named() -> None:
    asked: list[tuple[str, ...]] = []

    def run(*commands: tuple[str, ...]) -> str:
        asked.extend(commands)
        return "%7\n"

    changes = PaneChanges(cast(Any, SimpleNamespace(link=SimpleNamespace(run=run))))
    assert "%7" == changes.active_pane("$3")
    assert ("list-panes", "-t", "$3:", "-f", "#{pane_active}", "-F", "#{pane_id}") == asked[0]
    with pytest.raises(BadField):
        changes.active_pane("work")
