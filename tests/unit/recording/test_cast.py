"""Lines are valid asciicast v3 for any output, wherever reads cut it."""

from __future__ import annotations

import json

import pytest

from tests.casts import read
from webmux.model import Size
from webmux.recording.cast import MARKER_MAX_CHARS, CastEncoder, header

SIZE = Size(80, 24)


def recorded(*lines: bytes) -> bytes:
    return header(SIZE, 1000, "wörk\n") + b"".join(lines)


def test_the_header_says_size_time_and_title() -> None:
    cast = read(recorded())
    assert {"cols": 80, "rows": 24, "type": "xterm-256color"} == cast.header["term"]
    assert (1000, "wörk\n") == (cast.header["timestamp"], cast.header["title"])


def test_the_header_has_the_widths_of_tmux() -> None:
    """A recording is played with these widths, also if tmux has others by then."""
    assert {"id": "x"} == json.loads(header(SIZE, 1000, "work", {"id": "x"}))["webmux_widths"]
    assert "webmux_widths" not in json.loads(header(SIZE, 1000, "work"))


def test_times_are_relative_and_rounding_errors_do_not_add_up() -> None:
    encoder = CastEncoder(50.0, SIZE)
    cast = read(recorded(*(encoder.output(50 + i * 0.0004, b"x") for i in range(1, 10_001))))
    assert 4.0 == pytest.approx(cast.events[-1][0], abs=0.001)


def test_a_clock_without_progress_gives_no_negative_interval() -> None:
    encoder = CastEncoder(50.0, SIZE)
    assert [0, 0] == [event[0] for event in read(recorded(encoder.marker(49, "a"), encoder.exit(48))).events]


def test_a_character_cut_by_a_read_is_whole() -> None:
    encoder = CastEncoder(0.0, SIZE)
    first, second = "日本".encode()[:4], "日本".encode()[4:]
    cast = read(recorded(encoder.output(1, first), encoder.output(2, memoryview(second))))
    assert ["日", "本"] == cast.texts("o")
    assert b"" == encoder.output(3, b"\xe6\x97")
    assert ["日x"] == read(recorded(encoder.output(4, b"\xa5x"))).texts("o")


def test_invalid_utf8_is_replaced() -> None:
    encoder = CastEncoder(0.0, SIZE)
    assert "\ufffdA\ufffd(" == read(recorded(encoder.output(1, b"\xffA\xc3("))).output()


def test_every_control_character_survives() -> None:
    text = "".join(map(chr, range(0xA0))) + '\u2028\u2029"\\'
    assert text == read(recorded(CastEncoder(0.0, SIZE).output(1, text.encode()))).output()


def test_a_screen_begins_with_a_reset_and_drops_a_cut_character() -> None:
    encoder = CastEncoder(0.0, SIZE)
    cast = read(recorded(encoder.output(1, b"a\xe6"), encoder.screen(2, b"new"), encoder.output(3, b"b")))
    assert ["a", "\x1bcnew", "b"] == cast.texts("o")


def test_only_a_new_size_is_a_resize() -> None:
    encoder = CastEncoder(0.0, SIZE)
    lines = [encoder.resize(1, size) for size in (SIZE, Size(100, 30), Size(100, 30), SIZE)]
    assert ["100x30", "80x24"] == read(recorded(*lines)).texts("r")


def test_markers_are_bounded_and_the_end_is_written() -> None:
    encoder = CastEncoder(0.0, SIZE)
    cast = read(recorded(encoder.marker(1, "x" * 1000), encoder.exit(2), encoder.end(9)))
    assert [MARKER_MAX_CHARS] == [len(text) for text in cast.texts("m")]
    assert ["0"] == cast.texts("x")
    assert (9.0, "o", "") == cast.events[-1]
