"""Command lines of a control client; tests/integration/test_control.py asks a real tmux."""

from __future__ import annotations

import pytest

from webmux.errors import BadField
from webmux.tmux.control.quoting import command_line, quote


@pytest.mark.parametrize(
    ("argument", "word"),
    [
        ("list-sessions", b"list-sessions"),
        ("%12", b"%12"),
        ("%if", b'"%if"'),
        ("$1", b'"\\0441"'),
        ("", b'""'),
        ("~", b'"\\176"'),
        ("a;b", b'"a;b"'),
        ("a\nb", b'"a\\012b"'),
        ("#{pid} 'x' \"y\"", b"\"#{pid} 'x' \\042y\\042\""),
        ("\\", b'"\\134"'),
        ("é", b'"\xc3\xa9"'),
        ("\udcfe\udcff", b'"\xfe\\377"'),
    ],
)
def test_special_characters_arrive_as_text(argument, word):
    assert quote(argument) == word


def test_commands_share_a_line():
    assert command_line(("a", "b c"), ("d",)) == b'a "b c" ; d\n'


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("send-keys", "-l", "-t", "%1", "--", "a"), b"send-keys -l -t %1 -- a\n"),
        (("a b", "c"), b'"a b" c\n'),
        (("a", " ", "c"), b'a " " c\n'),
        (("a", "", "c"), b'a "" c\n'),
        (("a", ""), b'a ""\n'),
        (("a", "%if"), b'a "%if"\n'),
        (("a", "b\n"), b'a "b\\012"\n'),
    ],
)
def test_words_stay_words_with_or_without_quotes(words, line):
    assert command_line(words) == line


def test_nul_is_refused():
    with pytest.raises(BadField):
        quote("a\0")


def test_a_command_that_runs_others_is_refused():
    with pytest.raises(ValueError, match="if-shell"):
        command_line(("list-sessions",), ("if-shell", "-F", "1", "set-option -s extended-keys on"))
