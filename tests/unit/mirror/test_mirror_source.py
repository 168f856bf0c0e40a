"""The pace of a mirror: as often as the window changes, not at all while nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import gevent
import pytest

from tests.support import eventually
from webmux.errors import SessionNotFound, SourceClosed, TmuxError, TmuxTimeout
from webmux.mirror import mirror_source as module
from webmux.mirror.mirror_source import MirrorLimits, MirrorSource
from webmux.mirror.screen import Pane, Screen, compose
from webmux.mirror.slots import CaptureSlots
from webmux.model import Size
from webmux.signals import Signal

FIRST = compose(10, 2, [(Pane("%0", 0, 0, 10, 2), [b"a", b"b"])])


class Link:
    """Records what was typed."""

    def __init__(self) -> None:
        self.ran: list[tuple[tuple[str, ...], ...]] = []
        self.changed: Signal[[]] = Signal()

    def run(self, *commands: tuple[str, ...]) -> str:
        self.ran.append(commands)
        gevent.sleep(0)
        return ""


class Camera:
    """Shows what the test sets."""

    def __init__(self) -> None:
        self.now: Screen | Exception = FIRST
        self.taken = 0

    def check(self) -> None:
        self.take()

    def take(self) -> Screen:
        self.taken += 1
        if isinstance(self.now, Exception):
            raise self.now
        return self.now


@pytest.fixture
def link() -> Link:
    return Link()


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    camera = Camera()
    monkeypatch.setattr(module, "Camera", lambda *arguments: camera)
    monkeypatch.setattr(module, "RESTS_AFTER_S", 0.02)
    monkeypatch.setattr(module, "AWAY_RETRY_S", 0.01)
    return camera


@pytest.fixture
def mirror(link: Link, camera: Camera) -> Iterator[MirrorSource]:
    limits = MirrorLimits(interval_s=0.002, input_max_bytes=10, input_wait_s=0.005)
    mirror = MirrorSource(cast(Any, link), "$0", Size(10, 2), limits, CaptureSlots(1), "3.3a")
    yield mirror
    mirror.close()


def reading(mirror: MirrorSource) -> list[bytes]:
    """The next bytes that it reads."""
    got: list[bytes] = []

    def read() -> None:
        try:
            while True:
                got.append(mirror.read(65536))
        except SourceClosed as closed:
            got.append(closed.reason.encode())

    gevent.spawn(read)
    return got


def test_the_first_read_is_the_whole_screen_and_the_next_only_changes(
    mirror: MirrorSource, camera: Camera
) -> None:
    assert mirror.repaint() == b""
    first = mirror.read(65536)
    assert first == mirror.repaint()
    camera.now = replace(FIRST, rows=(b"a", b"B"))
    assert b"B" in (changed := mirror.read(65536))
    assert len(changed) < len(first)


def test_a_long_capture_is_returned_in_several_reads(mirror: MirrorSource) -> None:
    whole = mirror.read(5)
    while more := mirror.read(5, 0):
        whole += more
    assert whole == mirror.repaint()


def test_captures_become_rarer_and_stop_while_nothing_changes(mirror: MirrorSource, camera: Camera) -> None:
    reading(mirror)
    gevent.sleep(0.1)
    taken = camera.taken
    assert taken < 8
    gevent.sleep(0.1)
    assert taken == camera.taken


def test_a_wake_causes_a_capture(mirror: MirrorSource, camera: Camera) -> None:
    got = reading(mirror)
    gevent.sleep(0.1)
    camera.now = replace(FIRST, cursor=(3, 1))
    mirror.wake()
    eventually(lambda: len(got) == 2)


def test_a_new_size_applies_with_its_bytes(mirror: MirrorSource, camera: Camera) -> None:
    mirror.read(65536)
    camera.now = compose(20, 5, [(Pane("%0", 0, 0, 20, 5), [])])
    mirror.read(65536)
    assert Size(20, 5) == mirror.size


def test_a_tmux_that_does_not_answer_is_asked_again(mirror: MirrorSource, camera: Camera) -> None:
    camera.now = TmuxTimeout("slow")
    got = reading(mirror)
    eventually(lambda: camera.taken > 2)
    camera.now = FIRST
    eventually(lambda: got)


def test_a_mirror_ends_with_its_session(mirror: MirrorSource, camera: Camera) -> None:
    camera.now = SessionNotFound("gone")
    got = reading(mirror)
    eventually(lambda: got == [b"session_ended"])
    with pytest.raises(SourceClosed):
        mirror.write(b"x")


def test_the_first_key_is_sent_at_once_and_the_next_together(mirror: MirrorSource, link: Link) -> None:
    for key in b"abcdefghijklmnop":
        mirror.write(bytes([key]))
        gevent.sleep(0)
    eventually(lambda: sum(len(commands[0][-1]) for commands in link.ran) == 16)
    assert "a" == link.ran[0][0][-1]
    assert "abcdefghijklmnop" == "".join(commands[0][-1] for commands in link.ran)
    assert len(link.ran) <= 4
    assert max(len(commands[0][-1]) for commands in link.ran) <= 10


def test_keys_wait_until_the_session_is_checked(mirror: MirrorSource, link: Link, camera: Camera) -> None:
    """Without a connection keys are neither lost nor sent to another session."""
    camera.now = TmuxError("away")
    link.changed.send()
    mirror.write(b"a")
    eventually(lambda: camera.taken > 2)
    assert [] == link.ran
    camera.now = FIRST
    eventually(lambda: link.ran)


def test_keys_for_an_ended_session_are_dropped(mirror: MirrorSource, link: Link, camera: Camera) -> None:
    camera.now = SessionNotFound("gone")
    link.changed.send()
    mirror.write(b"a")
    with pytest.raises(SourceClosed, match="session_ended"):
        eventually(lambda: mirror.write(b"b"))
    assert [] == link.ran


class Receipt:
    def __init__(self) -> None:
        self.heard: list[int | str] = []

    def taken_more(self, count: int) -> None:
        self.heard.append(count)

    def lost(self) -> None:
        self.heard.append("lost")


def test_keys_are_taken_when_tmux_ran_them_and_lost_if_unknown(
    mirror: MirrorSource, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, failed, ended = Receipt(), Receipt(), Receipt()
    mirror.write(b"ab", taken)
    assert taken.heard == []
    eventually(lambda: taken.heard == [2])

    def fail(*commands: tuple[str, ...]) -> str:
        raise TmuxTimeout("no answer")

    monkeypatch.setattr(link, "run", fail)
    mirror.write(b"cd", failed)
    eventually(lambda: failed.heard == ["lost"])
    mirror.write(b"e", ended)
    mirror.close()
    eventually(lambda: ended.heard == ["lost"])
