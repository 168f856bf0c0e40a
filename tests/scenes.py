"""Output of programs for pictures: an editor, a test run, a process list. Text for `cat`."""

from __future__ import annotations

import re

from tests.server import ROOT

_RESET, _BOLD, _GREY = "\033[0m", "\033[1m", "\033[38;5;244m"
_RED, _GREEN, _YELLOW, _BLUE = "\033[31m", "\033[32m", "\033[33m", "\033[34m"
_RUNNING = [
    (4121, "ada", 61.8, 4.1, "1:12", "node build.js"),
    (3977, "ada", 16.9, 2.7, "0:41", "python app.py"),
    (4203, "ada", 9.2, 1.9, "0:08", "pytest -n 2"),
    (812, "root", 1.3, 0.4, "3:02", "tmux: server"),
    (4310, "ada", 0.7, 0.2, "0:00", "htop"),
    (1, "root", 0.0, 0.1, "0:02", "init"),
]
_COLOURS = {
    "comment": "\033[38;5;244m",
    "string": "\033[32m",
    "keyword": "\033[35m",
    "name": "\033[34m",
    "number": "\033[33m",
}
_WORDS = "from import class def return if else for in while not and or is None True False self raise with as"
_TOKENS = re.compile(
    r'(?P<comment>#.*)|(?P<string>"""[^"]*(?:""")?|"[^"]*")'
    rf"|(?P<keyword>\b(?:{_WORDS.replace(' ', '|')})\b)"
    r"|(?P<name>(?<=def )\w+|(?<=class )\w+)|(?P<number>\b\d[\d_]*\b)"
)


def editor(rows: int) -> str:
    """A file of ours as an editor shows it, its status line in the last row."""
    lines = [line[:50] for line in (ROOT / "webmux/hub/ring.py").read_text().splitlines()]
    shown = [
        f"{_COLOURS['comment']}{number:>3}{_RESET} {_painted(line)}" for number, line in enumerate(lines, 1)
    ]
    shown = (shown[10:] + ["\033[34m~\033[0m"] * rows)[: rows - 1]
    status = f"\033[30;42m NORMAL \033[0;7m webmux/hub/ring.py{'':<9}python  utf-8  22:5 {_RESET}"
    return "\033[2J\033[H" + "\r\n".join([*shown, status]) + "\033[12;9H"


def run() -> str:
    """A successful test run."""
    done = ["unit/hub/test_ring", "unit/hub/test_hub", "unit/wire/test_codec", "unit/tmux/test_control"]
    done += [
        "integration/test_sockets",
        "integration/test_resize",
        "browser/test_phone",
        "browser/test_files",
    ]
    rows = [f"{_BOLD}${_RESET} make test {'':<20}{_GREY}2 workers{_RESET}", ""]
    for place, name in enumerate(done, 1):
        told = f"{place * 7 + 4:>3} passed {place * 10:>3}%"
        rows.append(f" {_GREEN}✓{_RESET} {name:<26}{_GREY}{told}{_RESET}")
    rows.append(f" {_YELLOW}●{_RESET} browser/test_keyboard     {_YELLOW}running…{_RESET}")
    bar = f"{_GREEN}{'━' * 28}\033[38;5;238m{'━' * 6}{_RESET}"
    rows += ["", f" {bar}  {_BOLD}84 %{_RESET}", "", f"{_BOLD}{_GREEN} 412 passed{_RESET} in 38.2 s"]
    return "\033[2J\033[H" + "\r\n".join([*rows, "", f"{_BOLD}${_RESET} "])


def processes() -> str:
    """Processors, memory, and the programs that use them."""
    rows = []
    for number, used in enumerate((62, 17, 34, 8), 1):
        full = used * 36 // 100
        low, high = "|" * min(full, 14), "|" * max(0, full - 14)
        figure = f"{' ' * (36 - full)}{_GREY}{used:>4}.{number}%"
        rows.append(_gauge(str(number), f"{_GREEN}{low}{_RED}{high}{figure}"))
    used = f"{_GREEN}{'|' * 12}{_BLUE}{'|' * 4}{_YELLOW}{'|' * 6}{' ' * 11}"
    rows += [_gauge("M", f"{used}{_GREY}3.1G/7.8G"), ""]
    rows.append(f"\033[30;42m   PID USER     CPU%  MEM%   TIME+  {'Command':<14}{_RESET}")
    for place, (pid, user, cpu, memory, time, command) in enumerate(_RUNNING):
        line = f"{pid:>6} {user:<8} {cpu:>4} {memory:>5} {time:>7}  "
        chosen = f"\033[30;46m{line}{command:<14}{_RESET}"
        rows.append(chosen if place == 0 else f"{line}{_GREEN}{command}{_RESET}")
    return "\033[2J\033[H\033[?25l" + "\r\n".join(rows)


def _gauge(name: str, filled: str) -> str:
    return f" \033[36m{name}{_RESET}{_BOLD}[{_RESET}{filled}{_RESET}{_BOLD}]{_RESET}"


def _painted(line: str) -> str:
    return _TOKENS.sub(lambda found: f"{_COLOURS[found.lastgroup or 'name']}{found[0]}{_RESET}", line)
