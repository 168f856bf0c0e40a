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
