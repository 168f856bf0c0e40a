"""What reaches tmux and what does not; tests/integration/test_tmux_*.py use a real tmux."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from webmux.errors import BadField, SessionNotFound
from webmux.model import Size
from webmux.tmux.server import Tmux, existing_folder

LINE = "1-2 %s 10 20 0 1 80 24 sh / %s"


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], Tmux]:
    """A tmux that is a shell script, and notes each call in `calls`."""

    def make(body: str) -> Tmux:
        path = tmp_path / "fake"
        path.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >> {tmp_path}/calls\n{body}\n')
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return Tmux(str(path), tmp_path / "socket")

    return make


def test_a_bad_value_never_reaches_tmux(script: Callable[[str], Tmux], tmp_path: Path) -> None:
    tmux = script("exit 0")
    for ask in (
        lambda: tmux.session("prod"),
        lambda: tmux.create_session("a:b"),
        lambda: tmux.create_session(cwd="/nowhere"),
        lambda: tmux.create_session(command="a\0b"),
        lambda: tmux.rename_session("$0", "-x"),
        lambda: tmux.kill_session("$0;kill-server"),
        lambda: tmux.list_windows("@0"),
        lambda: tmux.create_window("$00"),
        lambda: tmux.rename_window("$0", "a"),
        lambda: tmux.rename_window("@0", "#(x)"),
        lambda: tmux.kill_window("@0 "),
        lambda: tmux.select_window("0"),
        lambda: tmux.window("@-1"),
        lambda: tmux.attach_source("=a", Size(80, 24)),
    ):
        with pytest.raises(BadField):
            ask()
    assert not (tmp_path / "calls").exists()


def test_names_are_compared_not_matched(script: Callable[[str], Tmux]) -> None:
    lines = [LINE % ("\\$0", "production"), LINE % ("\\$1", "prod")]
    tmux = script(f'printf "%s\\n" "{lines[0]}" "{lines[1]}"')
    assert "$1" == tmux.find_session("prod").id
    assert "prod" == tmux.session("$1").name
    for name in ("pro", "prod*", "=prod", "$1"):
        with pytest.raises(SessionNotFound):
            tmux.find_session(name)


def test_targets_are_ids_and_text_comes_last(script: Callable[[str], Tmux], tmp_path: Path) -> None:
    tmux = script(f'printf "%s\\n" "{LINE % (chr(92) + "$0", "new")}"')
    tmux.rename_session("$0", "new")
    tmux.kill_session("$0")
    calls = (tmp_path / "calls").read_text()
    assert "rename-session|-t|$0|--|new|" in calls
    assert "kill-session|-t|$0|" in calls


def test_a_folder_is_found_whether_or_not_tmux_escapes_it(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\\n\xff\nb"))
    folder.mkdir()
    raw = os.fsencode(folder)
    assert str(folder) == existing_folder(raw)
    escaped = os.fsencode(tmp_path) + b"/c\\377d"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/c\xffd")).mkdir()
    assert os.fsdecode(os.fsencode(tmp_path) + b"/c\xffd") == existing_folder(escaped)
    assert "/none\\x" == existing_folder(b"/none\\x")
    assert "/none" == existing_folder(b"/none (deleted)")
    marked = tmp_path / "x (deleted)"
    marked.mkdir()
    assert str(marked) == existing_folder(os.fsencode(marked))
