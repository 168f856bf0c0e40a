"""Windows moved and panes split, zoomed, chosen and killed, in a real tmux, by window id."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.errors import BadField, PaneNotFound, QuotaReached, WindowNotFound
from webmux.model import Size
from webmux.tmux import layout as arranging
from webmux.tmux.quotas import Quotas
from webmux.tmux.server import Tmux


@pytest.fixture
def tmux(tmux_server: TmuxServer) -> Iterator[Tmux]:
    tmux = Tmux("tmux", tmux_server.socket_path)
    yield tmux
    tmux.stop()


@pytest.fixture
def windows(tmux: Tmux) -> list[str]:
    """Four windows with the indexes 0, 1, 2 and 7; the last is the current one."""
    session = tmux.create_session("work")
    made = [tmux.create_window(session.id).id for _ in range(3)]
    tmux.run(("move-window", "-s", made[2], "-t", f"{session.id}:7"))
    return [tmux.list_windows(session.id)[0].id, *made]


def lie(tmux: Tmux) -> list[tuple[int, str]]:
    return [(window.index, window.id) for window in tmux.list_windows("$0")]


def current(tmux: Tmux) -> str:
    return tmux.current_window("$0")


def panes(tmux: Tmux, window: str, what: str = "#{pane_id}") -> list[str]:
    return tmux.run(("list-panes", "-t", window, "-F", what)).splitlines()


def widths(tmux: Tmux, window: str) -> list[int]:
    return [int(width) for width in panes(tmux, window, "#{pane_width}")]


def active(tmux: Tmux, window: str) -> str:
    return tmux.run(("display-message", "-p", "-t", window, "#{pane_id}")).strip()


@pytest.mark.parametrize(
    ("moved", "index", "order"),
    [(3, 0, "3012"), (0, 7, "1230"), (2, 1, "0213"), (1, 1, "0123"), (0, 1, "1023"), (3, 2, "0132")],
)
def test_a_window_takes_the_place_of_another(
    moved: int, index: int, order: str, tmux: Tmux, windows: list[str]
) -> None:
    told = arranging.move_window(tmux, windows[moved], index)
    assert list(zip((0, 1, 2, 7), (windows[int(one)] for one in order), strict=True)) == lie(tmux)
    assert [window.id for window in told] == [windows[int(one)] for one in order]
    assert windows[3] == current(tmux), "the current window stays the same"


def shown(tmux: Tmux) -> list[str]:
    """The current window of each session."""
    form = "#{session_name} #{window_name}"
    return tmux.run(("list-windows", "-a", "-f", "#{window_active}", "-F", form)).splitlines()


def test_commands_in_a_group_apply_to_the_named_session(tmux: Tmux) -> None:
    """For the id of a window alone tmux uses the session that was used last."""
    a = tmux.create_session("a").id
    for name in ("two", "three"):
        tmux.create_window(a, name)
    first, two, three = [window.id for window in tmux.list_windows(a)]
    tmux.run(("new-session", "-d", "-t", a, "-s", "b"), ("rename-window", "-t", first, "one"))
    b = tmux.find_session("b").id
    for session, window in ((a, two), (b, three), (a, three), (b, first)):
        tmux.select_window(window, session)
        assert window == tmux.current_window(session)
    assert shown(tmux) == ["a three", "b one"]
    tmux.select_window(first)
    assert shown(tmux) == ["a one", "b one"], "without a session it is the first one"
    told = arranging.move_window(tmux, three, 0, b)
    assert ([three, first, two], b) == ([window.id for window in told], told[0].session_id)
    assert shown(tmux) == ["a one", "b one"], "a move changes what no session shows"
    other = tmux.create_session("x-other").id
    for act in (lambda: tmux.select_window(two, other), lambda: arranging.move_window(tmux, two, 0, other)):
        with pytest.raises(WindowNotFound):
            act()


def test_a_window_cannot_move_to_an_unused_index(tmux: Tmux, windows: list[str]) -> None:
    with pytest.raises(BadField, match="index 3"):
        arranging.move_window(tmux, windows[0], 3)
    with pytest.raises(WindowNotFound):
        arranging.move_window(tmux, "@99", 0)


def test_a_window_of_two_sessions_moves_in_its_first(tmux: Tmux, windows: list[str]) -> None:
    other = tmux.create_session("x-other")
    tmux.run(("link-window", "-s", windows[1], "-t", f"{other.id}:5"))
    arranging.move_window(tmux, windows[1], 0)
    assert windows[1] == lie(tmux)[0][1]
    assert 5 == next(one.index for one in tmux.list_windows(other.id) if one.id == windows[1])


def test_a_split_is_on_its_side_and_in_the_folder_of_the_active_pane(tmux: Tmux, tmp_path) -> None:
    folder = tmp_path / "a b;#(touch x)"
    folder.mkdir()
    session = tmux.create_session("work", cwd=str(folder))
    window = tmux.current_window(session.id)
    arranging.split_window(tmux, window, "right")
    made = arranging.split_window(tmux, window, "down")
    assert made == active(tmux, window)
    eventually(lambda: {str(folder)} == set(panes(tmux, window, "#{pane_current_path}")))
    assert re.search(r"\{.*\[", tmux.window(window).layout), "columns, and rows in one of them"


def test_a_pane_that_does_not_fit_is_refused_with_a_reason(tmux: Tmux) -> None:
    window = tmux.current_window(tmux.create_session("small", size=Size(5, 3)).id)
    with pytest.raises(BadField, match="no room") as refused:
        for _ in range(5):
            arranging.split_window(tmux, window, "down")
    assert "no_room" == refused.value.code


def test_panes_are_selected_zoomed_and_killed(tmux: Tmux, windows: list[str]) -> None:
    window = windows[0]
    [left] = panes(tmux, window)
    right = arranging.split_window(tmux, window, "right")
    arranging.select_pane(tmux, window, "left")
    assert left == active(tmux, window)
    arranging.select_pane(tmux, window, "right")
    assert right == active(tmux, window)
    arranging.zoom_pane(tmux, window)
    assert tmux.window(window).zoomed
    arranging.zoom_pane(tmux, window)
    assert not tmux.window(window).zoomed
    arranging.kill_pane(tmux, window)
    assert [left] == panes(tmux, window)
    arranging.kill_pane(tmux, window)
    with pytest.raises(WindowNotFound):
        tmux.window(window)


def test_a_named_pane_is_used_also_if_it_is_not_active(tmux: Tmux, windows: list[str]) -> None:
    """Another pane may be active when a request arrives."""
    window, other = windows[:2]
    [left] = panes(tmux, window)
    right = arranging.split_window(tmux, window, "right")
    arranging.go_to_pane(tmux, window, left)
    assert left == active(tmux, window)
    arranging.kill_pane(tmux, window, right)
    assert [left] == panes(tmux, window)
    for gone in (right, panes(tmux, other)[0]):
        with pytest.raises(PaneNotFound, match=f"no pane {gone} here"):
            arranging.kill_pane(tmux, window, gone)
    assert [left] == panes(tmux, window)
    assert 1 == len(panes(tmux, other))


def test_borders_move_as_far_as_there_is_room(tmux: Tmux, windows: list[str]) -> None:
    window = windows[0]
    [left] = panes(tmux, window)
    arranging.split_window(tmux, window, "right")
    before, _ = widths(tmux, window)
    arranging.resize_pane(tmux, window, "left", 5)
    assert before - 5 == widths(tmux, window)[0]
    arranging.resize_pane(tmux, window, "right", 3, left)
    assert before - 2 == widths(tmux, window)[0]
    arranging.resize_pane(tmux, window, "right", 500, left)
    assert 1 == widths(tmux, window)[1]
    arranging.select_layout(tmux, window, "even")
    one, other = widths(tmux, window)
    assert abs(one - other) <= 1
    with pytest.raises(PaneNotFound):
        arranging.resize_pane(tmux, window, "left", 1, "%99")
    with pytest.raises(WindowNotFound):
        arranging.select_layout(tmux, "@99", "even")


@pytest.mark.parametrize(
    "layout", ["even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled"]
)
def test_panes_are_arranged_by_a_layout(layout: str, tmux: Tmux, windows: list[str]) -> None:
    window = windows[0]
    for direction in ("right", "down"):
        arranging.split_window(tmux, window, direction)
    before = tmux.window(window).layout
    arranging.select_layout(tmux, window, layout)
    assert before != tmux.window(window).layout


def test_panes_count_for_their_maker(tmux: Tmux) -> None:
    """Splitting the own or another user's window does not evade the quota."""
    quotas = Quotas(tmux, sessions_max=2, windows_max=3)
    session = quotas.create_session("ada", name="one")
    window = tmux.current_window(session.id)
    quotas.split_window("ada", window, "right")
    quotas.split_window("olga", window, "down")
    quotas.create_window("ada", session.id)
    for full in (
        lambda: quotas.split_window("ada", window, "right"),
        lambda: quotas.create_window("ada", session.id),
    ):
        with pytest.raises(QuotaReached, match="3 windows and panes"):
            full()
    quotas.split_window("olga", window, "right")
