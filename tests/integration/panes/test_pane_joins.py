"""Viewers who join a pane at any moment get exactly what tmux has."""

from __future__ import annotations

import os
import random
import sys

import gevent
import pytest

from tests import pane_programs
from tests.pane_readers import Reader, eventually_same
from tests.support import eventually
from webmux.panes.floods.frame_flow import FrameFlow
from webmux.panes.pane_events import SCREEN

PRINTS_S = float(os.environ.get("WEBMUX_TEST_PRINTS_S", "0.5"))
JOINS = int(os.environ.get("WEBMUX_TEST_JOINS", "20"))
"""Of all kinds together. 360 find what happens once in a hundred."""
ROUND_MAX_JOINS = 60
KINDS = tuple(pane_programs.KINDS)
ROUNDS = [KINDS] * -(-JOINS // ROUND_MAX_JOINS)


def start(run, kind: str, seed: int) -> str:
    return run(f"exec {sys.executable} -S {pane_programs.__file__} {kind} {PRINTS_S} {seed}")


def at_rest(tmux, pane: str) -> bool:
    return "at rest" in tmux.run(("capture-pane", "-p", "-t", pane))


@pytest.mark.timeout_s(60 + 2 * PRINTS_S)  # ten programs at once, on a machine that may be busy
@pytest.mark.parametrize("kinds", [("bursts", "cjk", "flood"), *ROUNDS])
def test_viewers_who_join_while_programs_print_have_what_tmux_has(tmux, hub_of, run, kinds):
    """Screen, history, cursor and colours; two of the programs print as fast as they can.

    Only of few panes all output is sent; with ten the two are shown by frames.
    """
    seed = random.randrange(10**6)
    dice = random.Random(seed)
    panes = {start(run, kind, seed): kind for kind in kinds}
    hubs = {pane: hub_of(pane) for pane in panes}
    for hub in hubs.values() if len(kinds) > 3 else ():
        hub.flow = FrameFlow(hub)
    readers: dict[str, list[Reader]] = {pane: [] for pane in panes}
    each = max(1, min(JOINS, ROUND_MAX_JOINS) // len(KINDS))
    joins = dice.sample([pane for pane in panes for _ in range(each)], each * len(panes))
    for pane in joins:
        reader = Reader(hubs[pane])
        readers[pane].append(reader)
        if dice.random() < 0.2:
            reader.stalled = True
            gevent.spawn_later(dice.random(), reader.resume)
        gevent.sleep(PRINTS_S / len(joins))
    eventually(lambda: all(at_rest(tmux, pane) for pane in panes), 30)
    eventually(lambda: not any(reader.stalled for each in readers.values() for reader in each))
    try:
        eventually_same(tmux, readers, 15)
    except AssertionError as error:
        raise AssertionError(f"seed {seed}, {panes}: {error}") from error


def test_a_viewer_who_joins_inside_a_colour_is_repainted_in_it(tmux, hub_of, run):
    """tmux does not report the colour; what is printed next shows it."""
    pane = run("printf '\\033[33mone'; stty raw -echo; exec cat")
    eventually(lambda: "cat" in tmux.run(("display-message", "-p", "-t", pane, "#{pane_current_command}")))
    hub = hub_of(pane)
    reader = Reader(hub)
    eventually(lambda: reader.snapshots)
    tmux.run(("send-keys", "-t", pane, "-l", "two"))
    eventually(lambda: reader.snapshots[-1].kind == SCREEN)
    tmux.run(("send-keys", "-t", pane, "-l", "three"))
    eventually(lambda: bytes(reader.output) == b"twothree")
    eventually_same(tmux, {pane: [reader]})
    second = Reader(hub)
    eventually(lambda: second.snapshots)
    tmux.run(("send-keys", "-t", pane, "-l", "four"))
    eventually(lambda: bytes(second.output) == b"four")
    eventually_same(tmux, {pane: [reader, second]})
