"""The stream filter: removes queries, tracks modes, passes everything else unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.hub.stream import PARTIAL_MAX_BYTES, StreamFilter
from webmux.model import Size

QUERIES = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[0c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>0;276;0c",
    b"\x1b[=c": b"",
    b"\x1b[>q": b"\x1bP>|WebMux\x1b\\",
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b[6n": b"",
    b"\x1b[?996n": b"",
    b"\x1b[?2026$p": b"",
    b"\x1b[14t": b"",
    b"\x1b[18t": b"\x1b[8;24;80t",
    b"\x1b[?u": b"",
    b"\x1b]10;?\x07": b"",
    b"\x1b]11;?\x1b\\": b"",
    b"\x1b]4;7;?\x07": b"",
    b"\x1b]52;c;?\x07": b"",
    b"\x1bP$qm\x1b\\": b"",
    b"\x1bP+q544e\x1b\\": b"",
}
PASSED = [
    b"plain text\r\n",
    "grüße 日本語 🙂".encode(),
    b"\x1b[1;31mred\x1b[0m",
    b"\x1b[2J\x1b[10;5H",
    b"\x1b[?25l",
    b"\x1b[?1000h\x1b[?1006h",
    b"\x1b[2 q",
    b"\x1b]0;title\x07",
    b"\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\",
    b"\x1b[22;0;0t",
    b"\x1b(B",
    b"\x07",
]


def feed_all(pieces) -> tuple[bytes, bytes]:
    stream = StreamFilter(Size(80, 24))
    results = [stream.feed(piece) for piece in pieces]
    return b"".join(r.output for r in results), b"".join(r.answers for r in results)


@pytest.mark.parametrize(("query", "answer"), QUERIES.items())
def test_a_query_is_removed_and_answered_once(query, answer):
    """The browser never sees it, and the program gets one answer."""
    assert feed_all([b"a" + query + b"b"]) == (b"ab", answer)


@pytest.mark.parametrize("sequence", PASSED)
def test_everything_else_passes_unchanged(sequence):
    """Nothing that draws, sets or copies is touched."""
    assert feed_all([b"a" + sequence + b"b"]) == (b"a" + sequence + b"b", b"")


@given(st.lists(st.sampled_from([*PASSED, *QUERIES]), max_size=12), st.data())
def test_cuts_anywhere_change_nothing(parts, data):
    """Reads may cut sequences and characters at any byte."""
    stream = b"".join(parts) + b"."
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    output = b"".join(part for part in parts if part not in QUERIES) + b"."
    answers = b"".join(QUERIES.get(part, b"") for part in parts)
    assert feed_all(pieces) == (output, answers)


def test_an_endless_sequence_is_passed_on_at_its_limit():
    """Beyond the bound the bytes go out as they are."""
    data = b"\x1b]7;c;" + b"A" * (2 * PARTIAL_MAX_BYTES)
    assert feed_all([data, b"BB\x07"]) == (data + b"BB\x07", b"")


def test_the_prelude_restores_modes_with_resets_first():
    """A terminal that joins late is sent every mode; the mouse is set after all resets."""
    stream = StreamFilter(Size(80, 24))
    stream.feed(b"\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?25l\x1b=\x1b[4 q\x1b]2;hi\x07\x1b[?2004h")
    prelude = stream.modes.prelude()
    assert prelude.startswith(b"\x1b[?25l\x1b[?1049h")
    for part in (b"\x1b[?1000h", b"\x1b[?1006h", b"\x1b=", b"\x1b[4 q", b"\x1b]2;hi\x07", b"?2004h"):
        assert part in prelude


def test_mouse_off_after_on_leaves_no_mouse():
    """tmux turns mouse protocols off by resetting all of them."""
    stream = StreamFilter(Size(80, 24))
    stream.feed(b"\x1b[?1000h\x1b[?1002h\x1b[?1000l")
    assert b"h" not in stream.modes.prelude()


def test_titles_and_bells_are_detected():
    """A BEL that ends a title is not a bell."""
    stream = StreamFilter(Size(80, 24))
    titled = stream.feed(b"\x1b]0;build\x07")
    assert (titled.title, titled.bell) == ("build", False)
    assert stream.feed(b"\x1b[mx\x07").bell
    assert stream.feed(b"\x07").bell
