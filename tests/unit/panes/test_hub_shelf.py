"""How long the hubs of panes stay."""

from __future__ import annotations

import time

from tests.fake_panes import FakeLink, row
from tests.unit.panes.fake_hub import SIZE
from webmux.events import Output
from webmux.panes import hub_shelf
from webmux.panes.hub_shelf import HIDDEN_MAX_S, HubShelf
from webmux.panes.layout.pane_layout import parse_layout_rows
from webmux.panes.pane_hub import PaneHub
from webmux.panes.snapshots.compose import DrawnRows


class Link(FakeLink):
    def tap(self, pane, sink, paused) -> None:
        pass

    def untap(self, pane) -> None:
        pass

    def settle(self, pane) -> None:
        self.lines.append(("settle", pane))


class NoHistory:
    def above(self, capture, count) -> DrawnRows:
        return DrawnRows()

    def row(self, capture, y) -> None:
        return None


def make(pane: int) -> PaneHub:
    return PaneHub(Link(), pane, SIZE, NoHistory())


def test_a_hub_without_readers_ends_after_a_while():
    shelf = HubShelf(make)
    hub = shelf.hub_of(5)
    seen_at = shelf._seen_at[5]
    shelf.tidy(seen_at + HIDDEN_MAX_S - 1)
    assert shelf.hub_of(5) is hub
    shelf.tidy(shelf._seen_at[5] + HIDDEN_MAX_S)
    assert shelf.get(5) is None
    assert "hidden" == hub.closed


def test_a_hub_that_is_made_again_resumes_nobody():
    """What was printed in between is missing, so the next offset of an old client does not exist."""
    shelf = HubShelf(make)
    shelf.hub_of(5).ring.append(Output(0, b"seen"))
    shelf.close(5, "hidden")
    again = shelf.hub_of(5)
    assert again.ring.cursor_at(4) is None
    assert 5 == again.ring.end_offset
    shelf.close_all("closed")


def test_a_pane_that_died_is_captured_under_a_pause(monkeypatch):
    """It stays paused: what a new program prints could end tmux before we know that it runs."""
    cuts: list[bool] = []
    monkeypatch.setattr(PaneHub, "refresh", lambda hub, *, cut=False: cuts.append(cut))
    shelf = HubShelf(make)
    hub = shelf.hub_of(0)
    paused: list[bool] = []
    alive, dead = (parse_layout_rows([row(flags=flags)]) for flags in ("10100", "10110"))
    for before, now in ((alive, dead), (dead, dead), (dead, alive), (alive, dead)):
        shelf.follow(before, now)
        hub.fences.resume()
        paused.append(hub._link.lines[-1][0][-1] == "%0:pause")
    assert [True, True, True] == cuts
    assert [True, True, False, True] == paused
    shelf.close_all("closed")
    assert ("settle", 0) == hub._link.lines[-1]


class Reader:
    """A viewer of a pane."""

    def __init__(self, *, focused: bool) -> None:
        self.focused = focused
        self.behind = False

    def on_published(self) -> None:
        self.behind = True

    def on_gone(self) -> None:
        pass


def test_rings_together_have_a_limit(monkeypatch):
    """First go the panes that nobody sees, then the output of those without the focus."""
    monkeypatch.setattr(hub_shelf, "RINGS_MAX_BYTES", 250_000)
    shelf = HubShelf(make)
    readers = {pane: Reader(focused=pane == 3) for pane in (2, 3)}
    for pane in range(4):
        hub = shelf.hub_of(pane)
        if pane in readers:
            hub.readers[readers[pane]] = None
        hub.ring.append(Output(0, b"x" * 100_000))
    shelf.tidy(time.monotonic())
    assert [2, 3] == [hub.pane for hub in shelf.hubs]
    assert shelf.cost_bytes <= 250_000
    monkeypatch.setattr(hub_shelf, "RINGS_MAX_BYTES", 150_000)
    shelf.tidy(time.monotonic())
    assert [2, 3] == [hub.pane for hub in shelf.hubs]
    assert [True, False] == [readers[pane].behind for pane in (2, 3)]
    assert 100_000 < shelf.cost_bytes <= 150_000
    shelf.close_all("closed")
