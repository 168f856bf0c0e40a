"""Who chose what, and that another process sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.errors import BadField
from webmux.saved_sessions.history_choice import FILE, HistoryChoice
from webmux.store.state_dir import StateDir, StateFile


def choice(path: Path, *, option: bool = False) -> HistoryChoice:
    return HistoryChoice(StateFile(StateDir(path), FILE), option=option)


def test_nothing_is_saved_until_somebody_chooses(tmp_path: Path) -> None:
    first = choice(tmp_path)
    assert ("open", False) == (first.now, first.is_on)
    choice(tmp_path).choose(save=True)
    assert ("on", True) == (first.now, first.is_on)
    choice(tmp_path).choose(save=False)
    assert ("off", False) == (first.now, first.is_on)
    (tmp_path / FILE).write_text("perhaps")
    assert "open" == first.now


def test_the_option_wins(tmp_path: Path) -> None:
    choice(tmp_path).choose(save=False)
    with_option = choice(tmp_path, option=True)
    assert with_option.is_on
    with pytest.raises(BadField, match="save_history"):
        with_option.choose(save=False)
