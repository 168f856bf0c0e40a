"""How the output of tmux is read: exact for any name, and no name can imitate another record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.model import Size
from webmux.tmux.state import formats

LINE = "12-1700000000 $3 1700000001 1600000003.1700000002. 1 2 80 24 vi /tmp/x "


def test_a_session_line_is_read() -> None:
    listed = formats.parse_sessions(LINE + "prod\n")
    [session] = listed.sessions
    assert "12-1700000000" == listed.epoch
    assert ("$3", "prod", 1, 2, Size(80, 24)) == (
        *(session.id, session.name, session.attached, session.windows, session.size),
    )
    assert (1700000001, 1700000002) == (session.created_at, session.activity_at)


@pytest.mark.parametrize(
    "name", ["", " ", " a ", "a b", "$0", "-x", "a;b", "#(touch x)", "<img onerror>", "日本\t", "a\nb"]
)
def test_any_name_is_read_exactly(name: str) -> None:
    assert [name] == [session.name for session in formats.parse_sessions(LINE + name + "\n").sessions]
    first, second = (
        "@1 $3 0 1 2 0001000 1700000002 b25d,80x24,0,0,0 %0 10 0:: sh vm ",
        "@2 $3 1 0 1 0000110 1700000001 b25d,80x24,0,0,1 %1 11 1:copy-mode:12.0.3 sh a\\ task ",
    )
    windows = formats.parse_windows(f"{first}{name}\n{second}next\n")
    assert [name, "next"] == [window.name for window in windows]
    assert [(False, True), (True, False)] == [(window.bell, window.zoomed) for window in windows]
    assert [False, True] == [window.done for window in windows]
    assert [1700000002, 1700000001] == [window.activity_at for window in windows]


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))))
def test_names_without_line_breaks_never_shift_a_record(names: list[str]) -> None:
    middle = "0 1 0000000 1700000001 b25d,80x24,0,0,0 %0 10 0:: sh vm"
    text = "".join(f"@{number} $0 {number} {middle} {name}\n" for number, name in enumerate(names))
    windows = formats.parse_windows(text)
    assert list(enumerate(names)) == [(int(window.id[1:]), window.name) for window in windows]


def test_a_size_beyond_our_bounds_is_listed_at_the_bound() -> None:
    """A real terminal may be wider than the largest size that we accept."""
    wide = LINE.replace(" 80 24 ", " 900 300 ") + "x\n"
    narrow = LINE.replace(" 80 24 ", " 1 1 ") + "y\n"
    sizes = [session.size for session in formats.parse_sessions(wide + narrow).sessions]
    assert [Size(500, 200), Size(2, 1)] == sizes


def test_no_lines_are_no_sessions() -> None:
    assert ((), ()) == (formats.parse_sessions("").sessions, formats.parse_windows(""))


def test_command_and_folder_are_read_exactly() -> None:
    """tmux puts a backslash before characters that are special to a shell."""
    line = LINE.replace("vi /tmp/x", r"a\ b\\ /srv/we\ ird\;\#x") + "a b\n"
    [session] = formats.parse_sessions(line).sessions
    assert ("a b\\", "/srv/we ird;#x", "a b") == (session.command, session.path, session.name)
    [nothing] = formats.parse_sessions(LINE.replace("vi /tmp/x", " ") + "x\n").sessions
    assert ("", "", "x") == (nothing.command, nothing.path, nothing.name)
    numbers = "@1 $3 0 1 2 0000000 1700000001 b25d,80x24,0,0,0 %7 77 1:copy-mode:9.0.3"
    [window] = formats.parse_windows(f"{numbers} my\\ vi a\\ task the name\n")
    assert ("%7", 77, "my vi", "the name") == (window.pane_id, window.pane_pid, window.command, window.name)
    assert "a task" == window.title
    assert (True, "copy-mode", "9.0.3") == (window.alternate, window.mode, window.printed)
