"""`view=panes` over real sockets: what a viewer gets and types, and which panes it sees."""

from __future__ import annotations

import struct

import psutil
import pytest

from tests.support import eventually
from tests.tmux import tmux_is
from webmux.wire.opcodes import Opcode

SHELL = "env PS1='$ ' sh"


def split(server, target: str = "=work:") -> int:
    """A further pane beside the others, which stays inactive."""
    made = server.tmux("split-window", "-h", "-d", "-P", "-F", "#{pane_id}", "-t", target, SHELL)
    return int(made[1:])


def outputs(server, flag: str = "no-output") -> list[str]:
    """The flags of each of our control clients that reads output."""
    listed = server.tmux("list-clients", "-F", "#{client_control_mode} #{client_flags}").splitlines()
    return [line for line in listed if line.startswith("1 ") and flag not in line]


def test_a_viewer_sees_the_current_window_and_types_into_each_pane(server, work, view):
    other = split(server)
    client = view()
    first = client.ready()
    assert ("panes", "work") == (client.attached["view"], client.attached["session"]["name"])
    client.wait_for(other, b"$ ")
    client.type_to(other, "echo in-$((1+1))\r")
    client.wait_for(other, b"in-2")
    client.type("echo in-$((2+2))\r")
    client.wait_for(first, b"in-4")
    assert not client.shows(first, b"in-2")
    assert (40, 24) == client.panes[first].size


def test_a_viewer_that_said_nothing_follows_the_current_window(server, work, view):
    """A new pane, another active pane, and another window."""
    client = view()
    first = client.ready()
    other = split(server)
    client.wait_for(other, b"$ ")
    server.tmux("kill-pane", "-t", f"%{other}")
    client.wait(lambda c: other in c.gone)
    server.tmux("new-window", "-t", "=work:", SHELL)
    client.wait(lambda c: c.focus != first and c.shows(c.focus, b"$ "))
    client.type("echo new-$((3*3))\r")
    client.wait_for(client.focus, b"new-9")


def test_a_viewer_shows_what_it_looks_at(server, work, view):
    """And gets nothing of other panes; a pane that it has still shown continues without a snapshot."""
    other = split(server)
    client = view()
    first = client.ready()
    client.wait_for(other, b"$ ")
    offset = client.panes[other].offset
    client.look(first)
    before = bytes(client.panes[other].screen)
    client.type_to(other, "echo un''seen\r")
    client.type_to(first, "echo se''en\r")
    client.wait_for(first, b"seen")
    assert before == bytes(client.panes[other].screen)
    client.look(other, first, resume={str(other): offset})
    client.wait_for(other, b"unseen")
    assert [0] == client.panes[other].snapshots
    client.look(first)
    client.look(first, other)
    client.wait(lambda c: [0, 0] == c.panes[other].snapshots)
    assert "pane_not_found" == client.ask("look", panes={"999": "focus"})["error"]["code"]


def test_numbered_input_goes_to_the_pane_that_it_names(server, work, view):
    """Once and in order over a cut; input for a pane that is gone counts as taken."""
    other = split(server)
    stream = "P" * 22
    client = view(input=stream)
    first = client.ready()

    def numbered(to, offset: int, text: bytes, pane: int) -> None:
        to.send(Opcode.NUMBERED_INPUT, struct.pack("<QBIB", offset, 2, pane, 0) + text)

    def taken(to) -> int:
        return max((struct.unpack("<Q", p)[0] for k, p in to.others if k == Opcode.INPUT_TAKEN), default=-1)

    numbered(client, 0, b"echo a-$((1+1))", other)
    numbered(client, 15, b"echo b-$((2+2))\r", first)
    client.wait_for(first, b"b-4")
    client.close()
    client = view(input=stream)
    client.ready()
    assert {"taken": 31, "known": True} == client.attached["input"]
    numbered(client, 15, b"echo b-$((2+2))\r", first)
    numbered(client, 31, b"\r", other)
    client.wait_for(other, b"a-2")
    client.wait(lambda c: taken(c) == 32)
    numbered(client, 32, b"lost", 999)
    numbered(client, 36, b"echo c-$((3+3))\r", first)
    client.wait_for(first, b"c-6")
    client.wait(lambda c: taken(c) == 52)
    refused = [(error["code"], error["input"]) for error in client.of(Opcode.ERROR)]
    assert [("pane_not_found", {"offset": 32, "count": 4})] == refused
    client.close()
    client = view(input=stream)
    client.ready()
    assert [[32, 4]] == client.attached["input"]["refused"]
    assert 1 == server.tmux("capture-pane", "-p", "-t", f"%{first}").count("b-4")


def test_one_control_client_serves_all_viewers_of_a_session(server, work, view):
    clients = [view() for _ in range(12)]
    pane = clients[0].ready()
    clients[0].type("echo all-$((6*7))\r")
    for client in clients:
        client.wait_for(pane, b"all-42")
    assert 1 == len(outputs(server))
    assert [] == server.terminals()
    clients[0].wait(
        lambda client: [12] == [e["viewers"] for e in client.events if e["event"] == "presence"][-1:]
    )


def test_viewers_that_read_nothing_disturb_nobody(server, work, view):
    """They cost little, the other viewer gets its output, and they are right again when they read."""
    stuck = [view(ack=False, receive_buffer_bytes=4096) for _ in range(4)]
    steady = view()
    pane = steady.ready()
    for client in stuck:
        client.wait(lambda c: pane in c.panes)
    [worker] = psutil.Process(server.pid).children()
    before = worker.memory_info().rss  # private memory is counted as shared while the worker starts a program
    steady.type("seq 400000; echo do''ne\r")
    steady.wait_for(pane, b"done")
    growth = worker.memory_info().rss - before
    assert growth < (len(stuck) + 1) * 2 * 1024 * 1024 + 1024 * 1024
    for client in stuck:
        client.acks = True
        client.wait_for(pane, b"done")


def test_a_lost_control_client_is_replaced_and_its_panes_fenced(server, work, view):
    client = view()
    pane = client.ready()
    [name] = [
        line.split(" ")[0]
        for line in server.tmux("list-clients", "-F", "#{client_name} #{client_flags}").splitlines()
        if "no-output" not in line
    ]
    server.tmux("detach-client", "-t", name)
    client.wait(lambda c: [0, 0] == c.panes[pane].snapshots)
    client.type("echo back-$((4*4))\r")
    client.wait_for(pane, b"back-16")
    eventually(lambda: 1 == len(outputs(server)))


def test_a_copy_goes_to_the_viewer_who_typed_last(server, work, view):
    """And to nobody else: it is not in the output that all viewers get."""
    first, second = view(), view()
    pane = first.ready()
    second.ready()
    first.type("printf 'be\\033]52;c;c2VjcmV0\\007fore'\r")
    for client in (first, second):
        client.wait_for(pane, b"before")

    def copies(client) -> list[str]:
        return [event["text"] for event in client.events if event["event"] == "clipboard"]

    first.wait(lambda c: ["secret"] == copies(c))
    assert second.ask("panes")["ok"]  # what was sent before it has arrived
    assert [] == copies(second)


@pytest.mark.skipif(not tmux_is(3, 3), reason="tmux 3.2 reports the focus of our control client itself")
def test_reports_of_the_focus_reach_only_programs_that_asked(server, work, view):
    """tmux may report by itself that the pane has the focus, before the page reports that it lost it."""
    client = view()
    pane = client.ready()
    client.type_to(pane, b"\x1b[I", kind=3)
    client.type("stty -icanon -echo && printf 'on\\033[?1004h-' && exec cat -v\r")
    client.wait_for(pane, b"on\x1b[?1004h-")
    client.type_to(pane, b"\x1b[O", kind=3)
    client.wait_for(pane, b"^[[O")
