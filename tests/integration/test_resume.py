"""A viewer behind a bad link that is cut at random moments gets every byte once, like one on a good link."""

from __future__ import annotations

import random
import sys

import pytest

from tests.client import Closed, Recorder
from tests.people import seen_by
from tests.proxy import Link
from tests.screens import same_screen
from tests.server import Server
from tests.support import eventually

CUTS = 8
# A server whose viewers never fall behind: what waits for one that reads late is not replaced by a repaint.
PATIENT = """
import runpy, webmux.hub.credit as window
window.WINDOW_START_BYTES = window.WINDOW_MIN_BYTES = window.WINDOW_UNTIMED_BYTES = 1 << 20
runpy.run_path("app.py", run_name="__main__")
"""
PACED = "i=0; while [ $i -lt 900 ]; do seq $i $((i+7)); i=$((i+1)); done; echo PACED''-END\r"


@pytest.fixture
def opened():
    """Clients to close with the test."""
    clients: list[Recorder] = []
    yield clients
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def patient():
    server = Server("--queue-max-messages", "65536", command=[sys.executable, "-c", PATIENT]).start()
    server.tmux("new-session", "-d", "-s", "first")
    yield server
    server.close()


@pytest.mark.timeout_s(60)
@pytest.mark.parametrize("seed", range(6))
def test_every_byte_arrives_once_across_random_cuts(patient, opened, seed):
    """The stream of the viewer that was cut is the stream of the one that was not."""
    chance = random.Random(seed)
    server = patient
    name = f"work{seed}"
    server.tmux("new-session", "-d", "-s", name, "-n", "sh", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    server.tmux("set-option", "-g", "status-interval", "0")
    server.until_bells_are_heard()  # nothing is drawn but by the program from here on
    steady = Recorder(server, name)
    opened.append(steady)
    steady.wait(b"$ ")
    parts: list[tuple[int, bytes]] = []
    with Link(server.host, server.port) as link:
        bad = seen_by(server, link, **server.bearer)
        client = Recorder(bad, name)
        opened.append(client)
        client.settle(0.1)
        place = {"hub": client.attached["hub"], "offset": client.offset}
        steady.type(PACED)
        for _ in range(CUTS):
            link.cut_after = link.passed + chance.randrange(1, 6000)
            until_cut(client, steady)
            client.close()
            link.cut_after = None
            # What a page was sent and had not processed yet is gone with the page.
            delivered = len(client.bytes) - chance.randrange(min(300, len(client.bytes) + 1))
            parts.append((client.first_offset, bytes(client.bytes[:delivered])))
            if delivered:
                place["offset"] = client.first_offset + delivered
            client = Recorder(bad, name, **place)
            opened.append(client)
        for viewer in (steady, client):
            viewer.wait(b"PACED-END", timeout_s=30)
            viewer.settle()
        assert client.attached["resumed"] is True
        parts.append((client.first_offset, bytes(client.bytes)))
        assert exact(parts, steady)
        assert all(each.snapshots == 0 for each in opened[2:])
        client.screen[:] = steady.screen[: -len(client.bytes)] + client.bytes
        eventually(lambda: same_screen(server, name, client))


def until_cut(client, steady) -> None:
    """Read from both until the link breaks."""
    with pytest.raises(Closed):
        while True:
            client.pump(0.01)
            steady.pump(0.001)


def exact(parts: list[tuple[int, bytes]], steady: Recorder) -> bool:
    """Whether the parts have no gap between them and equal what the steady viewer got."""
    at = parts[0][0]
    for offset, data in parts:
        if not data:
            continue
        start = offset - steady.first_offset
        assert offset == at
        assert steady.bytes[start : start + len(data)] == data
        at = offset + len(data)
    return at == steady.offset
