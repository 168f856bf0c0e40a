"""Numbered input counts once, in order, from any connection and however often it is sent."""

from __future__ import annotations

import gevent
import pytest
from gevent.event import Event as Flag

from webmux.errors import BadRecord, InputLost, SourceClosed
from webmux.hub.input_stream import REFUSED_MAX, InputStream


class Terminal:
    """Accepts written bytes at once, or on request."""

    def __init__(self) -> None:
        self.typed = b""
        self.receipts: list = []
        self.slow = False

    def write(self, data: memoryview, receipt) -> None:
        self.typed += bytes(data)
        if self.slow:
            self.receipts.append((len(data), receipt))
        else:
            receipt.taken_more(len(data))


class Holder:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def input_taken(self) -> None:
        self.heard.append("taken")

    def input_refused(self, offset: int, count: int) -> None:
        self.heard.append(f"refused {offset}+{count}")

    def input_lost(self) -> None:
        self.heard.append("lost")


@pytest.fixture
def terminal():
    return Terminal()


def send(stream: InputStream, terminal: Terminal, offset: int, text: bytes) -> int:
    return stream.take(offset, memoryview(text), terminal.write)


def test_repeated_input_is_typed_once_and_confirmed_again(terminal):
    stream = InputStream(("1-1", "$0"))
    stream.holder = holder = Holder()
    sent = [(0, b"ab"), (0, b"ab"), (1, b"bcd"), (2, b"c"), (4, b"")]
    assert [send(stream, terminal, *one) for one in sent] == [2, 0, 2, 0, 0]
    assert (terminal.typed, stream.taken) == (b"abcd", 4)
    assert holder.heard == ["taken"] * 5


def test_a_gap_is_an_error_and_types_nothing(terminal):
    stream = InputStream(("1-1", "$0"))
    with pytest.raises(BadRecord):
        send(stream, terminal, 1, b"b")
    assert (terminal.typed, stream.taken) == (b"", 0)


def test_nothing_is_confirmed_before_the_terminal_has_accepted_it(terminal):
    """Input that is being written is not typed again either."""
    stream, terminal.slow = InputStream(("1-1", "$0")), True
    send(stream, terminal, 0, b"abc")
    assert stream.taken == 0
    assert send(stream, terminal, 0, b"abc") == 0
    [(count, receipt)] = terminal.receipts
    receipt.taken_more(1)
    assert stream.taken == 1
    receipt.taken_more(count - 1)
    assert (terminal.typed, stream.taken) == (b"abc", 3)


def test_after_a_failed_write_the_stream_is_lost(terminal):
    """The terminal may have accepted it: only the user of the client can decide."""
    stream = InputStream(("1-1", "$0"))
    stream.holder = holder = Holder()

    def fail(data, receipt):
        raise SourceClosed("closed")

    with pytest.raises(SourceClosed):
        stream.take(0, memoryview(b"ab"), fail)
    with pytest.raises(InputLost):
        send(stream, terminal, 0, b"ab")
    assert (terminal.typed, stream.taken, holder.heard) == (b"", 0, ["lost"])


def test_two_connections_of_one_stream_write_one_after_the_other(terminal):
    """The old one is in the middle of a write when the new one sends the same again."""
    stream, go_on = InputStream(("1-1", "$0")), Flag()

    def slowly(data, receipt):
        go_on.wait()
        terminal.write(data, receipt)

    old = gevent.spawn(stream.take, 0, memoryview(b"abc"), slowly)
    gevent.sleep(0)
    new = gevent.spawn(send, stream, terminal, 0, b"abcd")
    gevent.sleep(0)
    go_on.set()
    gevent.joinall([old, new], timeout=5)
    assert (old.value, new.value, terminal.typed) == (3, 1, b"abcd")


def test_refused_input_counts_as_accepted_and_is_remembered(terminal):
    """Also for a client that was away; only the newest parts, and those that follow each other are one."""
    terminal.slow = True
    stream = InputStream(("1-1", "$0"))
    stream.holder = holder = Holder()
    send(stream, terminal, 0, b"abcd")
    (_, receipt) = terminal.receipts[0]
    receipt.taken_more(1)
    receipt.refused(1)
    receipt.refused(2)
    assert holder.heard == ["taken", "refused 1+1", "taken", "refused 2+2", "taken"]
    assert (stream.taken, [(1, 3)]) == (4, list(stream.refused_parts))
    for _ in range(REFUSED_MAX):
        receipt.taken_more(1)
        receipt.refused(1)
    assert (REFUSED_MAX, (5, 1)) == (len(stream.refused_parts), stream.refused_parts[0])
