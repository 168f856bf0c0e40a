"""Texts of histories: what a terminal would obey is removed, few at once, and bounded."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, cast

import pytest

from webmux.errors import TmuxTimeout
from webmux.saved_sessions import histories as module
from webmux.saved_sessions.histories import (
    PANES_AT_ONCE,
    TEXT_MAX_BYTES,
    Histories,
    clean,
    file_of,
    forget,
)
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedWindow
from webmux.saved_sessions.session_reader import Found


class FakeTmux:
    """Prints the pane's id and how often anything was captured."""

    def __init__(self) -> None:
        self.link = self
        self.captured: list[str] = []
        self.alternate: list[str] = []
        self.broken = False

    def version(self) -> str:
        return "3.6"

    def ask(self, commands: Any) -> list[list[bytes]]:
        if self.broken:
            raise TmuxTimeout("late")
        [command] = commands
        self.captured.append(command[-1])
        if "-E" in command:
            self.alternate.append(command[-1])
        return [[b"\x1b[31mred\x1b[0m", command[-1].encode(), b"%d" % len(self.captured)]]


def found(*printed: str) -> Found:
    panes = tuple(SavedPane(number=at) for at in range(len(printed)))
    session = SavedSession("a", (SavedWindow(panes=panes),), "$0")
    return Found("1-1700000000", (session,), dict(enumerate(printed)))


def names(one: Histories, what: Found) -> list[str]:
    return [pane.history for pane in one.named(what)[0].windows[0].panes]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\n\x1b[1;38:2::1:2:3mred\n\n  \n", "a\tb\n\x1b[1;38:2::1:2:3mred\x1b[0m\n"),
        ("\x1b]52;c;eA==\x07\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link\x1b[0m\n"),
        ("\x1b[2J\x1bc\x9b6n\x00\r\x0e", "[2Jc6n\x1b[0m\n"),
        ("\n \n", ""),
    ],
)
def test_only_text_and_colours_stay(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_the_newest_rows_stay() -> None:
    rows = clean("é" * 100 + "\n" + "x\n" * TEXT_MAX_BYTES)
    assert len(rows.encode()) <= TEXT_MAX_BYTES + 5
    assert set(rows.split("\n")[:-2]) == {"x"}


def test_panes_are_captured_few_at_once_and_only_after_output(tmp_path: Path) -> None:
    tmux = FakeTmux()
    one = Histories(cast(Any, tmux), tmp_path)
    now = found("1.x", *("0.x" for _ in range(PANES_AT_ONCE + 1)))
    assert one.take(now), "some must wait"
    assert not one.take(now)
    assert len(tmux.captured) == PANES_AT_ONCE + 2
    assert tmux.alternate == ["%0"], "not the screen of a full-screen program"
    assert all(names(one, now))
    again = found("1.y", *("0.x" for _ in range(PANES_AT_ONCE + 1)))
    assert one.take(again), "it was captured a moment ago"
    assert len(tmux.captured) == PANES_AT_ONCE + 2
    assert not one.take(Found("2-1700000000", (), {}))


def test_a_text_is_private_and_stored_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PANE_PAUSE_S", 0.0)
    tmux = FakeTmux()
    one = Histories(cast(Any, tmux), tmp_path)
    one.take(found("0.x"))
    [name] = names(one, found("0.x"))
    path = file_of(tmp_path, name)
    assert path is not None
    assert path.read_text() == "\x1b[31mred\x1b[0m\n%0\n1\x1b[0m\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    tmux.captured.clear()
    one.take(found("0.y"))
    assert names(one, found("0.y")) == [name]
    assert os.listdir(tmp_path) == [path.name]


def test_failures_leave_a_session_without_text(tmp_path: Path) -> None:
    tmux = FakeTmux()
    tmux.broken = True
    one = Histories(cast(Any, tmux), tmp_path)
    one.take(found("0.x"))
    assert names(one, found("0.x")) == [""]
    tmux.broken = False
    one = Histories(cast(Any, tmux), tmp_path / "missing")
    one.take(found("0.x"))
    assert names(one, found("0.x")) == [""]


def test_texts_that_no_set_names_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at, name in enumerate("abc"):
        path = tmp_path / (name * 32 + ".txt")
        path.write_text("x" * 10)
        os.utime(path, (at, at))
    (tmp_path / "mine.txt").write_text("y")
    forget(tmp_path, {"a" * 32, "b" * 32})
    assert sorted(os.listdir(tmp_path)) == ["a" * 32 + ".txt", "b" * 32 + ".txt", "mine.txt"]
    monkeypatch.setattr(module, "TOTAL_MAX_BYTES", 15)
    forget(tmp_path, {"a" * 32, "b" * 32})
    assert sorted(os.listdir(tmp_path)) == ["b" * 32 + ".txt", "mine.txt"]


def test_a_name_is_no_path(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("")
    (tmp_path / ("e" * 32 + ".txt")).symlink_to("/etc/passwd")
    for name in ("", "x", "../x", "e" * 32, "d" * 32):
        assert file_of(tmp_path, name) is None


def test_scratch_files_of_a_killed_process_go(tmp_path: Path) -> None:
    old, new = (tmp_path / f".{letter * 32}.{letter * 16}" for letter in "ab")
    old.touch()
    new.touch()
    os.utime(old, (1, 1))
    forget(tmp_path, ())
    assert [path.name for path in tmp_path.iterdir()] == [new.name]
