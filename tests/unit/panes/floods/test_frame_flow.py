"""When a pane is held again; tests/integration/panes/test_floods.py has the rest, with a real tmux."""

from __future__ import annotations

from types import SimpleNamespace

import gevent
from gevent.lock import BoundedSemaphore

from tests.support import eventually
from webmux.panes.floods.frame_flow import FrameFlow


def test_a_pane_that_tmux_pauses_just_after_its_release_is_held_again():
    """Its greenlet does not run before the reader has read both. Nothing else would end that pause."""
    done: list[str] = []

    def release() -> str:
        done.append("release")
        if done.count("release") == 1:
            flow.on_paused()
        return "fenced"

    fences = SimpleNamespace(hold=lambda: done.append("hold"), release=release)
    hub = SimpleNamespace(pane=5, version="3.3a", closed="", fencing=BoundedSemaphore(1), fences=fences)
    hub.send_all = done.append
    flow = FrameFlow(hub)
    flow._has_calmed = lambda: True
    flow.on_paused()
    gevent.sleep(0)
    eventually(lambda: done[-1:] == ["fenced"])
    assert ["hold", "release", "hold", "release", "fenced"] == done


def test_what_follows_a_short_hold_is_no_flood():
    """Such as the prompt after a listing that ended just when the pane was held."""
    now = 5.0
    holds: list[str] = []
    fences = SimpleNamespace(hold=lambda: holds.append("hold"), release=lambda: "fenced")
    hub = SimpleNamespace(pane=5, version="3.3a", closed="", fencing=BoundedSemaphore(1), fences=fences)
    hub.publish = hub.send_all = lambda data: None
    hub.readers, hub.tracker = {"viewer": None}, SimpleNamespace(string_bytes=0)
    flow = FrameFlow(hub, clock=lambda: now)
    flow._has_calmed = lambda: True
    while flow._holding is None:
        flow.on_output(b"row\n" * 100)
        now += 0.02
    eventually(lambda: holds == ["hold"] and flow._holding is None)
    now += 0.2
    flow.on_output(b"$ ")
    assert flow._holding is None


def look_at(updating: list[bool], now: list[float]) -> tuple[str, int]:
    """The first row of the picture that is shown, and after how many captures."""
    texts = iter("abcdefgh" * 100)
    looks = 0

    def look(commands: list) -> tuple:
        nonlocal looks
        looks += 1
        now[0] += 0.02
        is_open = updating.pop(0) if len(updating) > 1 else updating[0]
        state = b"1-1 $0 @0 %%5 0 0 2000 9 1 0 0 00 0 0 0 0 10001000000 b s k t u%d" % is_open
        return ([state], [next(texts).encode()])

    hub = SimpleNamespace(pane=5, version="3.7c", fences=SimpleNamespace(look=look))
    frame = FrameFlow(hub, clock=lambda: now[0])._look()
    return frame.rows[0].decode(), looks


def test_no_picture_is_taken_within_a_synchronized_update():
    assert ("a", 1) == look_at([False], [1.0])
    assert ("b", 2) == look_at([True, False], [1.0])


def test_an_update_that_never_ends_is_shown_as_it_is():
    assert ("c", 3) == look_at([True], [1.0])
