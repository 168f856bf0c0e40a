"""The tables of commands and forms agree with each other."""

from __future__ import annotations

from webmux.panes.input import binding_tables as tables


def test_a_command_has_one_class() -> None:
    forms = {words[0] for words in (*tables.CLIENT_FORMS, *tables.MODE_FORMS)}
    assert not tables.PLAIN & tables.PRINTED
    assert not (tables.PLAIN | tables.PRINTED) & forms


def test_an_alias_is_no_command_and_names_one() -> None:
    known = tables.PLAIN | tables.PRINTED | set(tables.WITH_VALUE) | {"detach-client"}
    assert set(tables.ALIASES.values()) <= known
    assert not set(tables.ALIASES) & known


def test_what_changes_keys_is_run() -> None:
    assert tables.CHANGE_KEYS | tables.TAKE_BLOCKS <= tables.PLAIN
