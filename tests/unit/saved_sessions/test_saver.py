"""When something is saved: after a report of tmux, once for many, and rarely if only programs differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support import eventually
from webmux.errors import TmuxTimeout
from webmux.model import TmuxState
from webmux.saved_sessions import saver as saver_module
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedSet, SavedWindow
from webmux.saved_sessions.saver import Saver
from webmux.saved_sessions.session_reader import Found
from webmux.saved_sessions.set_files import SavedSets
from webmux.signals import Signal

EPOCH = "1-1700000000"


def found(name: str, command: str = "", folder: str = "/") -> Found:
    window = SavedWindow(command or "sh", (SavedPane(folder, command),), automatic_rename=True)
    return Found(EPOCH, (SavedSession(name, (window,), "$0"),))


class Place:
    """A saver whose tmux says what the test says."""

    def __init__(self, directory: Path) -> None:
        self.changed: Signal[[TmuxState, TmuxState]] = Signal()
        self.drawn: Signal[[Collection[str] | None]] = Signal()
        self.now: Found | Exception = found("a")
        self.asked = 0
        self.sets = SavedSets(directory)
        tmux = SimpleNamespace(version=lambda: "3.3a", socket_path="/run/tmux")
        self.saver = Saver(cast(Any, tmux), cast(Any, self), self.sets, delay_s=0.01)
        cast(Any, self.saver)._reader = self

    def read(self) -> Found:
        self.asked += 1
        if isinstance(self.now, Exception):
            raise self.now
        return self.now

    def report(self) -> None:
        self.changed.send(TmuxState(), TmuxState())

    def saved(self) -> list[str]:
        return [session.name for one in self.sets.all() for session in one.content.sessions]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    one.saver.start()
    eventually(lambda: one.saved() == ["a"])
    yield one
    one.saver.stop()
    one.saver.stop()


def test_many_reports_are_one_question_and_none_without_a_report(place: Place) -> None:
    asked = place.asked
    place.now = found("b")
    for _ in range(100):
        place.report()
    eventually(lambda: place.saved() == ["b"])
    assert place.asked == asked + 1


def test_output_is_a_reason_to_ask_for_folders(place: Place) -> None:
    place.now = found("a", folder="/srv")
    place.drawn.send({"@0"})
    eventually(lambda: place.sets.all()[0].content.sessions[0].windows[0].panes[0].folder == "/srv")


def test_the_end_of_tmux_spoils_nothing(place: Place) -> None:
    asked = place.asked
    place.now = Found()
    place.report()
    eventually(lambda: place.asked > asked)
    assert place.saved() == ["a"]
    assert not place.saver.save()


def test_errors_are_no_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = place.asked
    place.now = TmuxTimeout("late")
    place.report()
    eventually(lambda: place.asked > asked)
    place.now = found("b")

    def full(now: SavedSet) -> bool:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(place.sets, "save", full)
        place.report()
        eventually(lambda: place.asked > asked + 1)
    place.report()
    eventually(lambda: place.saved() == ["b"])


def test_a_failure_is_tried_again_without_a_report(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver_module, "PROGRAMS_S", 0.02)
    asked = place.asked
    place.now = TmuxTimeout("late")
    place.report()
    eventually(lambda: place.asked > asked)
    place.now = found("b")
    eventually(lambda: place.saved() == ["b"])


def test_programs_alone_are_saved_later(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = place.asked
    place.now = found("a", "vim x")
    place.report()
    eventually(lambda: place.asked > asked)
    assert place.sets.all()[0].content.sessions == found("a").sessions
    monkeypatch.setattr(saver_module, "PROGRAMS_S", 0.02)
    place.report()
    eventually(lambda: place.sets.all()[0].content.sessions == found("a", "vim x").sessions)
