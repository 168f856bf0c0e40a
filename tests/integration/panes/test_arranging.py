"""Commands on panes in a real tmux: what each does, and the errors that say what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.errors import BadField, PaneNotFound, WindowNotFound
from webmux.panes.layout.arranging import Arranger
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.panes.layout.pane_layout import PaneState
from webmux.panes.pane_link import PaneLink
from webmux.tmux.server import Tmux


@pytest.fixture
def link(tmux: Tmux, tmux_server: TmuxServer) -> Iterator[PaneLink]:
    """A client of the session `work`, which has the window @0 with the panes 0 and 1, and @1 with pane 2."""
    tmux_server.run("split-window", "-h", "-t", "%0", "cat")
    tmux_server.run("new-window", "-d", "cat")
    link = PaneLink(tmux, tmux.find_session("work"))
    yield link
    link.close()
    eventually(lambda: link.ended)


@pytest.fixture
def layout(link: PaneLink) -> Iterator[PaneLayout]:
    layout = PaneLayout(link)
    layout.ask_now()
    yield layout
    layout.stop()


@pytest.fixture
def arranger(link: PaneLink, layout: PaneLayout) -> Arranger:
    return Arranger(link, layout)


def pane(layout: PaneLayout, number: int) -> PaneState:
    window = layout.ask_now().window_of(number)
    assert window is not None
    found = window.pane(number)
    assert found is not None
    return found


def placed(layout: PaneLayout) -> dict[str, list[int]]:
    """The panes of each window from left to right, then from top to bottom."""
    return {
        window.id: [one.pane for one in sorted(window.panes, key=lambda one: (one.left, one.top))]
        for window in layout.ask_now().windows
    }


def test_select_changes_window_and_pane(arranger: Arranger, layout: PaneLayout) -> None:
    arranger.select(2, None)
    assert "@1" == layout.ask_now().current.id
    arranger.select(None, "@0")
    assert ("@0", True) == (layout.ask_now().current.id, pane(layout, 1).active)
    arranger.zoom(1)
    arranger.select(0, None)
    now = layout.ask_now().current
    assert (True, True) == (now.zoomed, pane(layout, 0).active)
    arranger.zoom(0)
    assert not layout.ask_now().current.zoomed


def test_split_makes_a_pane_on_a_side(arranger: Arranger, layout: PaneLayout) -> None:
    for direction, size in {"right": 10, "left": 10, "down": 5, "up": None}.items():
        whole = pane(layout, 1)
        number = int(arranger.split(1, direction, size)[1:])
        made, rest = pane(layout, number), pane(layout, 1)
        assert (number, True) == (made.pane, made.active)
        sideways = direction in ("left", "right")
        sizes = (made.cols, rest.cols, whole.cols) if sideways else (made.rows, rest.rows, whole.rows)
        assert sizes[2] == sizes[0] + 1 + sizes[1]
        assert size in (None, sizes[0])
        first, second = (made, rest) if direction in ("left", "up") else (rest, made)
        assert (whole.left, whole.top) == (first.left, first.top)
        assert (first.left < second.left) is sideways
        arranger.kill(number)


def test_panes_swap_break_out_and_join(arranger: Arranger, layout: PaneLayout) -> None:
    arranger.swap(0, 2)
    assert {"@0": [2, 1], "@1": [0]} == placed(layout)
    window = arranger.break_out(1)
    assert {"@0": [2], "@1": [0], window: [1]} == placed(layout)
    with pytest.raises(BadField, match="already"):
        arranger.break_out(1)
    arranger.join(1, "@0", direction="left")
    assert {"@0": [1, 2], "@1": [0]} == placed(layout)
    arranger.join(0, "@0", beside=2, direction="down")
    assert {"@0": [1, 2, 0]} == placed(layout)
    with pytest.raises(BadField, match="already"):
        arranger.join(0, "@0")
    arranger.kill(0)
    assert {"@0": [1, 2]} == placed(layout)


def test_layouts_and_synchronized_panes(arranger: Arranger, layout: PaneLayout) -> None:
    arranger.arrange("@0", "even-vertical")
    assert [80, 80] == [one.cols for one in layout.ask_now().windows[0].panes]
    arranger.split(0, "down", 1)
    arranger.arrange("@0", "even")
    arranger.synchronize("@0", on=True)
    assert {True} == {one.sync for one in layout.ask_now().windows[0].panes}
    arranger.synchronize("@0", on=False)
    assert {False} == {one.sync for one in layout.ask_now().windows[0].panes}


def test_names_and_titles_are_plain_text(arranger: Arranger, layout: PaneLayout) -> None:
    for title in ("t -T", "a.b: #{pid} #(touch x) #[fg=red] ##[x] ' ; kill-server", "漢字", ""):
        arranger.rename_pane(0, title)
        assert title == pane(layout, 0).title
    arranger.rename_window("@1", "logs")
    assert "logs" == layout.ask_now().windows[1].name
    for name in ("#{pid}", "", "x\ny"):
        with pytest.raises(BadField):
            arranger.rename_window("@1", name)
    for wrong in ("a\nb", "x" * 300, None, "\ud800"):
        with pytest.raises(BadField, match="characters"):
            arranger.rename_pane(0, wrong)


def test_a_dead_pane_starts_again(
    arranger: Arranger, layout: PaneLayout, tmux_server: TmuxServer, socket_dir: Path
) -> None:
    """And a history that was cleared is gone."""

    def ended() -> bool:
        tmux_server.run("run-shell", ":")  # a busy tmux misses SIGCHLD until another child ends
        return pane(layout, 3).exit == 3

    with pytest.raises(BadField, match="end it first"):
        arranger.respawn(0)
    ran = socket_dir / "ran"
    tmux_server.run("set-option", "-g", "remain-on-exit", "on")
    tmux_server.run("split-window", "-t", "%0", f"echo x >> {ran}; seq 100; exit 3")
    eventually(ended)
    arranger.respawn(3)
    eventually(lambda: ran.read_text() == "x\nx\n" and ended())
    arranger.clear_history(3)
    assert "0\n" == tmux_server.run("display-message", "-p", "-t", "%3", "#{history_size}")


def test_errors_say_what_to_do(arranger: Arranger, layout: PaneLayout, tmux_server: TmuxServer) -> None:
    with pytest.raises(BadField, match="close one"):
        for _ in range(20):
            arranger.split(0, "right")
    for wrong in (lambda: arranger.split(0, "over"), lambda: arranger.split(0, "right", 0)):
        with pytest.raises(BadField):
            wrong()
    with pytest.raises(BadField, match="one of"):
        arranger.arrange("@0", "5b9f,80x24,0,0,0")
    with pytest.raises(PaneNotFound):
        arranger.kill(99)
    with pytest.raises(WindowNotFound):
        arranger.select(None, "@99")
    other = tmux_server.new_session("other", 80, 24, "cat")
    theirs = int(tmux_server.run("list-panes", "-t", other, "-F", "#{pane_id}")[1:])
    for refused in (lambda: arranger.kill(theirs), lambda: arranger.swap(0, theirs)):
        with pytest.raises(PaneNotFound):
            refused()


def test_a_pane_that_just_moved_is_found(
    arranger: Arranger, layout: PaneLayout, tmux_server: TmuxServer
) -> None:
    """The model is older than tmux: the command fails there, and then names the new window."""
    layout.stop()
    tmux_server.run("join-pane", "-s", "%1", "-t", "%2")
    arranger.kill(1)
    assert {"@0": [0], "@1": [2]} == placed(layout)
    tmux_server.run("kill-pane", "-t", "%0")
    with pytest.raises(PaneNotFound):
        arranger.zoom(0)


def test_a_guest_arranges_one_window(link: PaneLink, layout: PaneLayout) -> None:
    guest = Arranger(link, layout, only="@0")
    guest.zoom(0)
    for refused in (
        lambda: guest.kill(2),
        lambda: guest.swap(0, 2),
        lambda: guest.break_out(0),
        lambda: guest.join(0, "@1"),
        lambda: guest.select(None, "@1"),
        lambda: guest.rename_window("@1", "mine"),
    ):
        with pytest.raises((PaneNotFound, WindowNotFound)):
            refused()
    assert {"@0": [0, 1], "@1": [2]} == placed(layout)
