"""The ghost over real sockets: a terminal for prompts, menus and popups that counts as nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import gevent
import pytest

from tests.client import Refused, TerminalClient
from tests.pane_client import PaneClient
from tests.support import eventually


class Both:
    """A page: its panes, and its ghost."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.panes = PaneClient(server, "work")
        self.panes.ready()
        self.ghost = self.open()

    def open(self) -> TerminalClient:
        """A ghost that was drawn."""
        ghost = TerminalClient(self.server, "work", own=1, ghost=1, cols=30, rows=9)
        ghost.wait(b"$")
        return ghost

    def press(self, *keys: bytes) -> None:
        """Type keys as slowly as a user: several within a millisecond are a paste (assume-paste-time)."""
        for key in keys:
            self.ghost.type(key)
            gevent.sleep(0.005)

    def close(self) -> None:
        self.ghost.close()
        self.panes.close()

    def size(self) -> str:
        """The size of the current window."""
        form = "#{window_width}x#{window_height}"
        return str(self.server.tmux("display-message", "-p", "-t", "=work:", form)).strip()


def api(server: Any, path: str) -> Any:
    """The answer to a GET."""
    status, _, body = server.request("GET", path, headers=server.bearer)
    assert 200 == status, body
    return json.loads(body)


@pytest.fixture
def both(server, work) -> Iterator[Both]:
    both = Both(server)
    yield both
    both.close()


def test_a_ghost_shows_the_window_and_never_moves_its_size(server, both: Both) -> None:
    assert (True, "terminal") == tuple(both.ghost.attached[name] for name in ("ghost", "view"))
    before = both.size()
    cols, rows = map(int, before.split("x"))
    assert (cols, rows + 1) == both.ghost.size
    both.ghost.resize(40, 10)
    both.ghost.type(b"echo in-$((1+1))\r")
    both.ghost.wait(b"in-2")
    both.press(b"\x02", b":", *(bytes([byte]) for byte in b"set -g @asked yes\r"))
    eventually(lambda: "yes" in server.tmux("show-options", "-gq", "@asked"))
    both.press(b"\x02", b"w")
    both.ghost.wait(b"(0)")
    both.ghost.type(b"q")
    both.ghost.wait(lambda it: "0" in server.tmux("display-message", "-p", "-t", "=work:", "#{pane_in_mode}"))
    assert before == both.size()
    server.tmux("resize-window", "-t", "=work:", "-x", "70", "-y", "20")
    both.ghost.wait(lambda it: it.size == (70, 21))


def test_a_ghost_counts_as_nobody_and_ends_with_its_page(server, attach, both: Both) -> None:
    with_terminal = attach()
    with_terminal.wait(b"$")
    ghost = attach(own=1, ghost=1)
    ghost.wait(b"$")
    assert 3 == len(server.terminals())

    def counted() -> tuple[int, int]:
        [session] = api(server, "/api/sessions")["sessions"]
        return session["attached"], session["viewers"]

    eventually(lambda: (1, 2) == counted())
    assert not [one for one in with_terminal.events if one["event"] == "terminals"]
    assert {2} == {one["viewers"] for one in with_terminal.events if one["event"] == "presence"}
    views = [one["view"] for one in api(server, "/api/admin/connections")["connections"]]
    assert sorted(views) == ["ghost", "ghost", "panes", "terminal"]
    ghost.close()
    both.ghost.close()
    eventually(lambda: len(server.terminals()) == 1)


def test_a_popup_of_a_script_is_shown_by_the_ghost(server, both: Both) -> None:
    popup = f"tmux -S {server.tmux_socket} display-popup -E"
    for number in (1, 2):
        both.panes.type(f"{popup} 'echo popup-$(({number}+4)); exec cat'\r")
        both.ghost.wait(f"popup-{number + 4}".encode())
        both.ghost.type(b"\x04")
        both.panes.type(f"echo closed-$(({number}+4))\r")
        both.panes.wait_for(both.panes.focus, f"closed-{number + 4}".encode())
        # The hands attach now, and are then the newest client.
        assert both.panes.ask("binding", pane=both.panes.focus, table="prefix", key="~")["ok"]


@pytest.mark.parametrize(
    "query", [{}, {"own": 1, "view": "mirror"}, {"own": 1, "watch": 1}, {"view": "panes"}]
)
def test_a_ghost_is_a_terminal_of_its_own(server, work, query: dict[str, object]) -> None:
    with pytest.raises(Refused, match="400"):
        TerminalClient(server, "work", ghost=1, **query)
