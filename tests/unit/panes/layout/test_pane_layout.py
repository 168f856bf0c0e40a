"""The rows of `list-panes`, what differs between two lists, and names that try to break a row."""

from __future__ import annotations

import pytest

from tests.fake_panes import row
from tests.tmux import TmuxServer, tmux_is
from webmux.panes.layout import pane_layout
from webmux.panes.layout.pane_layout import LayoutChange, WindowState, changes, parse_layout_rows
from webmux.tmux.server import Tmux

HOSTILE = "a b\tc\r\x1b]0;x\x07 %1 @9 11111 \\ ' ; #{pid} $HOME \\\\"


def only(*rows: bytes) -> WindowState:
    [window] = parse_layout_rows(rows).windows
    return window


def test_a_row_is_read_field_by_field() -> None:
    texts = r"my\ window tit\;le bash /srv/a\ b"
    window = only(row(3, 7, index=2, place="1 2 30 10", flags="11101", border="top", texts=texts))
    [pane] = window.panes
    assert ("@3", 2, "my window", True, True, 80, 24, "top", False) == (
        *(window.id, window.index, window.name, window.active, window.zoomed),
        *(window.cols, window.rows, window.border, window.manual),
    )
    assert {
        "pane": 7,
        "left": 1,
        "top": 2,
        "cols": 30,
        "rows": 10,
        "active": True,
        "dead": False,
        "exit": None,
        "signal": None,
        "mode": "",
        "sync": True,
        "title": "tit;le",
        "command": "bash",
        "path": "/srv/a b",
    } == pane.fields()
    assert [pane.fields()] == window.fields()["panes"]


def test_a_dead_pane_says_how_its_program_ended() -> None:
    window = only(row(dead="3::"), row(pane=1, dead=":9:copy-mode"))
    ended = [(pane.exit, pane.signal, pane.mode) for pane in window.panes]
    assert [(3, None, ""), (None, 9, "copy-mode")] == ended


@pytest.mark.parametrize(("status", "rows"), [("on", 1), ("off", 0), ("3", 3)])
def test_the_status_line_takes_rows(status: str, rows: int) -> None:
    assert rows == parse_layout_rows([row(status=status)]).status_rows


def test_a_line_that_is_no_row_is_left_out() -> None:
    lines = [b"", b"%begin 1 2 3", row()[:-1] + b" more fields", row(pane=5), b"\xff\xfe"]
    assert [5] == [pane.pane for pane in only(*lines).panes]


def test_a_window_that_is_linked_twice_counts_once() -> None:
    window = only(row(index=1, flags="00100"), row(index=4, flags="10100"))
    assert (1, True, 1) == (window.index, window.active, len(window.panes))


def test_windows_stand_in_the_order_of_their_indexes() -> None:
    layout = parse_layout_rows([row(4, 1, index=9, flags="00100"), row(2, 0, index=3)])
    assert ["@2", "@4"] == [window.id for window in layout.windows]
    assert layout.windows[0] is layout.current is layout.window_of(0)
    assert (None, None) == (layout.window("@9"), layout.window_of(9))


def test_a_change_names_what_differs_and_what_is_gone() -> None:
    """A pane that moved to another window is not gone."""
    before = parse_layout_rows([row(0, 0), row(0, 1), row(1, 2, index=1), row(2, 3, index=2)])
    now = parse_layout_rows([row(0, 0), row(2, 3, index=2), row(2, 1, index=2)])
    assert LayoutChange(now.windows, ("@1",), (2,)) == changes(before, now)
    assert not changes(now, parse_layout_rows([row(0, 0), row(2, 3, index=2), row(2, 1, index=2)]))
    assert {0, 1, 3} == now.panes()
    assert {1, 3} == now.only("@2").panes()
    assert now.windows[1].panes[1] == now.seen("", 1) == now.seen("@2", 1)
    assert (None, None) == (now.seen("@0", 1), now.seen("", 2))


def test_resized_panes_are_new_ones_and_those_of_another_size() -> None:
    before = parse_layout_rows([row(pane=0), row(pane=1)])
    now = parse_layout_rows([row(pane=0, place="5 5 80 24"), row(pane=1, place="0 0 80 23"), row(pane=2)])
    assert [1, 2] == sorted(pane_layout.resized_panes(before, now))


def test_a_pane_that_was_dead_starts_again() -> None:
    before = parse_layout_rows([row(pane=0, flags="10110"), row(pane=1, flags="10110"), row(pane=2)])
    now = parse_layout_rows([row(pane=0, flags="10110"), row(pane=1), row(pane=3)])
    assert [1] == pane_layout.restarted_panes(before, now)
    assert [] == pane_layout.ended_panes(before, now)
    assert [1] == pane_layout.ended_panes(now, before)


def test_a_pane_that_starts_again_and_dies_between_two_lists_is_noticed() -> None:
    first = parse_layout_rows([row(pane=0, flags="10110") + b" 100"])
    second = parse_layout_rows([row(pane=0, flags="10110") + b" 200"])
    assert ([0], [0]) == (pane_layout.restarted_panes(first, second), pane_layout.ended_panes(first, second))
    assert "pid" not in second.windows[0].panes[0].fields()


def test_hostile_texts_break_no_row(tmux_server: TmuxServer) -> None:
    """A folder and a program with line breaks, a title of 5,000 bytes, and names that look like fields."""
    folder = tmux_server.socket_path.parent / "d\n@9 %9 0 80 24\r\x1b[31m"
    folder.mkdir()
    tmux_server.new_session("work")
    tmux_server.run("split-window", "-c", str(folder), "PS1= exec sh")
    tmux_server.run("select-pane", "-t", "%0", "-T", "x" * 5000)
    tmux_server.run("set-option", "@t", "' ; x %1 11111 #(touch f) $HOME")
    tmux_server.run("select-pane", "-t", "%1", "-T", "#{@t}")
    if not tmux_is(3, 7):  # it refuses such a name
        tmux_server.run("set-option", "@n", HOSTILE)
        tmux_server.run("rename-window", "#{@n}")
    tmux = Tmux("tmux", tmux_server.socket_path)
    lines = tmux.run(pane_layout.list_command("$0")).encode().removesuffix(b"\n").split(b"\n")
    tmux.stop()
    window = only(*lines)
    assert 2 == len(lines)
    assert [0, 1] == [pane.pane for pane in window.panes]
    assert ["", "' ; x %1 11111 #(touch f) $HOME"] == [pane.title for pane in window.panes]
    assert "/d?@9 %9 0 80 24" in window.panes[1].path
    assert window.panes[1].path.isprintable()
    assert window.name.isprintable()
