"""Characters take as many columns in a browser as in the tmux that runs: live, after a reload, in a mirror.

`WEBMUX_TEST_ALL_WIDTHS=1` goes through every assigned character, which takes some minutes.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.screens import drawn_all
from tests.support import eventually

pytestmark = pytest.mark.own_server

ROWS = 120
COLS = 80
EVERY = 1 if os.environ.get("WEBMUX_TEST_ALL_WIDTHS") == "1" else 997
ROWS_PROGRAM = Path(__file__).parent.parent / "rows.py"
Z, V, KEY = "\u200d", "\ufe0f", "\u20e3"


def sequences() -> list[str]:
    """Two hundred and more: emoji of several characters, jamo, marks, flags, and meaningless sequences."""
    firsts = [*"👩👍✋☝❤⚠✔▶🏳1#©↔☎", *"éあ漢가कاשก", *"🇩🏽🪄🫠👁e"]
    found = [
        first + rest for first in firsts for rest in (V, f"{Z}💻", "🏽", "\u0301", "\ufe0e", "🇪", V + KEY)
    ]
    found += [
        "👨‍👩‍👧",
        "👨‍👩‍👧‍👦",
        "👩🏽‍💻",
        f"🏳{V}{Z}🌈",
        f"👁{V}{Z}🗨{V}",
        f"❤{V}{Z}🔥",
        f"1{V}{KEY}",
        "🇩🇪🇺🇸🇩",
        "🫱🏻‍🫲🏿",
    ]
    found += [
        "👍🏽👍🏽",
        "🏽👍",
        "각",
        "각",
        "한글",
        f"⚠{V} Warning",
        "हिन्दी",
        "क्षि",
        "ภาษาไทยกำ",
        "العربية",
        f"a{Z}é",
    ]
    return found


def assigned() -> list[str]:
    """Assigned characters, or some of them, each behind a letter."""
    known = [
        chr(code) for code in range(0xA0, 0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")
    ]
    return ["a" + one for one in known[::EVERY]]


def wrong(kind: str, texts: list[str], columns: list[int], screen: dict) -> list[tuple[str, str, int, int]]:
    """The texts whose bar is in another column than in tmux."""
    told = []
    for text, column, shown in zip(texts, columns, screen["bars"], strict=False):
        if shown != column:
            told.append((kind, " ".join(f"{ord(one):x}" for one in text), column, shown))
    return told


@pytest.mark.timeout_s(1800 if EVERY == 1 else 60)  # hundreds of screens
def test_widths_are_those_of_tmux(server, attach, tmp_path):
    """The bar behind each text is in tmux's column, live, after a reload and in a mirror."""
    texts = [f"a{one}b" for one in sequences()] + assigned()
    screens = [texts[at : at + ROWS] for at in range(0, len(texts), ROWS)]
    file = tmp_path / "screens.json"
    file.write_text(json.dumps(screens))
    program = f"exec {sys.executable} {ROWS_PROGRAM} {file}"
    server.tmux("new-session", "-d", "-s", "wide", "-x", str(COLS), "-y", str(ROWS + 3), program)
    live = attach("wide", cols=COLS, rows=ROWS + 3, widths="")
    live.wait(b"ready")
    mistakes = []
    for number, texts in enumerate(screens):
        server.tmux("send-keys", "-t", "=wide:", "n")
        told = Path(f"{file}.{number}")
        eventually(told.exists)
        live.wait(b"screen %d" % number)
        widths = live.attached["widths"]
        late = attach("wide", cols=COLS, rows=ROWS + 3, widths=widths["id"])
        mirror = attach("wide", view="mirror", watch=1, widths="")
        for client in (late, mirror):
            client.wait(b"screen %d" % number)
        assert "widths" not in late.attached
        streams = [bytes(client.screen) for client in (live, late, mirror)]
        shown = drawn_all(streams, COLS, ROWS + 3, widths=widths)
        for kind, screen in zip(("live", "late", "mirror"), shown, strict=True):
            mistakes += wrong(kind, texts, json.loads(told.read_text()), screen)
        late.close()
        mirror.close()
    assert [] == mistakes
