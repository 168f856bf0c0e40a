"""Images of programs in native panes: off by default, drawn where a user turned them on, and bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import images
from tests.browser.test_panes_grid import frame, open_panes, text
from tests.pages import A_CARD
from tests.support import eventually

pytestmark = pytest.mark.timeout_s(60)

RED, BLUE = (255, 0, 0), (0, 0, 255)
IS_LOADED = "() => performance.getEntriesByType('resource').some(({ name }) => /image-addon/.test(name))"
COMPILES = """() => {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) !== null;
  } catch {
    return false;
  }
}"""
COLOURS = """(pane) => {
  const canvas = document.querySelector(`[data-pane="${pane}"] .xterm-image-layer`);
  if (canvas === null || canvas.width === 0) return {};
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const found = {};
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] > 0) {
      const colour = [...data.slice(at, at + 3)].join(' ');
      found[colour] = (found[colour] ?? 0) + 1;
    }
  return found;
}"""
"""How many pixels of each colour the images of a pane have on the screen."""


@contextmanager
def images_on(server) -> Iterator[None]:
    """Has the user of the tests images in native panes."""
    turn_on(server)
    yield
    turn_on(server, on=False)


def turn_on(server, on: bool = True) -> None:
    headers = {**server.bearer, "Content-Type": "application/json"}
    body = json.dumps({"settings": {"panes.images": on or None}}).encode()
    assert server.request("PATCH", "/api/settings", body, headers)[0] == 200


def pixels(page, pane: int) -> dict[str, int]:
    return page.evaluate(COLOURS, pane)


def print_bytes(server, tmp_path, pane: int, data: bytes, after: str = "") -> None:
    """Has the shell of a pane print bytes."""
    path = tmp_path / f"image-{len(list(tmp_path.iterdir()))}"
    path.write_bytes(data)
    server.tmux("send-keys", "-t", f"%{pane}", f"clear; cat {path}; {after}", "Enter")


KINDS = {
    "sixel": images.sixel(120, 60, RED),
    "sixel through tmux": images.through_tmux(images.sixel(120, 60, RED)),
    "file": images.inline_file(images.png(120, 60, RED)),
    "file through tmux": images.through_tmux(images.inline_file(images.png(120, 60, RED))),
    "file in parts": images.in_parts(images.png(120, 60, RED)),
}
RED_PIXELS = 6000
"""Of the image; the text after it is in its last row."""


def has_red(page, pane: int) -> bool:
    return pixels(page, pane).get("255 0 0", 0) > RED_PIXELS


def draw_red(server, page, tmp_path, drawings: dict[int, bytes]) -> None:
    """Has panes print a red image each, again if a snapshot took its place: the page gets its size late."""

    def print_missing() -> bool:
        missing = [pane for pane in drawings if not has_red(page, pane)]
        for pane in missing:
            print_bytes(server, tmp_path, pane, drawings[pane])
        return not missing

    eventually(print_missing, timeout_s=30, every_s=0.5)


def open_with_images(server, open_page, count: int):
    page, panes = open_panes(open_page, server, count)
    for pane in panes:
        eventually(lambda pane=pane: "$" in text(page, pane))
    return page, panes


@pytest.fixture
def with_images(server):
    with images_on(server):
        yield


@pytest.mark.usefixtures("with_images")
def test_images_are_drawn_scroll_and_go_with_what_is_cleared(server, open_page, tmp_path):
    page, panes = open_with_images(server, open_page, len(KINDS))
    assert not page.evaluate(IS_LOADED)
    draw_red(server, page, tmp_path, dict(zip(panes, KINDS.values(), strict=True)))
    assert page.evaluate(IS_LOADED)

    pane = panes[0]
    server.tmux("send-keys", "-t", f"%{pane}", "seq 200", "Enter")
    eventually(lambda: "200" in text(page, pane).split())
    eventually(lambda: pixels(page, pane) == {}, every_s=0.05)  # drawn a frame after the text was parsed
    frame(page, pane).locator(".xterm-screen").hover()
    eventually(lambda: page.mouse.wheel(0, -4000) or has_red(page, pane), every_s=0.05)
    server.tmux("send-keys", "-t", f"%{panes[1]}", "clear", "Enter")
    eventually(lambda: pixels(page, panes[1]) == {})


CLOSED = "() => window.__closed"
COUNT_CLOSED = """
window.__closed = 0;
const { close } = ImageBitmap.prototype;
ImageBitmap.prototype.close = function () {
  window.__closed += 1;
  return close.call(this);
};
"""


@pytest.mark.usefixtures("with_images")
def test_images_stay_whole_with_another_renderer_and_end_with_their_pane(server, open_page, tmp_path):
    """Cells of WebGL have another size. The image is as wide as 15 of them."""
    open_page("/login").context.add_init_script(A_CARD + COUNT_CLOSED)
    page, panes = open_with_images(server, open_page, 2)
    draws = lambda pane: frame(page, pane).locator(".xterm").get_attribute("data-renderer")  # noqa: E731
    eventually(lambda: draws(panes[1]) == "webgl", every_s=0.05)
    file, sixel = images.inline_file(images.png(120, 60, RED)), images.sixel(120, 60, RED)
    draw_red(server, page, tmp_path, {panes[0]: file, panes[1]: sixel})
    for pane in panes:
        frame(page, pane).locator(".xterm-screen").click(position={"x": 200, "y": 200})
        eventually(lambda pane=pane: draws(pane) == "webgl", every_s=0.05)
        eventually(lambda: all(has_red(page, one) for one in panes))
    before = page.evaluate(CLOSED)
    server.tmux("kill-pane", "-t", f"%{panes[0]}")
    eventually(lambda: page.evaluate(CLOSED) > before)


def test_without_the_setting_nothing_is_drawn_or_allowed(server, open_page, tmp_path):
    page, [pane] = open_panes(open_page, server, 1)
    eventually(lambda: "$" in text(page, pane))
    print_bytes(server, tmp_path, pane, b"".join(KINDS.values()), "echo 'EN''D'")
    eventually(lambda: "END" in text(page, pane).split())
    assert (pixels(page, pane), page.evaluate(IS_LOADED)) == ({}, False)
    assert page.evaluate(COMPILES) is False
    refused = "CSP wasm-eval"
    eventually(lambda: page.evaluate("true") and refused in open_page.complaints)
    open_page.complaints.remove(refused)


@pytest.mark.usefixtures("with_images")
def test_the_page_answers_no_query_after_an_image(server, open_page, tmp_path):
    """tmux answers, or nobody: an answer of the page would be typed into the program."""
    page, [pane] = open_with_images(server, open_page, 1)
    draw_red(server, page, tmp_path, {pane: images.sixel(120, 60, RED)})
    queries = r"\x1b[c\x1b[0c\x1b[?1;1;0S\x1b[?2;1;0S\x1b[?2;4;0S\x1b[14t\x1b[16t\x1b[18t"
    sent = page.evaluate(
        f"""() => new Promise((resolve) => {{
          const sent = [];
          window.__term.onData((data) => sent.push(data));
          window.__term.write("{queries}", () => resolve(sent));
        }})"""
    )
    assert sent == []


GARBAGE = bytes(range(0x20, 0x7F)) * 20
HOSTILE = [
    images.sixel(60, 60, BLUE)[:-30] + b"\x18",
    b"\x1bPq" + GARBAGE + b"\x1b\\",
    b'\x1bPq"1;1;4000000000;4000000000~\x1b\\',
    b"\x1bPq!4000000000~\x1b\\",
    b"\x1bPq" + b"~-" * 20_000 + b"\x1b\\",
    b"\x1bPq" + b"#1~$" * 2_650_000 + b"\x1b\\",  # 10.6 MB
    images.inline_file(images.png(60, 60, BLUE, declared=(60_000, 60_000))),
    images.inline_file(images.png(60, 60, BLUE, declared=(0xFFFFFFFF, 1))),
    images.inline_file(images.png(60, 60, BLUE, declared=(0xFFFFFFFF, 0xFFFFFFFF))),
    images.inline_file(images.png(60, 60, BLUE)[:60]),
    images.inline_file(images.png(60, 60, BLUE)[:33] + GARBAGE),
    images.inline_file(images.png(60, 60, BLUE), size=10),
    images.inline_file(images.png(60, 60, BLUE), size=4_000_000),
    images.inline_file(images.png(60, 60, BLUE), size=4_000_000_000),
    images.inline_file(images.png(60, 60, BLUE), "inline=1;width=99999999;height=99999999"),
    images.inline_file(images.png(60, 60, BLUE), "inline=1;width=0;height=-1"),
    images.inline_file(images.png(60, 60, BLUE), "inline=0"),
    images.inline_file(images.png(60, 60, BLUE), "name=%%%"),
    images.inline_file(b"no image at all, but a text of more than 24 characters"),
    images.inline_file(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    b"\x1b]1337;File=inline=1;size=900:" + GARBAGE.replace(b"\x07", b"") + b"\a",
    b"\x1b]1337;File=" + b";=:" * 500 + b"\a",
    b"\x1b]1337;FileEnd\a" + b"\x1b]1337;MultipartFile=size=1\a" + b"\x1b]1337;FilePart=A\a" * 500,
]
"""None of these is an image; some would be if the program had not lied."""


@pytest.mark.usefixtures("with_images")
def test_what_is_no_image_harms_nothing(server, open_page, tmp_path):
    page, [pane, other] = open_with_images(server, open_page, 2)
    draw_red(server, page, tmp_path, {pane: images.sixel(120, 60, RED)})
    # Long ones take a while; the other pane does not wait for them.
    print_bytes(server, tmp_path, pane, b"".join(HOSTILE), "echo 'EN''D'")
    server.tmux("send-keys", "-t", f"%{other}", "echo 'HE''RE'", "Enter")
    eventually(lambda: "HERE" in text(page, other).split())
    eventually(lambda: "END" in text(page, pane), timeout_s=30)
    server.tmux("send-keys", "-t", f"%{pane}", "clear", "Enter")
    eventually(lambda: pixels(page, pane) == {})
    draw_red(server, page, tmp_path, {pane: images.inline_file(images.png(120, 60, RED))})
