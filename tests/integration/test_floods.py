"""Much output: exact for fast clients, the right screen for slow ones."""

from __future__ import annotations

import hashlib
import random
import sys

import pytest

from tests.client import Recorder, TerminalClient
from tests.people import seen_by
from tests.proxy import Link
from tests.screens import drawn_all, same_screen
from tests.support import eventually
from webmux.events import Output, Snapshot
from webmux.hub.hub import Hub
from webmux.hub.limits import HubLimits
from webmux.model import Size
from webmux.tmux.pty import PtySource

FLOOD_BYTES = 12_000_000
VIEWERS = 50
SIZE = Size(80, 24)
PRINTER = """
import os, random, sys
chance, left = random.Random(7), int(sys.argv[1])
while left:
    block = bytes(chance.choices(range(32, 127), k=min(left, 50_000)))
    left -= len(block)
    while block:
        block = block[os.write(1, block):]
os.read(0, 1)
"""


@pytest.fixture
def shell(server):
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    return server


@pytest.mark.timeout_s(60)
def test_twelve_megabytes_of_a_program_are_exact(tmp_path):
    """A program straight on a pty prints all of it; a viewer that keeps up has every byte, in order."""
    program = tmp_path / "printer.py"
    program.write_text(PRINTER)
    source = PtySource([sys.executable, str(program), str(FLOOD_BYTES)], SIZE)
    hub = Hub(source, HubLimits())
    try:
        digest, length = hashlib.sha256(), 0
        viewer = hub.join(lambda: None, SIZE, may_type=True)

        def pump() -> bool:
            nonlocal length
            for event in viewer.take():
                assert not (isinstance(event, Snapshot) and length)
                if isinstance(event, Output):
                    digest.update(event.data)
                    length += len(event.data)
                    viewer.ack(event.end)
            return length == FLOOD_BYTES

        eventually(pump, timeout_s=50, every_s=0)
        assert expected_digest() == digest.hexdigest()
        assert hub.ring.end_offset == FLOOD_BYTES
        assert hub.ring.cost_bytes <= HubLimits().max_buffer_bytes
    finally:
        hub.close()
        eventually(lambda: hub.closed)


def expected_digest() -> str:
    chance, left, digest = random.Random(7), FLOOD_BYTES, hashlib.sha256()
    while left:
        block = bytes(chance.choices(range(32, 127), k=min(left, 50_000)))
        digest.update(block)
        left -= len(block)
    return digest.hexdigest()


@pytest.mark.timeout_s(60)
def test_a_flood_through_tmux_ends_on_the_right_screen_and_the_ring_is_exact(shell):
    """A fast client skips nothing; it gets the same bytes as the ring."""
    flood = shell.directory / "flood"
    with flood.open("wb") as out:
        for number in range(FLOOD_BYTES // 60):
            out.write(b"\x1b[3%dm%07d %s\x1b[0m\n" % (number % 8, number, b"x" * 42))
    viewer = Recorder(shell, "work")
    again = None
    try:
        viewer.wait(b"$ ")
        viewer.type(f"cat {flood}; echo FLOOD''-END\r")
        viewer.wait(b"FLOOD-END", timeout_s=40)
        viewer.settle()
        assert viewer.snapshots == 1
        eventually(lambda: viewer.settle(0.1) or same_screen(shell, "work", viewer))
        tail = min(len(viewer.bytes), 300_000)
        assert tail > 20_000
        again = Recorder(shell, "work", hub=viewer.attached["hub"], offset=viewer.offset - tail)
        again.wait(lambda c: len(c.bytes) >= tail)
        again.settle()
        assert again.attached["resumed"] is True
        assert again.bytes.startswith(viewer.bytes[-tail:])  # tmux's clock may have gone on
    finally:
        viewer.close()
        if again is not None:
            again.close()


@pytest.mark.timeout_s(90)
def test_fifty_viewers_show_the_same_screen_at_rest(shell):
    """They join at different moments, some stop reading for a while, some never resize."""
    chance = random.Random(1)
    viewers = [TerminalClient(shell, "work")]
    try:
        viewers[0].wait(b"$ ")  # the size is of who is there first
        while len(viewers) < VIEWERS // 2:
            viewers.append(TerminalClient(shell, "work", ack=chance.random() < 0.8))
        viewers[0].type("seq 1 200000; printf '\\033[1;35mwide 日本 🙂\\033[0m\\n'; echo FLOOD''-END\r")
        while len(viewers) < VIEWERS:
            viewers.append(TerminalClient(shell, "work"))
            for viewer in chance.sample(viewers, 5):
                viewer.pump(0.001)
        viewers[0].resize(90, 30)
        for viewer in viewers:
            viewer.acks = True
            viewer.ack()
        for viewer in viewers:
            viewer.wait(b"FLOOD-END", timeout_s=40)
            viewer.wait(lambda c: c.size == (90, 30))

        def alike() -> bool:
            for viewer in viewers:
                viewer.settle(0.01)
            screens = drawn_all([viewer.screen for viewer in viewers], 90, 30)
            return all(screen == screens[0] for screen in screens)

        eventually(alike, timeout_s=20)
        assert same_screen(shell, "work", viewers[-1])
    finally:
        for viewer in viewers:
            viewer.close()


@pytest.mark.timeout_s(60)
def test_a_slow_link_shows_the_right_screen_and_delays_nobody(shell):
    """At 240 kbit/s frames are skipped, never bytes of a frame; the others do not wait."""
    flood = shell.directory / "flood"
    with flood.open("wb") as out:
        for number in range(60_000):
            out.write(b"\x1b[3%dm%07d %s\x1b[0m\n" % (number % 8, number, b"y" * 42))
    fast = TerminalClient(shell, "work")
    with Link(shell.host, shell.port, bytes_per_s=30_000) as link:
        slow = TerminalClient(seen_by(shell, link, **shell.bearer), "work")
        try:
            fast.wait(b"$ ")
            slow.wait(b"$ ")
            fast.type(f"cat {flood}; echo SLOW''-END\r")
            fast.wait(b"SLOW-END", timeout_s=30)
            eventually(lambda: fast.settle(0.1) or same_screen(shell, "work", fast))
            slow.wait(b"SLOW-END", timeout_s=30)
            eventually(lambda: slow.settle(0.2) or same_screen(shell, "work", slow), timeout_s=10)
        finally:
            fast.close()
            slow.close()
