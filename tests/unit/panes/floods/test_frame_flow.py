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
