"""What viewers and guests may do with panes, record by record."""

from __future__ import annotations

import json
import struct

import pytest

from tests.client import Refused
from tests.integration.test_shared import guest_of, share
from tests.support import eventually
from webmux.wire.opcodes import Opcode

SHELL = "env PS1='$ ' sh"
SIZE = "#{window_width}x#{window_height}"


def codes(client) -> list[str]:
    return [error["code"] for error in client.of(Opcode.ERROR)]


def test_a_viewer_can_look_and_change_nothing(server, work, view):
    """Each record and each command that types or changes something is refused, and the connection stays."""
    size = server.tmux("display-message", "-p", "-t", "=work:", SIZE)
    client = view(watch=1)
    pane = client.ready()
    assert "viewer" == client.attached["role"]
    client.type_to(pane, "touch x\r")
    client.type_to(pane, "touch x\r", kind=1)
    client.type("touch x\r")
    client.send(Opcode.NUMBERED_INPUT, struct.pack("<QB", 0, 0) + b"x")
    client.send(Opcode.WINDOW_SWITCH, b"0")
    client.wait(lambda c: ["forbidden"] * 5 == codes(c))
    client.resize(20, 5)
    for name in ("split", "kill", "zoom", "binding", "take-size", "leave-copy-mode"):
        reply = client.ask(name, pane=pane)
        assert reply["error"]["code"] in ("forbidden", "unknown_command"), name
    client.look(pane)
    assert client.ask("panes")["ok"]
    assert "touch" not in server.tmux("capture-pane", "-p", "-t", "=work:")
    assert size == server.tmux("display-message", "-p", "-t", "=work:", SIZE)


@pytest.mark.own_server
def test_a_guest_of_one_window_gets_that_window_alone(server, work, view):
    other = int(server.tmux("new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "=work:", SHELL)[1:])
    made = share(server, role="operator", window_id="@0")
    guest = guest_of(server, made)
    with pytest.raises(Refused) as refused:
        view("", to=guest, share=made["id"])
    assert 403 == refused.value.status
    client = view("", to=guest, share=made["id"], watch=1)
    host = view()
    pane = client.ready()
    assert {"@0"} == client.windows.keys()
    assert "pane_not_found" == client.ask("look", panes={str(other): "focus"})["error"]["code"]
    client.type_to(pane, "x")
    client.wait(lambda c: ["forbidden"] == codes(c))
    server.tmux("select-window", "-t", "=work:1")
    server.tmux("rename-window", "-t", "=work:1", "hid''den")
    server.tmux("rename-window", "-t", "=work:0", "seen")
    host.wait_for(other, b"$ ")
    client.wait(lambda c: "seen" == c.windows["@0"]["name"])
    assert client.ask("panes")["ok"]  # what was sent before it has arrived
    assert {"@0"} == client.windows.keys()
    assert {pane} == client.panes.keys()
    assert "hid" not in json.dumps(client.events)

    def viewers() -> int:
        [session] = json.loads(server.request("GET", "/api/sessions", None, server.bearer)[2])["sessions"]
        return session["viewers"]

    eventually(lambda: 2 == viewers())


@pytest.mark.parametrize(
    "query",
    [
        {"hub": "x", "offset": 1},
        {"own": 1},
        {"resume": "5:1"},
        {"link": "x"},
        {"resume": "5:1", "link": "x", "view": "terminal"},
        {"resume": "5", "link": "x"},
        {"resume": "%5:1", "link": "x"},
        {"resume": "٥:1", "link": "x"},
        {"resume": ",".join(f"{n}:1" for n in range(65)), "link": "x"},
    ],
)
def test_wrong_queries_are_refused_before_the_upgrade(server, work, attach, query):
    with pytest.raises(Refused) as refused:
        attach(**{"view": "panes", **query})
    assert 400 == refused.value.status


def test_a_resume_of_another_link_begins_again(server, work, view):
    client = view(resume="0:0,1:5,4000000000:7", link="of another server")
    pane = client.ready()
    assert [0] == client.panes[pane].snapshots
