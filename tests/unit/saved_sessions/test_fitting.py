"""Whatever tmux has can be read again: long names and very many sessions spoil nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.saved_sessions import saved_set
from webmux.saved_sessions.fitting import fitting
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedSet, SavedWindow, from_json, to_json
from webmux.saved_sessions.set_files import SavedSets

EPOCH = "1-1700000000"
LONG = "🙂" * 70_000


def test_a_long_name_does_not_spoil_the_other_sessions(tmp_path: Path) -> None:
    pane = SavedPane(LONG, LONG, owner=LONG, number=1)
    session = SavedSession(LONG, (SavedWindow(LONG, (pane,), LONG),), "$0", LONG, LONG)
    sets = SavedSets(tmp_path)
    for at in range(3):
        sets.save(SavedSet(100 + at, EPOCH, (session, SavedSession("work", id="$1"))))
    [stored] = sets.all()
    long, work = stored.content.sessions
    assert (work.name, long.name) == ("work", LONG[: saved_set.NAME_MAX_CHARS])
    assert long.windows[0].panes[0] == SavedPane(number=1)


@pytest.mark.parametrize(("sessions", "windows", "panes"), [(501, 1, 1), (3, 999, 1), (4, 1, 1900)])
def test_too_many_are_saved_as_far_as_there_is_room(sessions: int, windows: int, panes: int) -> None:
    window = SavedWindow(panes=tuple(SavedPane(number=at) for at in range(panes)))
    all_of_it = tuple(SavedSession(f"s{at}", (window,) * windows, f"${at}") for at in range(sessions))
    read = from_json(to_json(fitting(SavedSet(100, EPOCH, all_of_it))))
    assert read.sessions == all_of_it[: len(read.sessions)]
    assert len(read.sessions) == {501: 500, 3: 2, 4: 2}[sessions]


def test_a_file_is_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    folder, command = "/" + "f" * 400, "c" * 400
    window = SavedWindow("w", (SavedPane(folder, command),))
    whole = SavedSet(100, EPOCH, tuple(SavedSession(f"s{at}", (window,), f"${at}") for at in range(8)))
    assert fitting(whole) == whole
    expected = {5000: (8, folder, ""), 2000: (8, "", ""), 500: (4, "", ""), 200: (2, "", "")}
    for room, kept in expected.items():
        monkeypatch.setattr("webmux.saved_sessions.fitting.FILE_MAX_BYTES", room)
        fit = fitting(whole)
        pane = fit.sessions[0].windows[0].panes[0]
        assert (len(fit.sessions), pane.folder, pane.command) == kept
