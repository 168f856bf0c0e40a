"""When a terminal has to be repaired. `tests/integration/panes/test_pane_joins.py` repairs some."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.support import eventually
from tests.unit.panes.snapshots.captured import capture
from webmux.events import Output
from webmux.hub.ring import Ring
from webmux.panes.snapshots import pane_healer
from webmux.panes.snapshots.output_tail import Unreported
from webmux.panes.snapshots.pane_healer import TRIES_MAX, Guess, Healer, has_scrolled, same_pen
from webmux.supervise import Nursery


@pytest.mark.parametrize(
    ("y", "history", "scrolled"), [(2, 10, False), (2, 12, False), (2, 13, True), (0, 11, True), (3, 9, True)]
)
def test_a_row_above_the_screen_cannot_be_painted_again(y, history, scrolled):
    """Also if the history became shorter: tmux has dropped rows."""
    before, now = capture(y=y, history=10), capture(history=history)
    assert has_scrolled(before, now) == scrolled


def test_the_order_of_attributes_does_not_matter():
    assert same_pen(b"1;31", b"31;1")
    assert not same_pen(b"1", b"")


class Viewer:
    """A reader that counts what it gets."""

    def __init__(self) -> None:
        self.painted = 0

    def on_snapshot(self, snapshot) -> None:
        self.painted += 1


class ClearingPane:
    """The hub of a program that clears its screen all the time and sets no colour."""

    pane, closed, held = 5, "", False

    def __init__(self, scrolls: bool) -> None:
        self.ring = Ring(1024)
        self.rows = SimpleNamespace(row=lambda capture, y: None)
        self.reader = Viewer()
        self.readers, self.waiting = {self.reader: None}, {}
        self.fenced = self.prints = 0
        self.nursery = Nursery("test")
        self.healer = Healer(self, self.nursery)
        self._scrolls = scrolls

    @property
    def end_offset(self) -> int:
        return self.ring.end_offset

    def capture(self):
        return capture(history=self.prints if self._scrolls else 0)

    def fence(self, *, quiet: bool = False, cut: bool = False):
        return SimpleNamespace(offset=self.end_offset), self.capture(), Unreported()

    def fence_for(self, reader) -> None:
        self.fenced += 1
        self.healer.on_sent([reader], Guess(self.end_offset, self.capture(), b""))

    def snapshot(self, *parts) -> None:
        return None

    @property
    def repairs(self) -> int:
        return self.fenced + self.reader.painted

    def print(self) -> None:
        self.prints += 30
        self.ring.append(Output(self.end_offset, b"\x1b[H\x1b[Jtext"))
        self.healer.on_output(0x1B)


@pytest.mark.parametrize("scrolls", [False, True])
def test_a_pen_that_is_never_found_is_looked_for_a_few_times(scrolls, monkeypatch):
    """Full snapshots as repairs count too: a screen that is cleared may move into the history."""
    monkeypatch.setattr(pane_healer, "AFTER_S", 0.0)
    monkeypatch.setattr(pane_healer, "QUIET_S", 0.0)
    pane = ClearingPane(scrolls)
    pane.healer.on_sent([pane.reader], Guess(0, pane.capture(), b""))
    for _ in range(3 * TRIES_MAX):
        pane.print()
        eventually(lambda: not len(pane.nursery), every_s=0.001)
    assert pane.repairs == TRIES_MAX
    pane.healer.on_sent([pane.reader], Guess(pane.end_offset, pane.capture(), b""))
    pane.print()
    eventually(lambda: pane.repairs == TRIES_MAX + 1, every_s=0.001)
