"""What tmux prints of its key tables: read as it is, and never an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.panes.input.key_table import UnknownForm, parse_bindings, split_commands, with_notes

LISTS = sorted(Path(__file__).parents[3].joinpath("vectors").glob("list-keys-*.txt"))


def printed(argument: str) -> str:
    """As tmux prints an argument; see `args_escape` in its arguments.c."""
    if not argument:
        return "''"
    if re.fullmatch(r"[#';${}%~\"]", argument):
        return "\\" + argument
    if re.search("[ #';${}%]", argument):
        escaped = re.sub(r'[\\"]|\$(?=[A-Za-z_{])', lambda match: "\\" + match[0], argument)
        return f'"\\{escaped}"' if escaped[0] == "~" else f'"{escaped}"'
    escaped = argument.replace("\\", "\\\\")
    if '"' in argument:
        return "'" + argument + "'"
    return "\\" + escaped if argument[0] == "~" else escaped


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_line_of_tmux_is_a_binding(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == len(parse_bindings(lines)) > 90


def test_there_is_a_list_of_each_version() -> None:
    assert ["3.2a", "3.3a", "3.4", "3.5a", "3.6b", "3.7c"] == [path.stem[10:] for path in LISTS]


def test_a_binding_has_its_table_key_and_commands() -> None:
    [binding] = parse_bindings(['bind-key -r -T own \\" split-window -c "#{a b}" \\; next-window']).values()
    assert ("own", '"', True) == (binding.table, binding.key, binding.repeat)
    assert 'split-window -c "#{a b}" \\; next-window' == binding.commands


def test_commands_end_at_their_semicolons() -> None:
    words = [[word.text for word in command] for command in split_commands("a -b \\; c ; d \\;\\; e")]
    assert [["a", "-b"], ["c"], ["d"], ["e"]] == words


def test_a_block_is_one_word() -> None:
    [[name, _, condition, block]] = split_commands('if -F "#{x}" { send "}" ; if y { z } }')
    assert ("if", "#{x}", True) == (name.text, condition.text, block.is_block)
    assert 'send "}" ; if y { z }' == block.text


@pytest.mark.parametrize(
    "text", ["", "a \\;", "; a", '"a', "'a", "a {", "a }", "{ a }", "a\nb", "a\x1b", "$HOME", "a" * 40_000]
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(UnknownForm):
        split_commands(text)


def test_deep_blocks_are_refused() -> None:
    with pytest.raises(UnknownForm):
        split_commands("a", depth=17)


def test_notes_belong_to_their_table() -> None:
    bindings = parse_bindings(["bind-key -T prefix c new-window", "bind-key -T root c next-window"])
    noted = with_notes(bindings, "prefix", ["c          Create a new window", "x  Unknown", "", "c"])
    assert "Create a new window" == noted["prefix", "c"].note
    assert "" == noted["root", "c"].note


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    parse_bindings([text, f"bind-key -T prefix {text}", f"bind-key    -T prefix       a {text}"])
    try:
        split_commands(text)
    except UnknownForm:
        pass


_ARGUMENTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]) | st.just(" "), max_size=20
)


@given(st.lists(st.lists(_ARGUMENTS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_arguments_are_read_as_they_were(commands: list[list[str]]) -> None:
    commands = [["name", *(word for word in words if word not in (";", ";;"))] for words in commands]
    text = " \\; ".join(" ".join(printed(word) for word in words) for words in commands)
    assert commands == [[word.text for word in command] for command in split_commands(text)]
