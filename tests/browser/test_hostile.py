"""Whatever a program prints: the page lives on, types nothing into the pane, and nothing of it is markup."""

from __future__ import annotations

import random

from tests import pages
from tests.pages import equals_pane, session, wait_screen
from tests.screens import pane_lines
from tests.support import eventually

HTML = b"<img src=x onerror=alert(1)><b>x</b>"
QUERIES = [
    *(b"\x1b[c", b"\x1b[>c", b"\x1b[=c", b"\x1b[5n", b"\x1b[6n", b"\x1b[?6n", b"\x1b[?2026$p", b"\x1b[18t"),
    *(
        b"\x1b[21t",
        b"\x1b[>q",
        b"\x1b[?u",
        b"\x1b[x",
        b"\x1b[?1;1;0S",
        b"\x1bP$qm\x1b\\",
        b"\x1bP+q544e\x1b\\",
    ),
    *(
        b'\x1bP$q"p\x1b\\',
        b"\x1b]10;?\x07",
        b"\x1b]11;?\x1b\\",
        b"\x1b]4;1;?\x07",
        b"\x1b]52;c;?\x07",
        b"\x05",
    ),
]
TITLES = [*(b"\x1b]%d;%s\x07" % (kind, HTML) for kind in (0, 1, 2)), b"\x1bk%s\x1b\\" % HTML]
HUGE = [
    b"\x1b]8;;http://x/%s\x07link\x1b]8;;\x07" % (b"y" * 200_000),
    b"\x1b]0;%s\x07" % (b"z" * 300_000),
    b"\x1bP%s\x1b\\" % (b"q" * 300_000),
]
CUT = [b"\x1b]2;cut", b"\x1bPcut", b"\x1b[38;2;1", b"\x1b"]
BYTES = random.Random(27).randbytes(20_000).translate(None, bytes([*range(0x20), 0x7F]))


def through(data: bytes) -> bytes:
    """As tmux hands it on to the terminals outside."""
    return b"\x1bPtmux;" + data.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"


def answers(page) -> str:
    """What the server, once for all browsers, answers to `QUERIES`; a browser answers none."""
    if pages.VIEW == "panes":
        return "^[]10;rgb:1d1d/2727/3131^G^[]4;1;rgb:b4b4/2323/1818^G"  # the colours of the page
    rows, cols = page.evaluate("() => [window.__term.rows, window.__term.cols]")
    return f"^[[?62;22c^[[>0;276;0c^[[0n^[[8;{rows};{cols}t^[P>|WebMux^[\\"


def test_hostile_output_types_nothing_and_hurts_nothing(open_page, server):
    """For tmux, and through it for two browsers. What is typed shows as `cat -v` has it."""
    path = server.directory / "hostile"
    said = [*TITLES, *HUGE, BYTES]
    printed = [*said, *map(through, [*QUERIES, *said, *CUT]), b"L" * 1_000_000]
    path.write_bytes(b"".join([*printed, b"\x1b[m\x1b[H\x1b[2Jhostile-end\r\n"]))
    session(server, "work", f"stty -echo; head -c 1 >/dev/null; cat {path}; exec cat -v")
    server.tmux("set-option", "-g", "allow-passthrough", "on")
    other, page = open_page("/s/work"), open_page("/s/work")
    for one in (other, page):
        one.wait_for_selector("#terminal[data-features=ready]", state="attached")
    page.keyboard.press("Enter")
    wait_screen(page, "hostile-end")
    server.tmux("rename-window", "-t", "=work:", HTML.decode())
    page.locator("#tabs .tab-text").get_by_text(HTML.decode()).wait_for()
    page.keyboard.type("\rstill-here\r")
    for one in (other, page):
        wait_screen(one, "still-here")
        eventually(lambda shown=one: equals_pane(shown, server, "work"), every_s=0.1)
        assert one.locator("img[onerror], .xterm-screen b, .term-bar b").count() == 0
    shown = [line for line in pane_lines(server, "work") if line]
    assert shown == ["hostile-end", answers(page), "still-here"]
