"""A terminal follows its tmux client to another session; commands apply to the visible session of a group."""

from __future__ import annotations

import json

import pytest

from tests.client import RawSocket, TerminalClient
from tests.support import eventually
from webmux.wire.opcodes import Opcode


@pytest.fixture
def sessions(server) -> None:
    for name in ("a", "b"):
        server.tmux("new-session", "-d", "-s", name, "-n", f"win{name}", "env PS1='$ ' sh")


def switch(server, to: str, terminals: int = 1) -> None:
    """Each terminal of tmux shows this session, as by prefix s. A page is open before its client is."""
    eventually(lambda: len(server.terminals()) == terminals)
    for tty in server.terminals():
        server.tmux("switch-client", "-c", tty, "-t", f"={to}")


def named(client: TerminalClient, event: str) -> list[dict]:
    return [one for one in client.events if one["event"] == event]


def test_commands_apply_to_the_session_that_the_terminal_shows(server, sessions, attach):
    page = attach("a")
    looks = attach("a", watch=1)
    mirror = attach("a", view="mirror")
    for client in (page, looks, mirror):
        client.wait(lambda c: named(c, "windows"))
    page.events.clear()
    mirror.events.clear()
    switch(server, "b")
    page.wait(lambda c: named(c, "switched"))
    told = named(page, "switched")[0]
    assert (told["session"]["name"], told["session"]["id"], told["recording"]) == ("b", "$1", False)
    page.wait(lambda c: any(one["windows"][0]["session_id"] == "$1" for one in named(c, "windows")))
    closed = looks.until_closed()
    assert (4403, "switched") == (closed.code, next(looks.of(Opcode.EXIT))["reason"])
    mirror.settle()
    assert [] == named(mirror, "switched"), "a mirror stays with its session"
    server.tmux("new-window", "-d", "-t", "=b:", "-n", "more", "sh")
    page.send(Opcode.WINDOW_SWITCH, b"1")
    eventually(
        lambda: server.tmux("list-windows", "-t", "=b:", "-F", "#{window_active}").split() == ["0", "1"]
    )
    assert ["@1", "@2"] == sorted(pane["window"] for pane in page.ask("panes")["result"]["panes"])
    listed = json.loads(server.request("GET", "/api/sessions", None, server.bearer)[2])["sessions"]
    assert {"a": 1, "b": 1} == {one["name"]: one["viewers"] for one in listed}
    hub, offset = page.attached["hub"], page.offset
    page.close()
    again = attach("b", hub=hub, offset=offset)
    again.wait(lambda c: c.attached)
    assert (again.attached["hub"], again.attached["session"]["name"]) == (hub, "b")
    server.tmux("set-option", "-g", "detach-on-destroy", "off")
    server.tmux("kill-session", "-t", "=b")
    again.wait(lambda c: named(c, "switched"))
    assert "a" == named(again, "switched")[-1]["session"]["name"]
    server.tmux("set-option", "-g", "detach-on-destroy", "on")
    server.tmux("kill-session", "-t", "=a")
    assert 4410 == again.until_closed().code


def test_a_copy_goes_to_the_last_typist_of_the_visible_session(server, sessions, attach):
    """Of those that show one session, also if a terminal was asked for by the name of another."""
    moved, stays = attach("a"), attach("b")
    stays.type("x\r")
    stays.wait(b"not found")
    switch(server, "b", terminals=2)
    moved.wait(lambda c: named(c, "switched"))
    moved.type("printf '\\033]52;c;aGVsbG8=\\007do%s' ne\r")
    moved.wait(lambda c: named(c, "clipboard"))
    stays.wait(b"done")
    stays.settle()
    assert [] == named(stays, "clipboard")


def test_a_json_client_is_notified_which_session_it_shows(server, sessions):
    socket = RawSocket(server.host, server.port, "/ws", server.bearer)
    try:
        socket.send(json.dumps({"type": "attach-session", "sessionName": "a"}))
        names = []
        while len(names) < 2:
            message = json.loads(socket.receive())
            if message["type"] == "output" and not message["data"].isspace() and names == ["a"]:
                switch(server, "b")
            names += [message["sessionName"]] if message["type"] == "attached" else []
        assert ["a", "b"] == names
    finally:
        socket.close()


def test_each_session_of_a_group_has_its_own_window(server, attach):
    server.tmux("new-session", "-d", "-s", "a", "-n", "one", "sh")
    for name in ("two", "three"):
        server.tmux("new-window", "-d", "-t", "=a:", "-n", name, "sh")
    server.tmux("new-session", "-d", "-t", "=a", "-s", "b")
    pages = {name: attach(name) for name in ("a", "b")}
    for page in pages.values():
        page.wait(lambda c: named(c, "windows"))

    def shown() -> list[str]:
        form = "#{session_name} #{window_name}"
        return server.tmux("list-windows", "-a", "-f", "#{window_active}", "-F", form).splitlines()

    pages["b"].send(Opcode.WINDOW_SWITCH, b"@2")
    eventually(lambda: shown() == ["a one", "b three"])
    pages["a"].send(Opcode.WINDOW_SWITCH, b"1")
    eventually(lambda: shown() == ["a two", "b three"])
    body = json.dumps({"index": 0}).encode()
    headers = {**server.bearer, "Content-Type": "application/json"}
    assert 200 == server.request("POST", "/api/windows/%402/move", body, headers)[0]
    assert shown() == ["a two", "b three"]
