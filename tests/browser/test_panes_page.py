"""The page of `view=panes` against a socket that the test plays."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import pytest

from tests.pages import screen, wait_screen
from tests.support import eventually
from webmux.wire.opcodes import Opcode

WINDOW = {"id": "@1", "index": 0, "name": "sh", "active": True, "zoomed": False, "border": "off"}
FULL, SCREEN, FRAME = range(3)
SKIPPED = 2


def pane(number: int, left: int, top: int, cols: int, rows: int, **more: Any) -> dict[str, Any]:
    return {
        "pane": number,
        "left": left,
        "top": top,
        "cols": cols,
        "rows": rows,
        "active": False,
        "title": "",
        "command": "sh",
        "dead": False,
        "exit": None,
        "mode": "",
        "sync": False,
        "path": "/",
        **more,
    }


def window(*panes: dict[str, Any], cols: int = 80, rows: int = 24, **more: Any) -> dict[str, Any]:
    return {**WINDOW, "cols": cols, "rows": rows, "panes": list(panes), **more}


LEFT, RIGHT = pane(5, 0, 0, 40, 24, active=True), pane(6, 41, 0, 39, 24)


class Played:
    """The server's side of a socket: what the page sent, and records for it."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, bytes]] = []
        self.queries: list[str] = []
        self.offsets: dict[int, int] = {}
        self.send: Callable[[bytes], None] = lambda _message: None
        self.on_input: Callable[[], None] = lambda: None

    def opened(self, route) -> None:
        self.queries.append(route.url)
        self.send = route.send
        route.on_message(self._took)
        self.record(
            Opcode.ATTACHED,
            json.dumps(
                {
                    "view": "panes",
                    "link": "l1",
                    "role": "operator",
                    "owner": True,
                    "resumed": False,
                    "size": {"cols": 80, "rows": 24},
                    "input": {"taken": 0, "known": False},
                    "session": {"id": "$0", "name": "work", "epoch": "1-1"},
                }
            ).encode(),
        )
        self.layout(all=[window(LEFT, RIGHT)])

    def _took(self, message: bytes) -> None:
        at = 0
        while at < len(message):
            kind, length = struct.unpack_from("<BI", message, at)
            self.sent.append((kind, message[at + 5 : at + 5 + length]))
            at += 5 + length
            if kind == Opcode.NUMBERED_INPUT:
                self.on_input()
            if kind == Opcode.COMMAND:
                asked = json.loads(self.sent[-1][1])
                self.record(Opcode.REPLY, json.dumps({"id": asked["id"], "ok": True, "result": {}}).encode())

    def record(self, kind: int, payload: bytes) -> None:
        self.send(struct.pack("<BI", kind, len(payload)) + payload)

    def layout(self, **fields: Any) -> None:
        self.record(Opcode.LAYOUT, json.dumps({"seq": 1, **fields}).encode())

    def output(self, number: int, data: bytes) -> None:
        self.offsets[number] = self.offsets.get(number, 0) + len(data)
        self.record(Opcode.PANE_OUTPUT, struct.pack("<I", number) + data)

    def snapshot(
        self, number: int, data: bytes, kind: int = FULL, *, cols: int = 40, rows: int = 24, flags: int = 0
    ) -> None:
        self.offsets[number] = self.offsets.get(number, 0) + len(data)
        head = struct.pack("<IQHHBBH", number, self.offsets[number], cols, rows, kind, flags, 0)
        self.record(Opcode.PANE_SNAPSHOT, head + data)

    def acked(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for kind, payload in self.sent:
            if kind == Opcode.PANE_ACK:
                found.update(struct.iter_unpack("<IQ", payload))
        return found

    def typed(self) -> list[tuple[int, int, bytes]]:
        """Pane, kind and bytes of numbered input."""
        return [
            (*struct.unpack_from("<IB", payload, 9), payload[14:])
            for kind, payload in self.sent
            if kind == Opcode.NUMBERED_INPUT and payload[8] & 2
        ]

    def asked(self, name: str) -> list[dict[str, Any]]:
        commands = [json.loads(payload) for kind, payload in self.sent if kind == Opcode.COMMAND]
        return [one["args"] for one in commands if one["name"] == name]


@pytest.fixture
def played(server, work, open_page_without_worker):
    """A page with two panes beside each other, and the server's side of its socket."""
    page = open_page_without_worker("/login")
    side = Played()
    page.route_web_socket("**/ws/optimized?*", side.opened)

    def as_panes(route):
        answer = route.fetch(url=route.request.url.replace("?view=panes", ""))
        text = answer.text().replace('data-view="terminal"', 'data-view="panes"')
        route.fulfill(response=answer, body=text)

    page.route("**/s/work?view=panes", as_panes)
    page.goto(server.address + "/s/work?view=panes")
    page.locator('[data-pane="6"] .xterm').wait_for()
    page.wait_for_function("() => document.querySelector('#terminal').dataset.features === 'ready'")
    return page, side


def soon(page, check: Callable[[], bool]) -> None:
    """As `eventually`, and lets Playwright pass on what the page sends."""
    eventually(lambda: page.evaluate("() => true") and check(), every_s=0.02)


def rows_of(page, number: int) -> str:
    return page.locator(f'[data-pane="{number}"] .xterm-rows').inner_text()


def test_each_pane_shows_its_own_output_and_is_acknowledged(played):
    page, side = played
    side.snapshot(5, b"left \x1b[31mred")
    side.snapshot(6, b"right", cols=39)
    side.output(6, b" more")
    eventually(lambda: "right more" in rows_of(page, 6).replace("\xa0", " "))
    assert "left red" in rows_of(page, 5).replace("\xa0", " ")
    soon(page, lambda: side.acked() == side.offsets)
    left, right = (page.locator(f'[data-pane="{number}"]').bounding_box() for number in (5, 6))
    assert left["x"] + left["width"] < right["x"]
    assert left["height"] == right["height"] > 300


def test_keys_go_to_the_pane_that_was_clicked(played):
    page, side = played
    page.keyboard.type("a")
    page.locator('[data-pane="6"] .xterm').click()
    page.keyboard.type("b")
    page.locator('[data-pane="5"] .xterm').click()
    page.keyboard.type("c")
    soon(page, lambda: side.typed() == [(5, 0, b"a"), (6, 0, b"b"), (5, 0, b"c")])
    assert [one["pane"] for one in side.asked("select")] == [6, 5]


def test_a_screen_or_frame_keeps_the_scrollback_and_the_place_in_it(played):
    page, side = played
    side.snapshot(5, b"".join(b"line %d\r\n" % number for number in range(100)))
    wait_screen(page, "line 99")
    page.evaluate("() => window.__term.scrollToLine(10)")
    side.snapshot(5, b"\x18\x1b[!p\x1b[H\x1b[Kframe", FRAME, flags=SKIPPED)
    soon(page, lambda: side.acked().get(5) == side.offsets[5])
    assert screen(page)[0] == "line 10"
    page.evaluate("() => window.__term.scrollToBottom()")
    assert screen(page)[0] == "frame"
    assert page.evaluate("() => window.__term.buffer.active.baseY") == 77
    assert page.locator(".toast").count() == 0, "nothing is lost: the history has every row"


def test_the_wheel_scrolls_the_pane_under_it_and_find_looks_through_its_scrollback(played):
    page, side = played
    for number, cols in ((5, 40), (6, 39)):
        side.snapshot(number, b"".join(b"row %d\r\n" % row for row in range(200)), cols=cols)
    wait_screen(page, "row 199")
    eventually(lambda: "row 199" in rows_of(page, 6).replace("\xa0", " "))
    page.locator('[data-pane="6"] .xterm').hover()
    page.mouse.wheel(0, -400)
    eventually(lambda: "row 199" not in rows_of(page, 6).replace("\xa0", " "))
    assert "row 199" in screen(page)[-2]
    page.keyboard.press("Control+Shift+F")
    page.locator(".find-box input").wait_for()
    page.keyboard.type("row 17")
    page.locator(".find-count", has_text="11 of 11").wait_for()
    assert any(row.startswith("row 179") for row in screen(page))
    page.keyboard.press("Enter")
    page.locator(".find-count", has_text="1 of 11").wait_for()
    assert any(row == "row 17" for row in screen(page))


WATCH_CHANGES = """() => {
  window.__changed = new Set();
  new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      if (!element?.closest('[data-pane="5"] .xterm')) window.__changed.add(element?.className ?? 'removed');
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
TAKE_CHANGES = "() => { const all = [...window.__changed]; window.__changed.clear(); return all; }"
ANIMATIONS = """() => document.getAnimations().filter(({ playState }) => playState === 'running')
  .map((one) => one.animationName ?? one.transitionProperty)"""


def test_a_key_changes_nothing_but_its_own_pane(played):
    """Each change and each animation has the browser make a frame, and a key waits for the next one."""
    page, side = played
    for number, cols in ((5, 40), (6, 39)):
        side.snapshot(number, b"$ ", cols=cols)
    soon(page, lambda: side.acked() == side.offsets)
    page.wait_for_function("() => document.activeElement?.closest('[data-pane=\"5\"]')")
    page.evaluate(WATCH_CHANGES)
    found = []
    for taken, key in enumerate("abcde", start=1):
        page.keyboard.press(key)
        soon(page, lambda taken=taken: len(side.typed()) == taken)
        side.record(Opcode.INPUT_TAKEN, struct.pack("<Q", taken))
        side.output(5, key.encode())
        soon(page, lambda: side.acked() == side.offsets)
        found.append(page.evaluate(TAKE_CHANGES))
    assert [] in found, "what belongs to no key changes at one of them at most"
    eventually(lambda: page.evaluate(ANIMATIONS) == [])


WATCH_FRAMES = """() => {
  let keys = 0;
  window.__frames = {};
  window.addEventListener('keydown', () => {
    keys += 1;
    window.__frames = { key: performance.now() };
  }, true);
  for (const pane of [5, 6]) {
    const rows = document.querySelector(`[data-pane="${pane}"] .xterm-rows`);
    const drawn = () => {
      if (!rows.textContent.includes(`answer${keys}.`)) return;
      window.__frames[pane] ??= [document.timeline.currentTime, performance.now()];
    };
    for (const row of rows.children) new MutationObserver(drawn).observe(row, { childList: true });
  }
}"""
BOTH_DRAWN = "() => window.__frames[5] && window.__frames[6] && window.__frames"
WAIT_MAX_MS = 50
"""As in echo-first.js."""


def test_the_answer_of_a_key_has_a_frame_before_other_panes(played):
    page, side = played
    for number, cols in ((5, 40), (6, 39)):
        side.snapshot(number, b"$ ", cols=cols)
    soon(page, lambda: side.acked() == side.offsets)
    page.wait_for_function("() => document.activeElement?.closest('[data-pane=\"5\"]')")

    def answer() -> None:
        text = b"\ranswer%d." % len(side.typed())
        side.output(6, text)
        side.output(5, text)

    side.on_input = answer
    page.evaluate(WATCH_FRAMES)
    found: list[bool] = []

    def has_some() -> bool:
        page.keyboard.press("a")
        frames = page.wait_for_function(BOTH_DRAWN).json_value()
        (frame, drawn_at), (other, _) = frames["5"], frames["6"]
        if drawn_at - frames["key"] < WAIT_MAX_MS:  # later, the others no longer wait
            found.append(frame < other)
        return len(found) >= 5

    eventually(has_some, timeout_s=15, every_s=0)
    assert all(found)
