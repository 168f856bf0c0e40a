"""The layout that a viewer has is the layout of tmux, however it changes.

`WEBMUX_LAYOUT_COMMANDS=500` makes so many random changes, and `WEBMUX_LAYOUT_SEED` repeats a plan.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from tests.pane_client import PaneClient
from tests.tmux import tmux_is

COMMANDS = int(os.environ.get("WEBMUX_LAYOUT_COMMANDS", "30"))
PANES_MAX = 10
FORMAT = (
    "#{window_id} #{window_index} #{window_active} #{window_zoomed_flag} #{window_width} #{window_height}"
    " #{pane_id} #{pane_left} #{pane_top} #{pane_width} #{pane_height} #{pane_active} #{pane_dead}"
    " #{?pane_synchronized,1,0} #{pane-border-status} #{window_name}"
)
ALLOWED = ("no_room", "only_pane", "same_pane", "zoomed", "pane_not_found", "window_not_found", "tmux_failed")
LAYOUTS = ("even", "even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled")
KEYS = (
    b"%",
    b'"',
    *(b"zo{} !cnE"[at : at + 1] for at in range(9)),
    b"\x0f",
    b"xy",
    b"\x1b[C",
    b"\x1b1",
)


def of_tmux(server) -> set[tuple[str, ...]]:
    listed = server.tmux("list-panes", "-s", "-t", "=work:", "-F", FORMAT)
    return {tuple(line.split(" ", 15)) for line in listed.split("\n")}


def of_viewer(client: PaneClient) -> set[tuple[str, ...]]:
    rows = set()
    for window in client.windows.values():
        about = [int(window[name]) for name in ("index", "active", "zoomed", "cols", "rows")]
        for pane in window["panes"]:
            place = [int(pane[name]) for name in ("left", "top", "cols", "rows", "active", "dead", "sync")]
            fields = (window["id"], *about, f"%{pane['pane']}", *place, window["border"], window["name"])
            rows.add(tuple(map(str, fields)))
    return rows


def wait_equal(server, *clients: PaneClient) -> None:
    """Wait until viewers have what tmux lists; on failure say what differs."""
    for client in clients:
        try:
            client.wait(lambda client: client.settle(0) or of_viewer(client) == of_tmux(server))
        except AssertionError:
            ours, theirs = of_viewer(client), of_tmux(server)
            assert ([], []) == (sorted(ours - theirs), sorted(theirs - ours))


class Hands:
    """Three ways to change the layout, at random: the command line, a terminal, and a viewer."""

    def __init__(self, server, client: PaneClient, terminal: Any, dice: random.Random) -> None:
        self.server, self.client, self.terminal, self.dice = server, client, terminal, dice

    def change(self) -> str:
        way = self.dice.choice([self.command_line, self.command_line, self.viewer, self.viewer, self.keys])
        return f"{way.__name__}: {way()}"

    def _any(self) -> tuple[str, str]:
        """A window and a pane of it, as the viewer knows them."""
        return self.dice.choice([(row[0], row[6]) for row in sorted(of_viewer(self.client))])

    def _splits(self) -> bool:
        return len(of_viewer(self.client)) < PANES_MAX

    def command_line(self) -> str:
        (window, pane), (_, target) = self._any(), self._any()
        commands = [
            *(
                [("split-window", self.dice.choice(["-h", "-v"]), "-t", pane, "cat")] * 4
                if self._splits()
                else ()
            ),
            *([("kill-pane", "-t", pane)] if not self._splits() else ()),
            ("swap-pane", "-s", pane, "-t", target),
            ("rotate-window", "-t", window),
            ("break-pane", "-s", pane, "-t", "work:"),
            ("join-pane", self.dice.choice(["-h", "-v"]), "-s", pane, "-t", target),
            ("move-pane", "-s", pane, "-t", target),
            ("next-layout", "-t", window),
            ("resize-pane", "-Z", "-t", pane),
            ("resize-pane", "-x", str(self.dice.randrange(2, 70)), "-t", pane),
            ("rename-window", "-t", window, self.dice.choice(["a", "logs", "x-y"])),
            ("select-pane", "-t", pane),
        ]
        command = self.dice.choice(commands)
        try:
            self.server.tmux(*command)
        except AssertionError as refused:
            return f"{command}: {refused}"
        return " ".join(command)

    def viewer(self) -> str:
        (window, pane), (other, target) = self._any(), self._any()
        number, beside = int(pane[1:]), int(target[1:])
        commands: list[tuple[str, dict[str, Any]]] = [
            *([("split", {"pane": number, "direction": way}) for way in ("right", "down", "left", "up")]),
            ("kill", {"pane": number}) if not self._splits() else ("zoom", {"pane": number}),
            ("swap", {"pane": number, "with": beside}),
            ("break", {"pane": number}),
            ("join", {"pane": number, "window": other}),
            ("join", {"pane": number, "window": other, "with": beside, "direction": "up"}),
            ("layout", {"window": window, "name": self.dice.choice(LAYOUTS)}),
            ("select", {"pane": number}),
            ("select", {"window": window}),
            ("resize-pane", {"pane": number, "cols": self.dice.randrange(2, 70)}),
            ("resize-pane", {"pane": number, "rows": self.dice.randrange(2, 20)}),
            ("rename", {"window": window, "name": self.dice.choice(["b", "c d"])}),
            ("synchronize", {"window": window, "on": self.dice.random() < 0.5}),
        ]
        name, args = self.dice.choice(commands)
        reply = self.client.ask(name, **args)
        assert reply["ok"] or reply["error"]["code"] in ALLOWED, (name, args, reply)
        return f"{name} {args} {reply.get('error', '')}"

    def keys(self) -> str:
        if not self._splits():
            return "none"
        key = self.dice.choice(KEYS)
        self.terminal.type(b"\x02" + key)
        return repr(key)


@pytest.mark.timeout_s(max(60, COMMANDS))  # each starts processes of tmux
def test_every_viewer_has_the_layout_of_tmux(server, work, view, attach) -> None:
    """Random splits, swaps, zooms and the like, from the command line, a terminal and a viewer."""
    seed = int(os.environ.get("WEBMUX_LAYOUT_SEED", random.SystemRandom().randrange(2**31)))
    print(f"WEBMUX_LAYOUT_SEED={seed}")  # noqa: T201  needed to repeat a failure
    server.tmux("set-option", "-g", "automatic-rename", "off")
    server.tmux("set-option", "-g", "default-command", "cat")
    terminal = attach(cols=100, rows=31)
    terminal.wait(b"$ ")
    client, other = view(watch=1), view()
    wait_equal(server, other)
    hands = Hands(server, other, terminal, random.Random(seed))
    for count in range(COMMANDS):
        print(hands.change())  # noqa: T201
        for reader in (terminal, client):
            reader.settle(0)
        if count % 4 == 0:
            wait_equal(server, other)
    wait_equal(server, client, other)


def test_what_tmux_does_not_report_is_noticed(server, work, view) -> None:
    """Borders with titles, the order of windows, titles, dead panes, and panes that start again."""
    server.tmux("split-window", "-v", "-t", "=work:", "cat")
    server.tmux("new-window", "-d", "-t", "=work:", "cat")
    client = view()
    wait_equal(server, client)
    for status in ("top", "bottom"):
        server.tmux("set-option", "-w", "-t", "@0", "pane-border-status", status)
        client.wait(lambda client, status=status: client.windows["@0"]["border"] == status)
        wait_equal(server, client)
    server.tmux("set-option", "-g", "remain-on-exit", "on")
    server.tmux("swap-window", "-d", "-s", "@0", "-t", "@1")
    server.tmux("select-pane", "-t", "%1", "-T", "mine")
    server.tmux("send-keys", "-t", "%1", "C-d")
    server.tmux("set-option", "-w", "-t", "@1", "synchronize-panes", "on")

    def noticed(client: PaneClient) -> bool:
        pane = client.windows["@0"]["panes"][1]
        return (pane["dead"], pane["title"], client.windows["@1"]["panes"][0]["sync"]) == (True, "mine", True)

    client.wait(noticed)
    wait_equal(server, client)
    assert client.ask("respawn", pane=1)["ok"]
    client.wait(lambda client: not client.windows["@0"]["panes"][1]["dead"])
    wait_equal(server, client)
    assert "pane_runs" == client.ask("respawn", pane=1)["error"]["code"]
    client.type_to(1, "after that\r")
    client.wait_for(1, b"after that")


@pytest.mark.skipif(not tmux_is(3, 3), reason="tmux 3.2 has no native panes with remain-on-exit")
def test_a_cleared_history_and_a_restarted_pane_are_drawn_again(server, work, view) -> None:
    """tmux prints nothing for either, so viewers get a snapshot."""
    server.tmux("set-option", "-g", "remain-on-exit", "on")
    server.tmux("split-window", "-t", "=work:", "read x; seq 200; read x; exit 3")
    client = view()
    client.wait(lambda client: len(client.windows.get("@0", {"panes": ()})["panes"]) == 2)
    client.type_to(1, "x\r")
    client.wait_for(1, b"200")
    assert client.ask("clear-history", pane=1)["ok"]
    client.wait(lambda client: not client.shows(1, b"\n100\r") and client.shows(1, b"199"))
    client.type_to(1, "x\r")
    client.wait(lambda client: client.windows["@0"]["panes"][1]["dead"])
    server.tmux("respawn-pane", "-t", "%1", "cat")
    client.wait(lambda client: not client.shows(1, b"199"))


def test_commands_refuse_what_they_cannot_do(server, work, view) -> None:
    client = view()
    client.ready()
    for name, args, code in (
        ("split", {}, "bad_field"),
        ("split", {"pane": "%0", "direction": "right"}, "bad_field"),
        ("split", {"pane": 0, "direction": "over"}, "bad_field"),
        ("split", {"pane": 7, "direction": "right"}, "pane_not_found"),
        ("resize-pane", {"pane": 0}, "bad_field"),
        ("resize-pane", {"pane": 7, "cols": 3}, "pane_not_found"),
        ("select", {"window": "@9"}, "window_not_found"),
        ("select", {"window": "work"}, "bad_id"),
        ("rename", {"name": "x"}, "bad_field"),
        ("rename", {"window": "@0", "name": "#(touch x)"}, "bad_name"),
        ("rename", {"pane": 0, "name": "a\nb"}, "bad_name"),
        ("layout", {"window": "@0", "name": "b25d,80x24,0,0,0"}, "bad_field"),
        ("synchronize", {"window": "@0", "on": 1}, "bad_field"),
        ("break", {"pane": 0}, "only_pane"),
        ("join", {"pane": 0, "window": "@0"}, "same_pane"),
    ):
        assert code == client.ask(name, **args).get("error", {}).get("code"), name
    viewer = view(watch=1)
    viewer.ready()
    for name in ("split", "select", "kill", "resize-pane"):
        assert "forbidden" == viewer.ask(name, pane=0, cols=3, direction="right")["error"]["code"]
    assert client.ask("split", pane=0, direction="right")["ok"]
    client.wait(lambda client: len(client.window["panes"]) == 2)
    assert client.ask("resize-pane", pane=0, cols=20)["ok"]
    client.wait(lambda client: client.window["panes"][0]["cols"] == 20)


def test_a_program_that_prints_starts_again_on_request(server, work, view) -> None:
    """Without our pause that ends tmux with all sessions: `not enough data`, control.c."""
    server.tmux("split-window", "-t", "=work:", "while :; do seq -f more%.0f 300; sleep 0.002; done")
    client = view()
    client.wait(lambda client: 1 in client.panes)
    began = server.tmux("display-message", "-p", "-t", "%1", "#{pid} #{pane_pid}").split()
    for _ in range(20):
        assert client.ask("respawn", pane=1, kill=True)["ok"]
    now = server.tmux("display-message", "-p", "-t", "%1", "#{pid} #{pane_pid}").split()
    assert (began[0], True) == (now[0], began[1] != now[1])
    client.panes[1].screen.clear()
    client.wait_for(1, b"more")
    assert "bad_field" == client.ask("respawn", pane=1, kill="yes")["error"]["code"]
