"""Panes that flood: their programs never wait, viewers see frames, and in the end exactly what tmux has."""

from __future__ import annotations

import os
import re
import sys

import psutil
import pytest

from tests.pane_readers import Reader, eventually_same
from tests.support import eventually
from tests.tmux import tmux_is
from webmux.panes.floods import flood_rules, frame_flow
from webmux.panes.floods.frame_capture import FrameCaptures
from webmux.panes.floods.frame_flow import FrameFlow
from webmux.panes.pane_events import FRAME, FULL
from webmux.panes.pane_hub import RING_BYTES, PaneHub
from webmux.tmux.control.notifications import Notification

FLOOD_BYTES = 8_000_000
SIXEL_BYTES = 4 * 1024 * 1024
PANES = 3
PICTURES = 12
UPDATES = """
import time

turn = 0
while True:
    turn += 1
    half = f"turn {turn}\\r\\n" * 10
    print("\\x1b[?2026h\\x1b[H" + "\\x1b[K" * 6000 + half, end="", flush=True)
    time.sleep(0.02)
    print(half, end="\\x1b[?2026l", flush=True)
    time.sleep(0.02)
"""
CYCLES = int(os.environ.get("WEBMUX_TEST_PAUSES", "40"))
"""2,000 of them show a leak of tmux or a crash that is rare."""
LEAK_MAX_BYTES = 16_000_000
"""tmux stores some megabytes for a client that reads late. 2,000 captures that leak are 48 MB."""


@pytest.fixture
def flood(tmp_path, run):
    """Runs a program in a pane that prints a file of coloured lines when a key is typed, then rests."""

    def start(size: int = FLOOD_BYTES, before: str = "") -> str:
        path = tmp_path / "flood"
        lines = (f"\x1b[3{n % 8}mline {n}\x1b[0m more \u65e5\u672c {n}\n" for n in range(size // 36))
        path.write_text("".join(lines))
        done = tmp_path / "done"
        return run(f"read x; {before} cat {path}; touch {done}; exec sleep 100")

    return start


@pytest.fixture
def flooded(hub_of, monkeypatch):
    """Makes the hub of a pane whose floods are shown by frames; on a machine that is busy they are slow."""
    monkeypatch.setattr(flood_rules, "FLOOD_BYTES", 64 * 1024)

    def make(pane: str) -> PaneHub:
        hub = hub_of(pane)
        hub.flow = FrameFlow(hub)
        return hub

    return make


@pytest.fixture
def press(tmux_server):
    def key(pane: str, key: str = "Enter") -> None:
        tmux_server.run("send-keys", "-t", pane, key)

    return key


@pytest.mark.timeout_s(60)
def test_a_flood_is_shown_by_frames_and_is_exact_when_it_ends(tmux, flooded, flood, press):
    pane = flood()
    hub = flooded(pane)
    readers = [Reader(hub) for _ in range(3)]
    eventually(lambda: all(reader.snapshots for reader in readers))
    press(pane)
    eventually(lambda: FRAME in [snapshot.kind for snapshot in readers[0].snapshots], 10.0)
    eventually(lambda: not hub.held, 30.0)
    eventually_same(tmux, {pane: readers})
    assert FULL == next(one.kind for one in reversed(readers[0].snapshots) if one.kind != 1)
    assert len(readers[0].output) < FLOOD_BYTES / 2


def sixel_of(size: int) -> bytes:
    return b"\x1bP0;1q" + b"".join(b"#%d!9?~~@@vv" % (n % 256) for n in range(size // 13)) + b"\x1b\\"


def test_an_image_printed_at_full_speed_arrives_whole(flooded, run, press, tmp_path):
    sixel = sixel_of(SIXEL_BYTES)
    (tmp_path / "sixel").write_bytes(sixel)
    pane = run(f"stty -opost; read x; cat {tmp_path}/sixel; echo after; exec sleep 100")
    hub = flooded(pane)
    at_once, later = Reader(hub), Reader(hub)
    eventually(lambda: at_once.snapshots and later.snapshots)
    before = len(later.snapshots)
    later.stalled = True
    press(pane)
    eventually(lambda: b"after" in at_once.output, 10.0)
    later.resume()
    assert sixel in at_once.output
    assert sixel in later.output, "its ring was too small"
    assert FRAME not in [snapshot.kind for snapshot in at_once.snapshots]
    assert before == len(later.snapshots)


def test_a_program_never_waits_for_viewers(flooded, flood, press, tmp_path):
    pane = flood()
    hub = flooded(pane)
    readers = [Reader(hub) for _ in range(3)]
    eventually(lambda: all(reader.snapshots for reader in readers))
    for reader in readers:
        reader.stalled, reader.is_acked = True, False
    press(pane)
    eventually((tmp_path / "done").exists, 15.0)
    assert FRAME not in [snapshot.kind for snapshot in readers[0].snapshots]


@pytest.mark.timeout_s(60)
def test_a_stalled_viewer_changes_nothing_for_others_and_is_right_when_it_reads(tmux, flooded, flood, press):
    pane = flood()
    hub = flooded(pane)
    stalled, *others = [Reader(hub) for _ in range(3)]
    eventually(lambda: all(reader.snapshots for reader in (stalled, *others)))
    stalled.stalled, stalled.is_acked = True, False
    press(pane)
    eventually(lambda: others[0].snapshots[-1].kind == FRAME, 10.0)
    eventually(lambda: not hub.held, 30.0)
    eventually_same(tmux, {pane: others})
    assert hub.ring.cost_bytes <= 2 * RING_BYTES

    stalled.resume()
    eventually_same(tmux, {pane: [stalled]})


def test_ctrl_c_of_a_flood_shows_the_prompt(flooded, run, press):
    pane = run("env PS1='ready$ ' ENV= sh")
    hub = flooded(pane)
    reader = Reader(hub)
    eventually(lambda: b"ready$ " in reader.received)
    press(pane, "seq 99999999")
    press(pane)
    eventually(lambda: hub.held, 10.0)
    before = len(reader.received)
    press(pane, "C-c")
    hub.on_key()
    eventually(lambda: b"ready$ " in reader.received[before:])
    eventually(lambda: not hub.held, 30.0)


def test_many_floods_at_once_take_little_memory(flooded, run):
    hubs = [flooded(run("yes 'some words in a line'")) for _ in range(PANES)]
    readers = [Reader(hub) for hub in hubs]
    for reader in readers:
        reader.stalled, reader.is_acked = True, False
    eventually(lambda: all(hub.held or hub.received_bytes > 2 * RING_BYTES for hub in hubs), 15.0)
    assert sum(hub.ring.cost_bytes for hub in hubs) <= PANES * 2 * RING_BYTES


@pytest.mark.timeout_s(20 + CYCLES / 2)  # by option far more than in CI
def test_pausing_again_and_again_leaves_tmux_as_it_was(tmux_server, hub_of, run):
    hub = hub_of(run("yes 'some words in a line'"))
    captures = FrameCaptures(hub.pane, hub.version)
    reader = Reader(hub)
    eventually(lambda: reader.snapshots and hub.received_bytes)
    server = psutil.Process(tmux_server.pid())
    before = 0
    for cycle in range(CYCLES):
        with hub.fencing:
            hub.fences.hold()
            frame = captures.read(hub.fences.look(captures.commands()))
            hub.send_all(hub.fences.release())
        assert frame.rows[0].startswith(b"some words")
        if cycle == CYCLES // 4:
            before = server.memory_info().rss
    assert server.memory_info().rss <= before + LEAK_MAX_BYTES
    assert "" == tmux_server.run("list-buffers")
    eventually(lambda: reader.output)


def test_a_pane_that_nobody_views_is_not_sent_until_it_is_shown(tmux, flooded, run):
    lines = "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line $i; sleep 0.01; done"
    pane = run(f"seq 1500; {lines}; exec sleep 100")  # more than `HEARD_BYTES`
    probe = ("display-message", "-p", "-t", pane, "#{history_size}")
    eventually(lambda: int(tmux.link.ask([probe])[0][0]) > 1490)
    hub = flooded(pane)
    assert 0 == hub.received_bytes
    reader = Reader(hub)
    eventually(lambda: b"line 100" in reader.output)
    eventually_same(tmux, {pane: [reader]})


def test_an_image_arrives_whole_over_a_socket(server, work, view, tmp_path):
    """It is far larger than what may be in flight to a viewer, and printed faster than one reads."""
    sixel = sixel_of(1_000_000)
    (tmp_path / "sixel").write_bytes(sixel)
    client = view()
    pane = client.ready()
    client.type(f"stty -opost; cat {tmp_path}/sixel; echo after-$((1+1))\r")
    client.wait(lambda client: b"after-2" in client.panes[pane].output)
    assert sixel in client.panes[pane].output


def test_a_flood_over_a_socket_ends_as_tmux_has_it(server, work, view):
    client = view()
    pane = client.ready()
    client.type("seq 2000000; echo after-$((1+1))\r")
    client.wait_for(pane, b"after-2", 20.0)
    client.wait(lambda client: client.panes[pane].snapshots[-1] == FULL)
    assert FRAME in client.panes[pane].snapshots
    assert b"1999999" in client.panes[pane].screen


def test_a_pause_of_tmux_itself_ends_with_a_full_snapshot(tmux, link, flooded, run, press):
    """tmux pauses a pane if we read too late; here we do, and then it says so."""
    pane = run("echo first; read x; echo second; exec sleep 100")
    hub = flooded(pane)
    reader = Reader(hub)
    eventually(lambda: reader.snapshots)
    link.ask([[("refresh-client", "-A", f"{pane}:pause")]])
    press(pane)
    link._on_notification(Notification("%pause", pane=pane[1:]))
    eventually(lambda: reader.snapshots[-1].kind == FULL and b"second" in reader.snapshots[-1].data)
    eventually_same(tmux, {pane: [reader]})


@pytest.mark.skipif(not tmux_is(3, 7), reason="tmux says nothing of synchronized updates before 3.7")
def test_no_frame_shows_a_part_of_a_synchronized_update(tmux, flooded, run, tmp_path, monkeypatch):
    monkeypatch.setattr(frame_flow, "UPDATE_MAX_S", 10.0)  # a busy machine draws slowly
    (tmp_path / "updates.py").write_text(UPDATES)
    hub = flooded(run(f"{sys.executable} {tmp_path}/updates.py"))
    reader = Reader(hub)

    def pictures() -> list[bytes]:
        return [one.data for one in reader.snapshots if one.kind == FRAME]

    eventually(lambda: len(pictures()) >= PICTURES, 20.0)
    for picture in pictures():
        assert 1 == len(set(re.findall(rb"turn (\d+)", picture))), picture
