"""Panes that nobody views are paused when they print much, and continued when they are shown."""

from __future__ import annotations

from webmux.panes.floods.flood_rules import HIDDEN_BYTES
from webmux.panes.floods.hidden_panes import RATES_MAX, HiddenPanes


class Fake:
    """Hidden panes with a clock that a test moves."""

    def __init__(self) -> None:
        self.now = 10.0
        self.sent: list[str] = []
        self.panes = HiddenPanes(lambda command: self.sent.append(command[-1]), lambda: self.now)


def test_a_hidden_pane_that_prints_much_is_paused_once_until_it_is_shown() -> None:
    fake = Fake()
    fake.panes.on_output(5, HIDDEN_BYTES)
    assert [] == fake.sent
    fake.panes.on_output(5, 1)
    fake.panes.on_output(5, HIDDEN_BYTES * 2)
    assert ["%5:pause"] == fake.sent
    fake.panes.show(5)
    fake.panes.show(5)
    assert ["%5:pause", "%5:continue"] == fake.sent


def test_a_hidden_pane_that_prints_little_stays_as_it_is() -> None:
    fake = Fake()
    for _ in range(100):
        fake.panes.on_output(5, HIDDEN_BYTES // 3)
        fake.now += 0.5
    fake.panes.show(5)
    assert [] == fake.sent


def test_a_pane_that_tmux_paused_continues_when_it_is_shown() -> None:
    fake = Fake()
    fake.panes.on_paused(5)
    fake.panes.show(5)
    assert ["%5:continue"] == fake.sent


def test_many_panes_are_forgotten_when_they_are_quiet() -> None:
    fake = Fake()
    for pane in range(10 * RATES_MAX):
        fake.panes.on_output(pane, HIDDEN_BYTES)
        fake.now += 0.1
    assert len(fake.panes._rates) <= RATES_MAX
    fake.panes.on_output(10 * RATES_MAX - 1, 1)
    assert [f"%{10 * RATES_MAX - 1}:pause"] == fake.sent
