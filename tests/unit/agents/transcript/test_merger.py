"""Screens of a program become lines: each once, in order, and only what was shown."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from webmux.agents.transcript.merger import SETTLE_S, ScreenMerger
from webmux.agents.transcript.row import Row
from webmux.agents.transcript.store import TranscriptStore

COLS = 40
BOX = ["╭────────────╮", "│ >          │", "╰────────────╯"]


class Pane:
    """Feeds screens to a merger, half a second apart, and has the lines of the transcript."""

    def __init__(self) -> None:
        self.store = TranscriptStore()
        self.merger = ScreenMerger(self.store)
        self.now_s = 0.0
        self.shown: set[str] = {""}

    def show(self, *rows: str, cols: int = COLS, after_s: float = 0.5) -> None:
        self.now_s += after_s
        self.shown.update(row.rstrip() for row in rows)
        self.merger.take([Row(row) for row in rows], cols, self.now_s)

    @property
    def lines(self) -> list[str | None]:
        found = self.store.lines(0, len(self.store))
        return [None if line is None else line.decode() for line in found]


class Agent:
    """A program with a fixed box at the bottom, a spinner that turns, and output that scrolls above."""

    def __init__(self, height: int, header: int = 0) -> None:
        self.said: list[str] = []
        self._height = height
        self._header = [f"Title {place} of the program" for place in range(header)]
        self._ticks = 0

    def say(self, count: int) -> None:
        first = len(self.said)
        self.said += [f"line {number} says {number * 7919 % 1009}" for number in range(first, first + count)]

    def screen(self, box: int = 1) -> list[str]:
        self._ticks += 1
        below = [f"{'*+.'[self._ticks % 3]} Thinking ({self._ticks}s)", BOX[0], *[BOX[1]] * box, BOX[2]]
        room = self._height - len(below) - len(self._header)
        visible = self.said[-room:]
        return [*self._header, *visible, *[""] * (room - len(visible)), *below]

    def gone(self, box: int = 1) -> list[str]:
        return self.said[: max(0, len(self.said) - (self._height - 3 - box - len(self._header)))]


def test_rows_that_scroll_away_are_appended_once() -> None:
    pane = Pane()
    pane.show("one says", "two says", "three says", "four says")
    pane.show("two says", "three says", "four says", "five says")
    pane.show("four says", "five says", "six says", "seven says")
    assert ["one says", "two says", "three says"] == pane.lines


@settings(deadline=None, max_examples=100)
@given(
    steps=st.lists(st.integers(0, 12), max_size=40),
    boxes=st.lists(st.integers(1, 3), min_size=1, max_size=40),
    header=st.integers(0, 2),
)
def test_whatever_scrolls_is_stored_in_order_without_doubles(
    steps: list[int], boxes: list[int], header: int
) -> None:
    agent, pane = Agent(24, header), Pane()
    for place, step in enumerate(steps):
        agent.say(step)
        pane.show(*agent.screen(boxes[place % len(boxes)]))
    pane.show(*agent.screen(1))
    lines = [line for line in pane.lines if line]
    assert lines == agent.said[: len(lines)]
    assert len(lines) >= len(agent.gone())


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "alpha one", "beta two", "gamma three", "│ > │", "delta"]),
            min_size=4,
            max_size=7,
        ),
        max_size=20,
    )
)
def test_nothing_is_stored_that_was_not_shown(screens: list[list[str]]) -> None:
    pane = Pane()
    for screen in screens:
        pane.show(*screen)
    pane.merger.finish()
    assert {line for line in pane.lines if line} <= pane.shown
    assert len(pane.lines) <= 2 * sum(map(len, screens))


def test_what_changes_in_place_is_not_stored() -> None:
    agent, pane = Agent(20), Pane()
    agent.say(40)
    for _ in range(100):
        pane.show(*agent.screen())
    assert [] == pane.lines


def test_a_cleared_screen_is_stored_once() -> None:
    pane = Pane()
    pane.show("first answer", "second answer", "third answer", "")
    pane.show("", "", "", "")
    pane.show("a new start", "", "", "", after_s=SETTLE_S)
    pane.show("a new start", "with more", "", "", after_s=SETTLE_S)
    assert ["first answer", "second answer", "third answer"] == pane.lines


def test_a_screen_that_is_soon_back_is_not_stored() -> None:
    """A capture can see a screen that is half drawn."""
    agent, pane = Agent(20), Pane()
    agent.say(40)
    for _ in range(20):
        pane.show(*agent.screen(), after_s=0.3)
        pane.show(*agent.screen()[:4], *[""] * 16, after_s=0.1)
    pane.show(*agent.screen(), after_s=0.3)
    assert [] == pane.lines


def test_a_list_over_the_output_doubles_nothing() -> None:
    agent, pane = Agent(20), Pane()
    agent.say(40)
    pane.show(*agent.screen())
    agent.say(5)
    pane.show(*agent.screen())
    helping = [f"key {number}: what it does" for number in range(20)]
    for _ in range(3):
        pane.show(*helping, after_s=SETTLE_S)
        pane.show(*helping, after_s=SETTLE_S)
        pane.show(*agent.screen(), after_s=SETTLE_S)
        agent.say(3)
        pane.show(*agent.screen(), after_s=SETTLE_S)
    assert 1 == max(Counter(line for line in pane.lines if line).values())
    output = [line for line in pane.lines if line in agent.said]
    assert output == sorted(output, key=agent.said.index)


def test_scrolling_back_in_the_program_doubles_nothing() -> None:
    pane = Pane()
    said = [f"line {number} says {number * 7919 % 1009}" for number in range(60)]
    for end in range(20, 61, 4):
        pane.show(*said[end - 20 : end])
    for end in [*range(60, 29, -6), *range(30, 61, 6)]:
        pane.show(*said[end - 20 : end])
    assert said[:40] == pane.lines


def test_output_that_was_too_fast_leaves_a_gap() -> None:
    agent, pane = Agent(20), Pane()
    agent.say(40)
    pane.show(*agent.screen())
    agent.say(2)
    pane.show(*agent.screen())
    agent.say(200)
    pane.show(*agent.screen())
    agent.say(2)
    pane.show(*agent.screen())
    lines = pane.lines
    assert 1 == lines.count(None)
    at = lines.index(None)
    assert agent.said[24:42] == [line for line in lines[:at] if line in agent.said]
    assert "line 226 says" in str(lines[at + 1])


def test_another_width_doubles_nothing() -> None:
    pane = Pane()
    words = [f"word{number} and more of {number}" for number in range(30)]
    pane.show(*words[:10], cols=40)
    pane.show(*words[2:12], cols=40)
    pane.show(*[part for word in words[7:12] for part in (word[:10], word[10:])], cols=12)
    assert words[:7] == pane.lines


def test_the_last_screen_is_stored_when_the_program_ends() -> None:
    pane = Pane()
    pane.show("", "one says", "two says", "")
    pane.merger.finish()
    pane.merger.finish()
    assert ["one says", "two says"] == pane.lines
