"""Viewers that stop reading their socket: nobody else notices, and they take little memory."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.pane_readers import faults_of, truths
from tests.screens import drawn_all
from tests.support import eventually
from webmux.tmux.server import Tmux

STALLED = 3
STALL_S = float(os.environ.get("WEBMUX_TEST_STALL_S", "1"))
STALLED_MAX_BYTES = 2 * 1024 * 1024
FLOODS = int(os.environ.get("WEBMUX_TEST_FLOODS", "3"))
FLOOD_S = STALL_S * 2
FLOODS_MAX_BYTES = 40 * 1024 * 1024
TMUX_MAX_BYTES = 16 * 1024 * 1024
"""What tmux stores for us while we read late."""

LINES_PER_S, LINES_AT_ONCE = 1250, 25
LINES = int(STALL_S * LINES_PER_S)
PRINTER = f"""
import sys, time
for number in range({LINES}):
    sys.stdout.write(f"{{number:06}} " + "x" * 70 + "\\n")
    if number % {LINES_AT_ONCE} == 0:
        sys.stdout.flush()
        time.sleep({LINES_AT_ONCE / LINES_PER_S})
print("at rest", flush=True)
time.sleep(1000)
"""
"""0.1 MB in a second: viewers get every byte, also on a machine that is busy."""


def worker_bytes(server) -> int:
    """The memory of the worker of a server that no file backs.

    Its PSS would halve while it starts a program, and change with other servers on the machine.
    """
    pid = psutil.Process(server.pid).children()[0].pid
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    [kib] = [line.split()[1] for line in lines if line.startswith("Anonymous:")]
    return int(kib) * 1024


@pytest.mark.timeout_s(30 + 5 * STALL_S)
def test_a_viewer_that_stops_reading_changes_nothing_for_others(server, work, view, tmp_path):
    (tmp_path / "printer.py").write_text(PRINTER)
    reader = view()
    pane = reader.ready()
    stalled = [view(receive_buffer_bytes=4096) for _ in range(STALLED)]
    for each in stalled:
        each.ready()
    before = worker_bytes(server)
    reader.type(f"clear; exec {sys.executable} -S {tmp_path}/printer.py\r")
    reader.wait_for(pane, b"at rest", 20 + 5 * STALL_S)
    after = worker_bytes(server)

    printed = b"".join(b"%06d %s\r\n" % (number, b"x" * 70) for number in range(LINES))
    assert printed in reader.panes[pane].output
    assert after - before <= STALLED * STALLED_MAX_BYTES
    tmux = Tmux("tmux", str(server.tmux_socket))
    for each in stalled:
        each.wait_for(pane, b"at rest")
    [expected] = truths(tmux, [f"%{pane}"])
    for screen in drawn_all([each.panes[pane].screen for each in stalled], 80, 24, scrollback=1000):
        assert [] == faults_of(screen, expected)


@pytest.mark.own_server  # its memory is measured
@pytest.mark.timeout_s(40 + 4 * FLOOD_S)
def test_floods_for_viewers_that_never_read_take_little_memory(server, work, view):
    """tmux as much as without viewers."""
    panes = [
        server.tmux("new-window", "-dPF", "#{pane_id}", "-t", "=work:", "yes 'some words in a line'")
        for _ in range(FLOODS)
    ]
    full = ("list-panes", "-s", "-t", "=work:", "-F", "#{?#{e|>:#{history_size},1700},full,}")
    eventually(lambda: server.tmux(*full).split().count("full") >= FLOODS, 20)
    tmux = psutil.Process(int(server.tmux("display-message", "-p", "#{pid}")))
    tmux_before, before = tmux.memory_info().rss, worker_bytes(server)
    for pane in panes:
        client = view(receive_buffer_bytes=4096)
        client.ready()
        client.look(int(pane[1:]))
    until = time.monotonic() + FLOOD_S
    most = 0
    while time.monotonic() < until:
        most = max(most, worker_bytes(server))
    assert most - before <= FLOODS_MAX_BYTES
    assert tmux.memory_info().rss <= tmux_before + TMUX_MAX_BYTES
