"""Windows composed of panes, and the bytes that turn one screen into the next."""

from __future__ import annotations

from dataclasses import replace

from webmux.mirror.screen import Pane, Screen, changes, compose, paint
from webmux.model import Size

PANE = Pane("%0", 0, 0, 10, 3)


def lone(*rows: bytes, pane: Pane = PANE) -> Screen:
    return compose(10, 3, [(pane, rows)])


def text_of(screen: Screen) -> list[str]:
    """Rows without colours, each piece put at its column."""
    shown = []
    for row in screen.rows:
        cells = [" "] * screen.size.cols
        for piece in row.split(b"\x1b[m\x1b["):
            column, _, drawn = piece.partition(b"G")
            for offset, char in enumerate(drawn.replace(b"\x1b[32m", b"").decode()):
                cells[int(column) - 1 + offset] = char
        shown.append("".join(cells).rstrip())
    return shown


def test_one_pane_is_its_capture() -> None:
    screen = lone(b"a", b"b")
    assert ((b"a", b"b", b""), Size(10, 3), (0, 0)) == (screen.rows, screen.size, screen.cursor)


def test_panes_are_at_their_positions_with_borders_between() -> None:
    left = Pane("%0", 0, 0, 4, 3, active=False)
    upper = Pane("%1", 5, 0, 5, 1, active=False)
    lower = Pane("%2", 5, 2, 5, 1, cursor=(2, 0))
    screen = compose(10, 3, [(left, [b"l1", b"l2", b"l3"]), (upper, [b"up"]), (lower, [b"low"])])
    assert ["l1  │up", "l2  ├─────", "l3  │low"] == text_of(screen)
    assert (7, 2) == screen.cursor


def test_the_border_of_the_active_pane_is_green() -> None:
    others = [Pane("%1", 5, 0, 2, 3, active=False), Pane("%2", 8, 0, 2, 3, active=False)]
    rows = compose(10, 3, [(pane, []) for pane in (Pane("%0", 0, 0, 4, 3), *others)]).rows
    assert [1] * 3 == [row.count("\x1b[32m│".encode()) for row in rows]


def test_the_active_one_of_two_panes_has_half_of_the_border() -> None:
    left, right = Pane("%0", 0, 0, 4, 3), Pane("%1", 5, 0, 5, 3, active=False)
    rows = compose(10, 3, [(left, []), (right, [])]).rows
    assert [True, True, False] == ["\x1b[32m│".encode() in row for row in rows]


def test_only_a_window_with_one_pane_gets_the_mouse() -> None:
    pane = replace(PANE, modes=frozenset((1, 1000, 1006)))
    assert frozenset((1, 1000, 1006)) == lone(pane=pane).modes
    half = replace(pane, cols=4)
    assert frozenset((1,)) == compose(10, 3, [(half, []), (Pane("%1", 5, 0, 5, 3, active=False), [])]).modes


def test_a_window_beyond_our_bounds_is_cut() -> None:
    pane = Pane("%0", 0, 0, 600, 300, cursor=(599, 299))
    screen = compose(600, 300, [(pane, [b"x"] * 300)])
    assert (Size(500, 200), 200, (499, 199), False) == (
        screen.size,
        len(screen.rows),
        screen.cursor,
        screen.cursor_visible,
    )


def test_the_same_screen_needs_no_bytes() -> None:
    assert b"" == changes(lone(b"a"), lone(b"a"))


def test_only_changed_rows_are_written() -> None:
    data = changes(lone(b"a", b"b", b"c"), lone(b"a", b"B", b"c"))
    assert b"\x1b[2H\x1b[m\x1b[2KB\x1b[m\x1b[1;1H\x1b[?25h" == data


def test_a_moved_cursor_needs_few_bytes() -> None:
    moved = lone(b"a", pane=replace(PANE, cursor=(5, 1), cursor_visible=False))
    assert b"\x1b[m\x1b[2;6H\x1b[?25l" == changes(lone(b"a"), moved)


def test_another_size_is_drawn_from_scratch() -> None:
    other = compose(12, 3, [(replace(PANE, cols=12), [b"x"])])
    assert paint(other) == changes(lone(b"a"), other)
    assert b"\x1b[2J" in paint(other)


def test_modes_are_turned_off_before_others_are_turned_on() -> None:
    """In xterm.js any mouse mode that is reset turns the mouse off."""
    before = lone(pane=replace(PANE, modes=frozenset((1000, 1006))))
    now = lone(pane=replace(PANE, modes=frozenset((1002, 1006))))
    assert b"\x1b[?1000l\x1b[?1002h\x1b[?1006h" in changes(before, now)
    assert b"\x1b=" in changes(before, lone(pane=replace(PANE, keypad=True)))


def test_a_title_has_no_control_characters() -> None:
    assert b"\x1b]2;ab\xe2\x80\xa6c\x1b\\" in changes(
        lone(), lone(pane=replace(PANE, title="a\n\x1b\x9cb…c\x07"))
    )
