"""Only the name of one key is sent as a name: tmux would type anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.errors import BadRecord
from webmux.panes.input.key_names import check_key_name, is_key_name, plain_bytes


@pytest.mark.parametrize(
    "name", ["a", "é", ";", "{", "C-a", "S-Enter", "C-S-x", "M-S-Up", "C-M-F12", "KP*", "C-;"]
)
def test_the_name_of_a_key(name: str) -> None:
    assert name == check_key_name(name.encode())


WORDS = [b"", b"ab", b"C-", b"C-C-a", b"0x41", b"F13", b"None", b"Any", b"MouseDown1Pane", b"-t", b"User0"]
BYTES = [b"S-Enter ", b" ", b"\r", b"C-\xff", b"C-\n", b"\x1b", b"C-" * 12 + b"a", "C-\u202e".encode()]


@pytest.mark.parametrize("data", [*WORDS, *BYTES])
def test_other_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadRecord):
        check_key_name(data)


@given(st.text(max_size=12))
def test_no_text_is_an_error(text: str) -> None:
    assert is_key_name(text) in (True, False)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("S-Enter", b"\r"),
        ("C-M-S-Enter", b"\x1b\r"),
        ("C-Tab", b"\t"),
        ("C-S-x", b"\x18"),
        ("C-;", b";"),
        ("C-1", b"1"),
        ("C-é", "é".encode()),
    ],
)
def test_what_a_terminal_without_extended_keys_sends(name: str, plain: bytes) -> None:
    assert plain == plain_bytes(name)


@pytest.mark.parametrize(
    "name", ["a", "C-a", "M-a", "C-Space", "Enter", "M-Enter", "Up", "S-Up", "C-F5", "-", "C-\\"]
)
def test_keys_that_have_bytes_need_no_others(name: str) -> None:
    assert plain_bytes(name) is None
