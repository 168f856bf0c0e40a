"""A resize wraps the rows of a pane again, in tmux and in each viewer; a snapshot makes them equal."""

from __future__ import annotations

import os
import struct
from collections import defaultdict
from itertools import product

import pytest

from tests.pane_client import SNAPSHOT, PaneClient
from tests.pane_readers import faults_of, truths
from tests.screens import drawn_all
from tests.support import eventually
from webmux.tmux.server import Tmux
from webmux.wire.opcodes import Opcode

STARTS = (60, 80, 101)
"""Columns; at an odd number a wide character does not fit at the end of a row."""
ROWS = 24
DRAG_STEPS = 30
STEP_S = 1 / 30
REST_S = 0.3
STEPS: dict[str, list[tuple[int, int]]] = {
    "narrower": [(-23, 0)],
    "wider": [(31, 0)],
    "narrower and back": [(-37, 0), (0, 0)],
    "wider and back": [(26, 0), (0, 0)],
    "lower and higher": [(0, -11), (0, 6)],
    "both": [(-17, -7), (12, 5), (-9, 3)],
    "dragged": [(-step, 0) for step in range(1, DRAG_STEPS + 1)],
}
LINES = {
    "short": lambda n: f"\x1b[3{n % 8}mrow {n}\x1b[m ok",
    "long": lambda n: f"{n} " + "some \x1b[1;4mwords\x1b[m " * (n * 7 % 40),
    "wide": lambda n: f"{n}" + "日本語\x1b[32m汉字\x1b[m" * (n * 5 % 30),
}
COUNTS = {"few": 5, "full": 24, "history": 150}
GROUPS = list(product(STEPS, STARTS)) if "WEBMUX_TEST_REFLOWS" in os.environ else [("both", 101)]
"""All of them, with nine panes each, are 189 cases."""


class Page(PaneClient):
    """Keeps all that each pane drew, with its sizes in between: what `terminal.mjs` takes."""

    def __init__(self, *args, **query) -> None:
        self.drawn: dict[int, bytearray] = defaultdict(bytearray)
        self.sizes: dict[int, tuple[int, int]] = {}
        super().__init__(*args, **query)

    def _take(self, opcode: int, payload: memoryview) -> None:
        super()._take(opcode, payload)
        if opcode == Opcode.PANE_OUTPUT:
            [number] = struct.unpack_from("<I", payload)
            self.drawn[number] += payload[4:]
        elif opcode == Opcode.PANE_SNAPSHOT:
            number, _, cols, rows, *_ = SNAPSHOT.unpack_from(payload)
            self._resize_pane(number, cols, rows)
            self.drawn[number] += payload[SNAPSHOT.size :]
        elif opcode == Opcode.LAYOUT:
            for pane in [pane for window in self.windows.values() for pane in window["panes"]]:
                self._resize_pane(pane["pane"], pane["cols"], pane["rows"])

    def _resize_pane(self, number: int, cols: int, rows: int) -> None:
        if self.sizes.get(number) != (cols, rows):
            self.sizes[number] = cols, rows
            self.drawn[number] += b"\x1b[8;%d;%dt" % (rows, cols)


@pytest.fixture
def panes(server, work, tmp_path):
    """Makes a pane in a window of its own for each kind and count of lines: its number by that name."""
    found = {}
    for kind, count in product(LINES, COUNTS):
        text = "".join(f"{LINES[kind](number)}\n" for number in range(COUNTS[count]))
        file = tmp_path / f"{kind}-{count}"
        file.write_text(text)
        program = f"cat {file}; exec cat"
        found[f"{kind}, {count}"] = server.tmux("new-window", "-dPF", "#{pane_id}", "-t", "=work:", program)
    return {name: int(pane[1:]) for name, pane in found.items()}


def at_rest(server, panes) -> bool:
    listed = server.tmux("list-panes", "-s", "-t", "=work:", "-F", "#{pane_id} #{pane_current_command}")
    return {f"%{pane} cat" for pane in panes.values()} <= set(listed.splitlines())


def different(tmux, page, panes) -> list[str]:
    """What the page shows otherwise than tmux."""
    page.settle(REST_S)
    expected = truths(tmux, [f"%{pane}" for pane in panes.values()])
    screens = drawn_all([page.drawn[pane] for pane in panes.values()], 80, 24, scrollback=1000)
    return [
        f"{name}: {fault}"
        for name, wanted, got in zip(panes, expected, screens, strict=True)
        for fault in faults_of(got, wanted)
    ]


@pytest.fixture
def page_of(server):
    pages = []

    def make(cols: int) -> Page:
        pages.append(Page(server, "work", cols=cols, rows=ROWS))
        return pages[-1]

    yield make
    for page in pages:
        page.close()


def eventually_equal(tmux, page, panes) -> None:
    looks = []
    try:
        eventually(lambda: looks.append(different(tmux, page, panes)) or not looks[-1], 10)
    except AssertionError as error:
        raise AssertionError("\n".join(looks[-1])) from error


@pytest.mark.timeout_s(60)  # nine panes, on a machine that may be busy
@pytest.mark.parametrize(("steps", "cols"), GROUPS)
def test_a_pane_is_what_tmux_has_after_a_resize(server, panes, page_of, steps, cols):
    """Nine panes at once: short, long and wide lines that fill a part of the screen, all of it, or more."""
    tmux = Tmux("tmux", str(server.tmux_socket))
    eventually(lambda: at_rest(server, panes))
    page = page_of(cols)
    page.ready()
    page.look(page.focus, *panes.values(), scrollback=1000)
    eventually_equal(tmux, page, panes)
    before = {pane: len(page.panes[pane].snapshots) for pane in panes.values()}
    for more_cols, more_rows in STEPS[steps]:
        page.resize(cols + more_cols, ROWS + more_rows)
        page.settle(STEP_S)
    wanted = cols + STEPS[steps][-1][0], ROWS + STEPS[steps][-1][1]
    page.wait(lambda page: {wanted} == {page.panes[pane].size for pane in panes.values()})
    eventually_equal(tmux, page, panes)
    assert all(len(page.panes[pane].snapshots) > count for pane, count in before.items())
