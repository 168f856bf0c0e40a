"""A recorder reads all output, delays nobody, and leaves a file that can be played."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import gevent
import pytest

from tests.casts import Cast, read
from tests.support import eventually
from webmux.model import Size
from webmux.recording import recorder as module
from webmux.recording.cast import RESET, header
from webmux.recording.recorder import BELL, BELLS_APART_S, Recorder
from webmux.recording.storage import Files

SIZE = Size(80, 24)


class Recorded:
    """A recording of a hub, and how it ended."""

    def __init__(self, hub, directory: Path, write: Callable[[int, bytes], int] = os.write) -> None:
        file = Files(directory, 1 << 24, write=write).create(header(SIZE, 1, "work"))
        self.path = directory / f"{file.id}.cast"
        self.ends: list[str] = []
        self.recorder = Recorder(hub, SIZE, file, lambda recorder, reason: self.ends.append(reason))

    def cast(self) -> Cast:
        return read(self.path.read_bytes())


@pytest.fixture
def recorded(hub, directory):
    made = Recorded(hub, directory)
    yield made
    made.recorder.stop()


def test_output_is_written_soon(recorded, source) -> None:
    source.feed(b"one", b"two")
    eventually(lambda: recorded.cast().output().endswith("onetwo"))
    assert [] == recorded.ends


def test_the_last_output_is_written_at_the_stop(recorded, source, hub) -> None:
    source.feed(b"last")
    eventually(lambda: hub.ring.end_offset == 4)
    gevent.sleep(0)
    recorded.recorder.stop()
    assert RESET + "last" == recorded.cast().output()
    assert ["stopped"] == recorded.ends
    recorded.recorder.stop()
    assert ["stopped"] == recorded.ends


def test_sizes_and_typists_are_noted(recorded, source) -> None:
    source.size = Size(100, 30)
    source.feed(b"wide")
    eventually(lambda: "wide" in recorded.cast().output())
    for who in ("olga", "olga", "eve", "olga"):
        recorded.recorder.typed(who)
    recorded.recorder.stop()
    cast = recorded.cast()
    assert (100, 30) == cast.size()
    assert ["olga types", "eve types", "olga types"] == cast.texts("m")


def test_a_row_of_bells_is_noted_once(recorded, monkeypatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    for wait_s in (0, 1, 1, 1, BELLS_APART_S, 0.5):
        now[0] += wait_s
        recorded.recorder.rang()
    recorded.recorder.stop()
    assert [BELL, BELL] == recorded.cast().texts("m")


def test_the_end_of_the_session_ends_the_recording(recorded, source) -> None:
    source.feed(b"bye")
    source.end("session_ended")
    eventually(lambda: recorded.ends == ["session_ended"])
    assert ["0"] == recorded.cast().texts("x")
    assert recorded.cast().output().endswith("bye")


def test_a_recorder_is_not_listed_as_a_viewer(recorded, hub) -> None:
    heard: list = []
    viewer = hub.join(lambda: None, SIZE, may_type=True)
    heard += viewer.take()
    told = [event.fields for event in heard if getattr(event, "name", "") == "presence"]
    assert [(1, 1)] == [(fields["viewers"], len(fields["people"])) for fields in told]
    assert 1 == hub.stats(viewer)["hub"]["subscribers"]
    viewer.leave()
    assert not hub.closed


def test_whole_screens_are_written_at_intervals(recorded, source, monkeypatch) -> None:
    monkeypatch.setattr(module, "SCREEN_EVERY_BYTES", 1000)
    source.feed(*([b"x" * 600] * 4))
    eventually(lambda: f"{RESET}\x1b>painted" in recorded.cast().output())


def test_a_disk_that_hangs_delays_nobody_and_a_screen_follows(hub, source, directory, monkeypatch) -> None:
    """Pending output is bounded; a viewer is not affected; the recorder continues with a screen."""
    monkeypatch.setattr(module, "WAITING_MAX_BYTES", 1000)
    hanging, taken = [], [0]
    ready_read, ready_write = os.pipe()

    def write(descriptor: int, data: bytes) -> int:
        if hanging:
            hanging.append("hangs")
            os.read(ready_read, 1)
            hanging.clear()
        return os.write(descriptor, data)

    made = Recorded(hub, directory, write)
    viewer = hub.join(lambda: None, SIZE, may_type=True)

    def look() -> int:
        for event in viewer.take():
            if hasattr(event, "end"):
                viewer.ack(event.end)
                taken[0] = event.end
        return taken[0]

    hanging.append("wanted")
    source.feed(b"first")
    eventually(lambda: len(hanging) == 2 and look())
    for _ in range(100):
        source.feed(b"y" * 5000)
        eventually(lambda: look() == hub.ring.end_offset)
    eventually(lambda: look() == 500_005)
    assert made.recorder.lost > 0
    assert made.recorder._waiting_bytes < 1000 + 1024 * 1024
    os.write(ready_write, b"x")
    eventually(lambda: made.path.read_bytes().endswith(b'painted"]\n'))  # a long line is written in parts
    assert made.cast().output().endswith("painted")
    viewer.leave()
    made.recorder.stop()
    os.close(ready_read)
    os.close(ready_write)


@pytest.mark.parametrize(("number", "reason"), [(errno.ENOSPC, "no_space"), (errno.EIO, "recording_failed")])
def test_a_disk_that_fails_ends_only_the_recording(hub, source, directory, number, reason) -> None:
    broken: list[int] = []

    def write(descriptor: int, data: bytes) -> int:
        if broken:
            raise OSError(number, os.strerror(number))
        return os.write(descriptor, data)

    made = Recorded(hub, directory, write)
    source.feed(b"before")
    eventually(lambda: made.cast().output().endswith("before"))
    broken.append(number)
    source.feed(b"after")
    eventually(lambda: made.ends == [reason])
    assert made.cast().output().endswith("before")
    assert not hub.closed
    assert not hub.subscribers
