"""Numbered input over real sockets: typed once, confirmed, resumed; and the connection it replaces."""

from __future__ import annotations

import struct

import pytest

from tests.client import Refused, TerminalClient
from tests.support import eventually
from webmux.wire.opcodes import Opcode

STREAM = "A" * 22


def numbered(client: TerminalClient, offset: int, text: bytes, flags: int = 0) -> None:
    client.send(Opcode.NUMBERED_INPUT, struct.pack("<QB", offset, flags) + text)


def taken(client: TerminalClient) -> int:
    """The last offset that was confirmed to this client; -1 before the first."""
    told = [struct.unpack("<Q", payload)[0] for kind, payload in client.others if kind == Opcode.INPUT_TAKEN]
    return told[-1] if told else -1


@pytest.mark.parametrize("view", ["terminal", "mirror", "panes"])
def test_input_that_is_sent_twice_is_typed_once(server, work, attach, view):
    """Also by a second connection, while the first one still delivers."""
    first = attach(view=view, input=STREAM)
    first.wait(b"$ ")
    assert first.attached["input"] == {"taken": 0, "known": False}
    numbered(first, 0, b"echo on")
    numbered(first, 3, b"o on")
    first.wait(lambda client: taken(client) == 7)
    second = attach(view=view, input=STREAM)
    second.wait(lambda client: client.attached)
    assert second.attached["input"] == {"taken": 7, "known": True}
    numbered(second, 5, b"once-$((6*7))\r")
    numbered(first, 7, b"ce-$((6*7))\r")
    second.wait(b"once-42")
    second.wait(lambda client: taken(client) == 19)
    assert first.until_closed().code == 4411
    second.settle(0.2)
    assert server.tmux("capture-pane", "-p", "-t", "=work:").count("echo") == 1


def test_a_gap_and_a_wrong_stream_are_refused(server, work, attach):
    client = attach(input=STREAM)
    numbered(client, 3, b"x")
    assert client.until_closed().code == 4400
    plain = attach()
    numbered(plain, 0, b"x")
    assert plain.until_closed().code == 4400
    with pytest.raises(Refused) as refused:
        attach(input="short")
    assert refused.value.status == 400
    watcher = attach(input="B" * 22, watch=1)
    numbered(watcher, 0, b"x")
    watcher.wait(lambda client: any(error["code"] == "forbidden" for error in client.of(Opcode.ERROR)))


@pytest.mark.parametrize("view", ["terminal", "panes"])
def test_copy_mode_ends_before_input_with_its_flag(server, work, attach, view):
    client = attach(view=view, input=STREAM)
    client.wait(b"$ ")
    server.tmux("copy-mode", "-t", "=work:")
    numbered(client, 0, b"echo le''ft\r", flags=1)
    client.wait(b"left")
    numbered(client, 12, b"echo a''gain\r", flags=1)  # in no mode that is nothing
    client.wait(b"again")


def test_a_resumed_page_replaces_its_old_connection_at_once(server, work, attach):
    """It takes over size and presence, although the old connection still exists."""
    ghost = attach(input=STREAM, cols=90, rows=30)
    ghost.wait(b"$ ")
    other = attach(cols=70, rows=20)
    other.wait(lambda client: client.size == (90, 30))
    back = attach(input=STREAM, cols=60, rows=25, hub=ghost.attached["hub"], offset=ghost.offset)
    back.wait(lambda client: client.size == (60, 25))
    assert back.attached["owner"] is True
    other.wait(lambda client: client.events[-1:] and client.size == (60, 25))
    other.settle(0.1)
    presence = [event for event in other.events if event["event"] == "presence"]
    assert presence[-1]["viewers"] == 2
    assert ghost.until_closed().code == 4411
    eventually(lambda: server.tmux("display-message", "-p", "-t", "=work:", "#{window_width}") == "60")


@pytest.mark.own_server
def test_after_a_restart_the_stream_is_unknown(server, work, attach):
    """The server cannot know what was accepted, and reports that."""
    client = attach(input=STREAM)
    client.wait(b"$ ")
    numbered(client, 0, b"echo")
    client.wait(lambda client: taken(client) == 4)
    server.stop()
    server.start()
    again = attach(input=STREAM)
    again.wait(lambda client: client.attached)
    assert again.attached["input"] == {"taken": 0, "known": False}
