"""The control parser: blocks, notifications, bounds; cut anywhere it reads the same."""

from __future__ import annotations

import codecs
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import BrokenStream, ControlParser, PaneBytes, Reply, unescape_buffer

RECORDED = Path(__file__).resolve().parents[3] / "vectors" / "control-3.3a.txt"

A_SESSION = (
    b"%begin 10 1 0\n%end 10 1 0\n%session-changed $0 a\n"
    b"%begin 10 2 1\none\ntwo\n%end 10 2 1\n"
    b"%begin 10 3 1\nno such thing\n%error 10 3 1\n"
    b"%window-renamed @0 sh\n%output %0 a\\015\\012\n%sessions-changed\n%exit\n"
)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in itertools.pairwise(places)]


def test_blocks_and_notifications_come_in_order():
    items = ControlParser().feed(A_SESSION)
    assert items[0] == Reply(ok=True, ours=False, lines=())
    assert items[2] == Reply(ok=True, ours=True, lines=(b"one", b"two"))
    assert items[3] == Reply(ok=False, ours=True, lines=(b"no such thing",))
    assert items[4:7] == [
        Notification("%window-renamed"),
        Notification("%output"),
        Notification("%sessions-changed"),
    ]


@given(cuts=st.lists(st.integers(0, 10_000), max_size=20))
def test_a_stream_reads_the_same_wherever_it_is_cut(cuts):
    parser = ControlParser()
    found = [item for piece in pieces(A_SESSION, cuts) for item in parser.feed(piece)]
    assert ControlParser().feed(A_SESSION) == found


def test_a_recorded_stream_reads_the_same_at_every_cut():
    """The output of a real 3.3a, byte by byte, and cut once at each place."""
    stream = RECORDED.read_bytes()
    whole = ControlParser()
    expected = whole.feed(stream)
    assert all(item.kind for item in expected if isinstance(item, Notification))
    assert sum(isinstance(item, Reply) for item in expected) == stream.count(b"\n%begin ") + 1
    single = ControlParser()
    assert expected == [item for at in range(len(stream)) for item in single.feed(stream[at : at + 1])]
    for at in range(len(stream)):
        parser = ControlParser()
        assert expected == parser.feed(stream[:at]) + parser.feed(stream[at:])


@pytest.mark.parametrize(
    "line", [b"%end 10 2 0", b"%end 10 3 1", b"%error 10 2", b"%output %0 x", b"%begin 10 2 1", b""]
)
def test_content_that_looks_like_framing_is_content(line):
    """Only the very words of the opening line end a block."""
    items = ControlParser().feed(b"%begin 10 2 1\n" + line + b"\n%end 10 2 1\n")
    assert items == [Reply(ok=True, ours=True, lines=(line,))]


LINES = st.one_of(
    st.sampled_from(
        [b"%begin 1 1 1", b"%end 1 1 1", b"%error 1 1 0", b"%begin", b"%output %0 \\01", b"%exit"]
    ),
    st.binary(max_size=30),
)


@given(lines=st.lists(LINES, max_size=12), cuts=st.lists(st.integers(0, 10_000), max_size=8))
def test_any_bytes_are_items_whatever_the_cuts(lines, cuts):
    """Replies and notifications; only the documented errors of its limits are raised."""
    stream = b"\n".join(lines) + b"\n"
    parser = ControlParser()
    assert ControlParser().feed(stream) == [
        item for part in pieces(stream, cuts) for item in parser.feed(part)
    ]


def test_limits_are_enforced():
    with pytest.raises(BrokenStream, match="line"):
        ControlParser(line_max_bytes=100).feed(b"x" * 101)
    parser = ControlParser(block_max_bytes=100)
    parser.feed(b"%begin 1 1 1\n" + b"x" * 50 + b"\n")
    with pytest.raises(BrokenStream, match="answered"):
        parser.feed(b"x" * 50 + b"\n")
    assert len(ControlParser(line_max_bytes=100).feed(b"%message " + b"x" * 91 + b"\n")) == 1


def test_a_long_line_of_a_reply_is_cut():
    """A program can make it as long as it likes, and the connection carries all other panes too."""
    parser = ControlParser(line_max_bytes=100)
    parts = (b"%begin 10 2 1\n" + b"x" * 90, b"\\015\\01", b"5\\\\", b"y" * 200, b"z\nnext\n%end 10 2 1\n")
    [reply] = [item for part in parts for item in parser.feed(part)]
    assert (b"x" * 90 + b"\\015\\015", b"next") == reply.lines
    assert [Notification("%message", text="x")] == parser.feed(b"%message x\n")


@given(text=st.lists(st.sampled_from([b"\\", b"$", b"a", b"{", b"\033", b"\016", b"0", b"n", b"\xc3\xa9"])))
def test_buffers_are_decoded_as_tmux_encodes_them(text):
    r"""As utf8_strvis of 3.3a does: backslash doubled, `\$` before a name, octal for other bytes."""
    raw = b"".join(text)
    shown = b""
    for at, byte in enumerate(raw):
        one = raw[at : at + 1]
        after = raw[at + 1 : at + 2]
        if one == b"\\":
            shown += b"\\\\"
        elif one == b"$" and (after.isalpha() or after in (b"_", b"{")) and after:
            shown += b"\\$"
        else:
            shown += b"\\%03o" % byte if byte < 32 else one
    assert unescape_buffer(shown) == raw


def test_the_decoder_of_the_interpreter_exists():
    """An undocumented function: this fails if a later Python removes it."""
    assert codecs.escape_decode(b"\\134\\000")[0] == b"\\\0"


def test_output_of_panes_is_decoded_and_lines_that_follow_each_other_are_joined():
    r"""Only a parser that is asked for output does it; `\134` is a backslash, other bytes are raw."""
    parser = ControlParser(outputs=True)
    items = parser.feed(
        b"%output %0 a\\033[m\\134\\015\n%output %0 \xe4\xbd\n%output %12 b\n"
        b"%extended-output %12 0 : c : d\n%sessions-changed\n%output %12 \\000"
    )
    assert items == [
        PaneBytes(0, b"a\x1b[m\\\r\xe4\xbd"),
        PaneBytes(12, b"bc : d"),
        Notification("%sessions-changed"),
    ]
    assert parser.feed(b"\n") == [PaneBytes(12, b"\0")]


def test_output_stays_before_and_after_a_reply():
    """What a fence relies on."""
    items = ControlParser(outputs=True).feed(
        b"%output %1 a\n%begin 1 1 1\n%output %1 x\n%end 1 1 1\n%output %1 b\n"
    )
    assert items == [
        PaneBytes(1, b"a"),
        Reply(ok=True, ours=True, lines=(b"%output %1 x",)),
        PaneBytes(1, b"b"),
    ]


@given(data=st.binary(min_size=1, max_size=300), cuts=st.lists(st.integers(0, 2000), max_size=8))
def test_every_byte_of_output_arrives_whatever_the_cuts(data, cuts):
    """Encoded as control_append_data of 3.3a does."""
    printed = b"".join(b"\\%03o" % byte if byte < 32 or byte == 92 else bytes((byte,)) for byte in data)
    parser = ControlParser(outputs=True)
    stream = b"%output %3 " + printed + b"\n"
    items = [item for part in pieces(stream, cuts) for item in parser.feed(part)]
    assert items == [PaneBytes(3, data)]


@pytest.mark.parametrize("line", [b"%output %x a", b"%extended-output %1 a", b"%output %", b"%output %1"])
def test_output_of_an_unknown_form_is_no_output(line):
    items = ControlParser(outputs=True).feed(line + b"\n")
    assert not any(isinstance(item, PaneBytes) for item in items)


def test_output_that_cannot_be_decoded_ends_the_connection():
    with pytest.raises(BrokenStream, match="decoded"):
        ControlParser(outputs=True).feed(b"%output %1 a\\\n")
