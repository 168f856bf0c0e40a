"""Previews of sessions: at most once a second, shared by all listeners, changed rows only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import gevent
import pytest

from tests.support import eventually
from webmux.errors import TmuxError
from webmux.mirror import previews as module
from webmux.mirror.previews import Previews, picture
from webmux.mirror.screen import Pane, Screen, compose
from webmux.mirror.slots import CaptureSlots

FIRST = compose(10, 2, [(Pane("%0", 0, 0, 10, 2), [b"a", b"b"])])
OTHER = replace(FIRST, rows=(b"a", b"B"))


class Cameras:
    """One camera for each session; all show what the test sets."""

    def __init__(self) -> None:
        self.now: Screen | TmuxError = FIRST
        self.taken: list[str] = []

    def of(self, session_id: str) -> Any:
        outer = self

        class Camera:
            def take(self) -> Screen:
                outer.taken.append(session_id)
                if isinstance(outer.now, TmuxError):
                    raise outer.now
                return outer.now

        return Camera()


@pytest.fixture
def cameras(monkeypatch: pytest.MonkeyPatch) -> Cameras:
    monkeypatch.setattr(module, "INTERVAL_S", 0.02)
    return Cameras()


@pytest.fixture
def previews(cameras: Cameras) -> Iterator[Previews]:
    previews = Previews(cast(Any, cameras.of), CaptureSlots(1))
    yield previews
    previews.stop()
    previews.stop()


def test_a_listener_gets_the_screen_and_each_change(previews: Previews, cameras: Cameras) -> None:
    seen: list[tuple[str, Screen]] = []
    previews.watch(["$0"], lambda session_id, screen: seen.append((session_id, screen)))
    eventually(lambda: seen == [("$0", FIRST)])
    cameras.now = OTHER
    previews.touch(["$0"])
    eventually(lambda: seen == [("$0", FIRST), ("$0", OTHER)])


def test_without_a_touch_nothing_is_captured(previews: Previews, cameras: Cameras) -> None:
    previews.watch(["$0"], lambda session_id, screen: None)
    gevent.sleep(0.1)
    taken = len(cameras.taken)
    previews.touch(["$1"])
    gevent.sleep(0.1)
    assert taken == len(cameras.taken) == 2, "once, and a second time to see that nothing follows"


def test_many_touches_cause_one_capture_an_interval(previews: Previews, cameras: Cameras) -> None:
    began = time.monotonic()
    previews.watch(["$0"], lambda session_id, screen: None)
    for _ in range(50):
        previews.touch(None)
        gevent.sleep(0.002)
    assert len(cameras.taken) <= 2 + (time.monotonic() - began) / module.INTERVAL_S


def test_all_listeners_share_a_capture(previews: Previews, cameras: Cameras) -> None:
    seen: list[str] = []
    for _ in range(5):
        previews.watch(["$0"], lambda session_id, screen: seen.append(session_id))
    eventually(lambda: len(seen) == 5)
    gevent.sleep(0.1)
    taken = len(cameras.taken)
    previews.watch(["$0"], lambda session_id, screen: seen.append(session_id))
    assert (6, taken) == (len(seen), len(cameras.taken))


def test_captures_end_with_the_last_listener(previews: Previews, cameras: Cameras) -> None:
    remove = previews.watch(["$0"], lambda session_id, screen: None)
    eventually(lambda: cameras.taken)
    remove()
    remove()
    taken = len(cameras.taken)
    previews.touch(None)
    gevent.sleep(0.1)
    assert taken == len(cameras.taken)


def test_a_failed_capture_is_tried_again(previews: Previews, cameras: Cameras) -> None:
    cameras.now = TmuxError("away")
    seen: list[str] = []
    previews.watch(["$0"], lambda session_id, screen: seen.append(session_id))
    eventually(lambda: len(cameras.taken) > 1)
    cameras.now = FIRST
    eventually(lambda: seen)


def test_a_single_request_captures_or_uses_the_latest_screen(previews: Previews, cameras: Cameras) -> None:
    assert FIRST == previews.now("$3")
    assert ["$3"] == cameras.taken


def test_a_picture_has_all_or_only_the_changed_rows() -> None:
    whole = picture(FIRST)
    assert {"0": "a", "1": "b"} == whole["rows"]
    assert {"cols": 10, "rows": 2} == whole["size"]
    assert {"x": 0, "y": 0, "visible": True} == whole["cursor"]
    assert {"1": "B"} == picture(OTHER, FIRST)["rows"]
    assert {} == picture(FIRST, FIRST)["rows"]
