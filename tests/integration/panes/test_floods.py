"""Panes that flood: their programs never wait, viewers see frames, and in the end exactly what tmux has."""

from __future__ import annotations

import pytest

from tests.pane_readers import Reader, eventually_same
from tests.support import eventually
from webmux.panes.floods.frame_flow import FrameFlow
from webmux.panes.pane_events import FRAME, FULL
from webmux.panes.pane_hub import PaneHub

FLOOD_BYTES = 8_000_000


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
def flooded(hub_of):
    """Makes the hub of a pane whose floods are shown by frames."""

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


def test_a_flood_is_shown_by_frames_and_is_exact_when_it_ends(tmux, flooded, flood, press):
    pane = flood()
    hub = flooded(pane)
    readers = [Reader(hub) for _ in range(3)]
    eventually(lambda: all(reader.snapshots for reader in readers))
    press(pane)
    eventually(lambda: FRAME in [snapshot.kind for snapshot in readers[0].snapshots], 10.0)
    eventually(lambda: not hub.held, 10.0)
    eventually_same(tmux, {pane: readers})
    assert FULL == next(one.kind for one in reversed(readers[0].snapshots) if one.kind != 1)
    assert len(readers[0].output) < FLOOD_BYTES / 2
