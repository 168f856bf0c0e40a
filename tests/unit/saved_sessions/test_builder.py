"""What is checked of a builder without tmux; tests/integration/test_saved_sessions.py has the rest."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any, cast

from webmux.saved_sessions.builder import _Builder
from webmux.saved_sessions.saved_set import SavedPane, SavedSession
from webmux.tmux.session_start import with_shell_after


def test_a_pane_shows_its_history_before_its_shell_and_runs_only_what_was_chosen(tmp_path: Path) -> None:
    name = "0" * 32
    (tmp_path / f"{name}.txt").write_text("x")
    shows = _Builder(cast(Any, None), SavedSession("a"), "offer", histories=tmp_path, shell="exec sh")
    path = shlex.quote(str(tmp_path / f"{name}.txt"))
    assert shows._command(SavedPane(command="vim", history=name)) == f"cat {path}; exec sh"
    assert shows._command(SavedPane(command="vim", history="1" * 32)) == "", "the text was deleted"
    assert shows._command(SavedPane(command="vim", history="../../x")) == ""
    runs = _Builder(cast(Any, None), SavedSession("a"), "run")
    assert runs._command(SavedPane(command="make")) == with_shell_after("make")
    assert runs._command(SavedPane(history=name)) == ""
