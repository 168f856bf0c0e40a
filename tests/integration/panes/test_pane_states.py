"""Whatever state a program left its terminal in, what it prints after a join is drawn as in tmux."""

from __future__ import annotations

import pytest

from tests.pane_readers import Reader, faults_of, truths
from tests.screens import drawn_all
from tests.support import eventually
from webmux.panes.snapshots import compose

LINES = "".join(f"\x1b[3{n % 8}mline {n}\x1b[m {'w' * (n * 7 % 200)}\r\n" for n in range(40))
FULL_ROW = "0123456789" * 8

# What the program prints before the join, and after it.
CASES: dict[str, tuple[str | bytes, str | bytes]] = {
    "a prompt": ("$ ", "ls\r\nfile\r\n$ "),
    "history": (LINES, "more\r\n"),
    "history and a screen that is not full": (LINES + "\x1b[H\x1b[Jtop", "\r\nnext"),
    "blanks at the end of a row": ("prompt>   ", "x"),
    "the cursor in the middle": (LINES + "\x1b[5;10H", "here"),
    "a wrap that is pending": (LINES + FULL_ROW, "Z\r\n"),
    "a wrap that is pending in the last row": (LINES + "\x1b[24;1H" + FULL_ROW, "Z"),
    "a wrap that is pending, in colour": ("\x1b[m\x1b[44m" + FULL_ROW, "Z"),
    "a wrap that is pending after a wide character": ("x" * 78 + "日", "Z"),
    "a wide character that did not fit": ("x" * 79 + "日", "Z"),
    "wrapped rows": ("y" * 200 + "\r\n" + "z" * 170, "end"),
    "a wrapped row of wide characters": ("日本" * 61 + "x", "本"),
    "no automatic wrap": ("\x1b[?7lab", "c" * 100 + "d\r"),
    "the alternate screen": (LINES + "main\x1b[?1049h\x1b[3;3Hshown", "more\x1b[?1049lafter"),
    "the alternate screen is shown on": (LINES + "main\x1b[?1049h\x1b[3;3Hshown", "more"),
    "the alternate screen without a saved cursor": ("main\x1b[?47hshown", "more\x1b[?47lafter"),
    "the alternate screen 1047": ("main\x1b[?1047h\x1b[Hshown", "more\x1b[?1047l\x1b[5;5Hafter"),
    "wrapped rows on the alternate screen": ("\x1b[?1049h\x1b[H" + "y" * 200, "end"),
    "a scroll region": ("\x1b[5;10r\x1b[5;1Hone", "\x1bMabove"),
    "a scroll region on the alternate screen": (
        "\x1b[?1049h\x1b[H" + "row\r\n" * 20 + "\x1b[5;10r\x1b[10;1H",
        "\nnew\nnew",
    ),
    "a scroll region at the top": ("a\r\nb\r\nc\x1b[1;5r\x1b[5;1H", "x\x1bMy"),
    "origin mode": ("\x1b[5;10r\x1b[?6h\x1b[2;3H", "X\x1b[HY"),
    "origin mode without a region": ("\x1b[?6h\x1b[2;3H", "X\x1b[4;4HY"),
    "insert mode": ("abcdef\x1b[4h\x1b[1;3H", "XYZ"),
    "insert mode with a pending wrap": (FULL_ROW + "\x1b[4h", "Z"),
    "a tab stop": ("\x1b[3g\x1b[5G\x1bH\r", "\tX\tY"),
    "no tab stops": ("\x1b[3g\r", "\tX"),
    "more tab stops": ("\x1b[5G\x1bH\x1b[21G\x1bH\r", "\tX\tY\tZ\tA"),
    "tabs": ("a\tb\tc\r\n\tx", "\ty"),
    "line drawing in G1": ("\x1b)0\x0elqqk\r\nx", "x\x0f x"),
    "line drawing in G0": ("\x1b(0lqqk\r\nx", "x\x1b(B x"),
    "line drawing that ended": ("\x1b)0\x0elqqk\x0f\r\n", "q\x0eq"),
    "half an escape": ("text\x1b", "[31mred"),
    "half a CSI": ("text\x1b[3", "1mred\x1b[m"),
    "half a CSI with an intermediate": ("text\x1b[1 ", "qmore"),
    "half a private mode": ("text\x1b[?2", "5lmore"),
    "half an OSC": ("\x1b]0;ti", "tle\x07text"),
    "half an OSC with its escape": ("\x1b]0;title\x1b", "\\text"),
    "half an OSC 8": ("\x1b]8;;http://exa", "mple.org\x1b\\\x1b]8;;\x1b\\text"),
    "half a copy": ("\x1b]52;c;QUJD", "REU=\x07text"),
    "a name for the window": ("one\x1bkname\x1b\\two", "\x1bkname\x1b\\three"),
    "half a name for the window": ("one\x1bkna", "me\x1b\\two"),
    "half a DCS": ("text\x1bP$q", "m\x1b\\more"),
    "half an APC": ("text\x1b_Gf=1", "00\x1b\\more"),
    "half a character": (b"text \xe6\x97", b"\xa5 more"),
    "half an emoji": (b"text \xf0\x9f\x98", b"\x80 more"),
    "a combining character that comes later": ("cafe", "\u0301 au lait"),
    "a pen": ("\x1b[m\x1b[1;4;38;5;208;48;2;10;20;30m", "text\x1b[m plain"),
    "a pen that was partly reset": ("\x1b[m\x1b[1;31;44m\x1b[22;49m", "text"),
    "a pen over an erased screen": ("\x1b[m\x1b[41m\x1b[2J\x1b[H", "text\r\n"),
    "attributes of all kinds": (
        "".join(f"\x1b[{n}mA{n}\x1b[m" for n in (1, 2, 3, 4, 7, 9, 31, 97, 42, 103)) + "\x1b[38;5;99mB\x1b[m",
        " end",
    ),
    "a hidden cursor": ("\x1b[?25l", "text\x1b[?25h"),
    "application cursor keys": ("\x1b[?1h", "x"),
    "an application keypad": ("\x1b=", "x"),
    "a mouse": ("\x1b[?1002h\x1b[?1006h", "x"),
    "a mouse that moves": ("\x1b[?1000h\x1b[?1003h\x1b[?1006h", "x"),
    "a bare line feed": ("one\ntwo", "\nthree"),
}
MODES = {
    "applicationCursorKeysMode": "keypad_cursor_flag",
    "applicationKeypadMode": "keypad_flag",
    "insertMode": "insert_flag",
    "originMode": "origin_flag",
    "wraparoundMode": "wrap_flag",
}
MICE = {"000": "none", "100": "vt200", "010": "drag", "001": "any"}


def modes_of(tmux, pane: str) -> dict[str, object]:
    """The modes that tmux knows, by the names of xterm.js."""
    flags = " ".join(f"#{{{flag}}}" for flag in MODES.values())
    mouse = "#{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}"
    *values, buttons = tmux.run(("display-message", "-p", "-t", pane, f"{flags} {mouse}")).split()
    found: dict[str, object] = {name: value == "1" for name, value in zip(MODES, values, strict=True)}
    return {**found, "mouseTrackingMode": MICE[buttons]}


@pytest.fixture
def panes(tmux, run, hub_of):
    """A pane that prints what is typed, and its hub, for each case; the first part is printed."""
    panes = {name: run("stty raw -echo; exec cat") for name in CASES}
    form = ("list-panes", "-s", "-t", "=work:", "-F", "#{pane_current_command}")
    # So many processes take a while to start on a busy machine, and each question delays them.
    eventually(lambda: tmux.run(form).split().count("cat") > len(CASES), timeout_s=30, every_s=0.1)
    hubs = {name: hub_of(pane) for name, pane in panes.items()}
    found = {name: (panes[name], hubs[name]) for name in CASES}
    go_on(tmux, found, 0)
    return found


def go_on(tmux, panes, part: int) -> None:
    """Have all panes print a part, and wait until we have read it."""
    due = {}
    for name, (pane, hub) in panes.items():
        data = CASES[name][part]
        data = data.encode() if isinstance(data, str) else data
        due[name] = hub.received_bytes + len(data)
        for at in range(0, len(data), 200):
            keys = [f"{byte:02x}" for byte in data[at : at + 200]]
            tmux.run(("send-keys", "-t", pane, "-H", *keys))
    eventually(lambda: all(panes[name][1].received_bytes >= count for name, count in due.items()))


def lines_of(screen: dict) -> list[str]:
    """What is copied from a terminal: rows that continue each other are one line."""
    lines: list[str] = []
    for row, continues in zip(screen["history"] + screen["lines"], screen["wrapped"], strict=True):
        if continues and lines:
            lines[-1] += row
        else:
            lines.append(row)
    return [line.rstrip(" ") for line in lines]


def assert_same(tmux, panes, streams: list[bytes], *, history: bool) -> None:
    """Terminals that got these streams show what the panes show."""
    expected = truths(tmux, [pane for pane, _ in panes.values()])
    screens = drawn_all(streams, 80, 24, scrollback=1000)
    faults = []
    for (name, (pane, _)), wanted, got in zip(panes.items(), expected, screens, strict=True):
        modes = modes_of(tmux, pane)
        found = {mode: got["modes"][mode] for mode in modes}
        faults += [f"{name}: {fault}" for fault in faults_of(got, wanted, history=history)]
        faults += [f"{name}: {found}, tmux {modes}"] if found != modes else []
    assert not faults, "\n".join(faults)


@pytest.mark.timeout_s(60)  # more than fifty panes
def test_a_viewer_who_joins_goes_on_as_the_program_does(tmux, panes):
    """Also one whose terminal shows something else, and gets a repaint without a reset.

    tmux forgets an unfinished sequence after five seconds, so nothing slow may come in between.
    """
    readers = {name: Reader(hub) for name, (_, hub) in panes.items()}
    eventually(lambda: all(reader.snapshots for reader in readers.values()))
    joined = [bytes(reader.received) for reader in readers.values()]
    repaints = []
    for (_, hub), other in zip(panes.values(), [joined[-1], *joined], strict=False):
        _, capture, unreported = hub.fence(quiet=True)
        repaints.append(other + compose.screen(capture, unreported))
    go_on(tmux, panes, 1)
    after = [bytes(reader.output) for reader in readers.values()]
    assert_same(tmux, panes, [bytes(reader.received) for reader in readers.values()], history=True)
    assert_same(
        tmux, panes, [first + rest for first, rest in zip(repaints, after, strict=True)], history=False
    )


def test_lines_that_wrap_are_copied_without_line_breaks(tmux, run, hub_of, tmp_path):
    """In the history, on the screen, and across the edge between them; also after a repaint."""
    text = "".join(f"{n} " + "word " * (n * 13 % 70) + "日本" * (n * 7 % 50) + "\n" for n in range(60))
    file = tmp_path / "text"
    file.write_text(text)
    pane = run(f"cat {file}; exec cat")
    ask = ("capture-pane", "-pJ", "-S", "-1000", "-t", pane)
    eventually(lambda: "59 " in tmux.run(ask))
    hub = hub_of(pane)
    reader = Reader(hub)
    eventually(lambda: reader.snapshots)
    _, capture, unreported = hub.fence()
    streams = [bytes(reader.received), bytes(reader.received) + compose.screen(capture, unreported)]
    expected = [line.rstrip(" ") for line in tmux.run(ask).removesuffix("\n").split("\n")]
    for screen in drawn_all(streams, 80, 24, scrollback=1000):
        assert lines_of(screen) == expected
