"""Programs that ask the terminal: each query has exactly one answer, however many view the pane."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pane_client import PaneClient
from tests.support import eventually
from tests.tmux import tmux_is
from webmux.model import Size
from webmux.tmux.pty import PtySource, attach_command
from webmux.wire.pane_records import REPORT

THEME = {"foreground": "#ffffff", "background": "#001080", "palette": ["#010203"] * 16}
DEFAULTS = [b"\x1b]10;rgb:ffff/ffff/ffff\x07", b"\x1b]11;rgb:0000/1010/8080\x1b\\"]
PALETTE = b"\x1b]4;3;rgb:0101/0202/0303\x07"
OTHERS = [b"c", b"R"]
"""The last bytes of the answers of tmux: what the terminal is, and where the cursor is."""


class Asking:
    """Panes of `work` whose programs ask everything, and record what they read."""

    def __init__(self, server: Any, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self._count = 0
        self.clients: list[PaneClient] = []

    def answers(self, least: int) -> bytes:
        """What a new program read: at least so many answers to colours, then whatever came before a key."""
        self._count += 1
        path, script = (self._folder / f"{self._count}{end}" for end in ("", ".sh"))
        queries = r"\033]10;?\007\033]11;?\033\\\033]4;3;?\007\033P$q q\033\\\033[c\033[6n"
        script.write_text(
            f"stty raw -echo; : > {path}.raw; head -c 1 >&2; printf '{queries}'; exec cat > {path}\n"
        )
        options = ("-d", "-P", "-F", "#{pane_id}", "-t", "=work:")
        pane = self.server.tmux("split-window", *options, f"sh {script}").strip()
        eventually(path.with_name(path.name + ".raw").exists)
        self._until_known(pane)
        self.server.tmux("send-keys", "-t", pane, "?")
        eventually(lambda: path.exists() and path.read_bytes().count(b"rgb:") >= least)
        eventually(lambda: all(last in path.read_bytes() for last in OTHERS))  # 3.6 has them wait for colours
        self.server.tmux("send-keys", "-t", pane, "!")
        eventually(lambda: b"!" in path.read_bytes())
        self.server.tmux("kill-pane", "-t", pane)
        return path.read_bytes()

    def _until_known(self, pane: str) -> None:
        """Wait until tmux has the colours of a new pane from us: until then 3.5 and newer say black."""
        for client in self.clients[-1:]:
            client.wait(
                lambda it: pane in {f"%{one['pane']}" for w in it.windows.values() for one in w["panes"]}
            )
            for _ in range(3):
                assert client.ask("keys")["ok"]


@pytest.fixture
def asking(server, work, tmp_path: Path) -> Iterator[Asking]:
    clients = [PaneClient(server, "work") for _ in range(3)]
    clients[0].ready()
    for client in clients:
        assert client.ask("colours", **THEME)["ok"]
    asking = Asking(server, tmp_path)
    asking.clients = clients
    yield asking
    for client in clients:
        client.close()


needs_colours = pytest.mark.skipif(
    tmux_is(3, 4) and not tmux_is(3, 5), reason="tmux 3.4 says black, and nobody can keep it from that"
)


@needs_colours
def test_each_query_has_one_answer_with_three_viewers_with_one_and_with_none(asking: Asking) -> None:
    settings = set()
    for left in (3, 1, 0):
        while len(asking.clients) > left:
            asking.clients.pop().close()
        answers = asking.answers(3)
        assert [1, 1, 1] == [answers.count(answer) for answer in (*DEFAULTS, PALETTE)], answers
        assert 3 == answers.count(b"rgb:")
        assert [1, 1] == [answers.count(last) for last in OTHERS], answers
        settings.add(answers.count(b"$r"))  # DECRQSS: tmux itself answers, or nobody does
    assert settings in ({0}, {1})


@needs_colours
def test_a_terminal_beside_adds_no_answer(server, asking: Asking) -> None:
    argv = attach_command(["tmux", "-u", "-S", str(server.tmux_socket)], "=work", "3.3a")
    terminal = PtySource(argv, Size(80, 25))
    eventually(lambda: terminal.read(65536, 0.1))
    eventually(lambda: len(server.terminals()) == 1)
    # 3.5 and newer know the colours of the session's panes, or those of the terminal. 3.6 and newer ask the
    # terminal for the palette, and this one does not answer.
    palette_answers = int(not tmux_is(3, 6))
    answers = asking.answers(2 + palette_answers)
    assert [1, 1] == [answers.count(start) for start in (b"\x1b]10;rgb:", b"\x1b]11;rgb:")], answers
    assert palette_answers == answers.count(PALETTE)
    assert [1, 1] == [answers.count(last) for last in OTHERS], answers
    assert answers.count(b"$r") <= 1, answers
    terminal.close()


def test_a_wrong_theme_is_refused(asking: Asking) -> None:
    reply = asking.clients[0].ask("colours", foreground="white", background="#000000")
    assert "bad_field" == reply["error"]["code"]


def test_the_focus_is_reported_only_to_a_program_that_asked(server, work, tmp_path: Path) -> None:
    client = PaneClient(server, "work")
    client.ready()
    panes = []
    for name, prints in (("silent", "go"), ("asked", r"\033[?1004hgo")):
        path = tmp_path / name
        script = f"stty raw -echo; : > {path}; head -c 1 >&2; printf '{prints}'; exec cat > {path}"
        split = ("split-window", "-h", "-P", "-F", "#{pane_id}", "-t", "=work:", script)
        panes.append(int(server.tmux(*split).strip()[1:]))
        eventually(path.exists)
    client.wait(lambda it: set(panes) <= set(it.panes))
    for pane in panes:
        client.type_to(pane, "x")
        client.wait_for(pane, b"go")
        client.type_to(pane, "\x1b[I", kind=REPORT)
        client.type_to(pane, "\x1b]11;rgb:0000/0000/0000\x07", kind=REPORT)
        client.type_to(pane, "!")
    # tmux takes a control client for a terminal with the focus, so it may report that itself as well.
    for name, expected in (("silent", {b"!"}), ("asked", {b"\x1b[I!", b"\x1b[I\x1b[I!"})):
        eventually(lambda name=name: b"!" in (tmp_path / name).read_bytes())
        assert (tmp_path / name).read_bytes() in expected
    client.close()
