"""A thousand waits cost what one does: one greenlet, one timer, one look at the pane for each change."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import gevent
import pytest
from gevent.event import AsyncResult

from tests.support import eventually
from webmux.automation import waits as module
from webmux.automation.pane_now import PaneNow
from webmux.automation.pane_waits import Goal
from webmux.automation.waits import GUEST_WAITS_MAX, WAITS_MAX, Outcome, Waits, WaitStopped
from webmux.errors import PaneNotFound, TooMany, WebMuxError
from webmux.mirror.panes import Place
from webmux.signals import Signal

PANE = PaneNow("12-34", "$1", "@2", "%3", 0, 80, 24, (0, 0), True, False, False, 0, False, "")


class World:
    """A tmux with one pane, whose screen the test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drawn: Signal[[Any]] = Signal()
        self.changed: Signal[[Any, Any]] = Signal()
        self.link = SimpleNamespace(changed=Signal())
        agents = cast(Any, SimpleNamespace(changed=Signal(), agents=()))
        self.screen = ""
        self.gone = False
        self.epoch = PANE.epoch
        self.captures = 0
        monkeypatch.setattr(module, "pane_now", self._pane_now)
        monkeypatch.setattr(module, "capture_rows", self._capture)
        self.waits = Waits(cast(Any, self), cast(Any, self), lambda: agents, lambda pane: -1e9)

    def _pane_now(self, link: Any, place: Place, pane_id: str) -> PaneNow:
        if self.gone or place.epoch not in ("", self.epoch):
            raise PaneNotFound(pane_id)
        return replace(PANE, epoch=self.epoch)

    def _capture(self, *arguments: Any, **options: Any) -> tuple[PaneNow, list[str]]:
        self.captures += 1
        return PANE, self.screen.split("\n")

    def start(self, goal: Goal, timeout_s: float = 20) -> gevent.Greenlet[..., Outcome | Exception]:
        result: AsyncResult[Outcome] = AsyncResult()

        def run() -> Outcome | Exception:
            try:
                end = self.waits.begin(Place(), "%3", goal, timeout_s, result)
                try:
                    return result.get()
                finally:
                    end()
            except WebMuxError as error:
                return error

        return gevent.spawn(run)

    def looked(self, waits: int) -> int:
        """Wait until so many waits run and their pane was looked at; the number of looks."""
        eventually(lambda: len(self.waits) == waits and self.captures > 0)
        return self.captures

    def draw(self, screen: str) -> None:
        """Change the screen, and wait until somebody looked at it."""
        self.screen, before = screen, self.captures
        self.drawn.send({"@2"})
        eventually(lambda: self.captures > before)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    world = World(monkeypatch)
    yield world
    world.waits.stop()


def test_a_thousand_waits_share_one_look(world: World) -> None:
    """Captures follow the changes of the pane, not the number of waits; so do greenlets."""
    waiting = [world.start(Goal(text="ready")) for _ in range(1000)]
    before = world.looked(1000)
    assert 1 == len(world.waits._nursery)
    assert before <= 3
    for screen in ("1", "2", "3 ready"):
        world.draw(screen)
    assert {Outcome("text", "")} == {one.get(timeout=2) for one in waiting}
    assert world.captures - before <= 4
    assert 0 == len(world.waits)
    eventually(lambda: len(world.waits._nursery) == 0)
    assert (0, 0) == (len(world.drawn), len(world.changed))


def test_output_of_another_window_causes_no_look(world: World) -> None:
    one = world.start(Goal(text="ready"))
    before = world.looked(1)
    world.drawn.send({"@9"})
    gevent.sleep(2 * module.GAP_S)  # nothing reports that there was no look
    assert before == world.captures
    one.kill()
    assert 0 == len(world.waits)


def test_a_deadline_passes_without_any_report(world: World) -> None:
    one = world.start(Goal(text="ready"), 0.2)
    assert Outcome("timeout", "") == one.get(timeout=2)


def test_a_pane_that_ends_fails_the_waits_for_its_text(world: World) -> None:
    text, done = world.start(Goal(text="ready")), world.start(Goal(done=True))
    world.looked(2)
    world.gone = True
    world.changed.send(None, None)
    assert Outcome("done", "") == done.get(timeout=2)
    assert isinstance(text.get(timeout=2), PaneNotFound)


def test_there_is_a_limit_and_an_end(world: World) -> None:
    waiting = [world.start(Goal(text="ready")) for _ in range(WAITS_MAX)]
    world.looked(WAITS_MAX)
    with pytest.raises(TooMany):
        world.waits.begin(Place(), "%3", Goal(text="ready"), 5, None)
    world.waits.stop()
    assert {WaitStopped} == {type(one.get(timeout=2)) for one in waiting}


def test_the_pane_with_the_same_id_of_another_tmux_ends_no_wait(world: World) -> None:
    """tmux ended and another one began: its `%3` is not what was waited for. A wait for it starts again."""
    old = world.start(Goal(text="ready"))
    world.looked(1)
    world.epoch, world.screen = "13-35", "ready"
    new = world.start(Goal(text="ready"))
    assert isinstance(old.get(timeout=2), PaneNotFound)
    assert Outcome("text", "") == new.get(timeout=2)


def test_guests_cannot_take_all_waits(world: World) -> None:
    """Those of one link have a limit of their own; users and other links still get theirs."""
    guests, others, users = Place("$1"), Place("", "@2"), Place()
    for _ in range(GUEST_WAITS_MAX):
        world.waits.begin(guests, "%3", Goal(text="x"), 20, AsyncResult())
    with pytest.raises(TooMany):
        world.waits.begin(guests, "%3", Goal(text="x"), 20, AsyncResult())
    world.waits.begin(others, "%3", Goal(text="x"), 20, AsyncResult())
    world.waits.begin(users, "%3", Goal(text="x"), 20, AsyncResult())
