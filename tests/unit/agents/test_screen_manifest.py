"""Manifests: the first rule that fits decides, and a wrong file says what to change."""

from __future__ import annotations

import pytest

from webmux.agents.agent_screen import agent_screen
from webmux.agents.screen_manifest import BadManifest, Manifest, parse_manifest

HEAD = 'agent = "bot"\nprograms = ["bot"]\n'
RULE = '[[rule]]\nname = "a"\nkind = "idle"\ntext = "It is idle."\n'


def manifest(*rules: str) -> Manifest:
    tables = (
        f'[[rule]]\nname = "r{n}"\nkind = "idle"\ntext = "T."\n{rule}\n' for n, rule in enumerate(rules)
    )
    return parse_manifest((HEAD + "".join(tables)).encode(), "bot.toml")


def name_for(found: Manifest, *rows: str, cursor: int = -1, alternate: bool = False) -> str:
    rule = found.rule_for(agent_screen(rows, cursor, alternate=alternate))
    return rule.name if rule else ""


def test_the_first_rule_that_fits_decides() -> None:
    found = manifest("all = ['a', 'b']", "all = ['a']", "any = ['c', 'd']")
    assert ["r0", "r1", "r2", ""] == [name_for(found, *rows) for rows in ("ab", "a", "d", "x")]


def test_all_conditions_of_a_rule_must_hold() -> None:
    found = manifest("all = ['a']\nnone = ['x']\ncursor = '>'\nalternate = true")
    assert name_for(found, "a", "> ", cursor=1, alternate=True) == "r0"
    assert name_for(found, "a", "> ", cursor=1) == ""
    assert name_for(found, "a", "> ", cursor=0, alternate=True) == ""
    assert name_for(found, "a", "> ", alternate=True) == ""
    assert name_for(found, "a", "x", "> ", cursor=2, alternate=True) == ""


def test_order_allows_rows_between_and_a_block_only_empty_ones() -> None:
    order, block = manifest("order = ['a', 'b', 'c']"), manifest("block = ['a', 'b', 'c']")
    assert ("r0", "r0") == (name_for(order, *"xaxbxcx"), name_for(block, "x", "a", "", "b", "c", "x"))
    assert ("", "") == (name_for(order, *"xbxaxcx"), name_for(block, *"axbc"))
    assert ("r0", "r0") == (name_for(order, *"aabbccab"), name_for(block, *"abaabc"))
    assert ("", "") == (name_for(order, "abc"), name_for(block, *"bc"))


def test_the_lowest_row_of_several_kinds_counts() -> None:
    found = manifest("lowest = ['a', 'b', 'c']")
    assert ["r0", "r0", "", "", ""] == [name_for(found, *rows) for rows in ("a", "bcax", "ab", "xc", "x")]


def test_a_rule_reads_only_its_lowest_rows() -> None:
    found = manifest("rows = 2\nall = ['a']")
    assert ("r0", "") == (name_for(found, *"xax"), name_for(found, *"axx"))
    assert name_for(manifest("rows = 2\ncursor = 'a'"), *"axx", cursor=0) == ""


WRONG = [
    ("agent = ", "is not TOML"),
    ("x = 1", "`x` is not known"),
    ('agent = "Bot"\nprograms = ["b"]', "`agent` must"),
    ('agent = "bot"', "`programs` must name"),
    ('agent = "bot"\nprograms = [1]', "`programs` must be a list"),
    (HEAD + "rule = 1", "`rule` must"),
    (HEAD + RULE, "rule 1 (a): needs `all`"),
    (HEAD + RULE + "all = ['(a+)+']", "rule 1 (a): `all`: '(a+)+' must not repeat a group"),
    (HEAD + RULE + "all = 'a'", "`all` must be a list"),
    (HEAD + RULE + "cursor = 1", "`cursor` must be text"),
    (HEAD + RULE + "all = ['a']\nrows = 0", "`rows` must"),
    (HEAD + RULE + "all = ['a']\nrows = true", "`rows` must"),
    (HEAD + RULE + "all = ['a']\nalternate = 1", "`alternate` must"),
    (HEAD + RULE + "all = ['a']\nafter_working = 'ready'", "`after_working` must be one of done"),
    (HEAD + RULE.replace("idle", "ready", 1) + "all = ['a']", "`kind` must be one of"),
    (HEAD + RULE.replace('"a"', '"A b"') + "all = ['a']", "`name` must"),
    (HEAD + RULE.replace("It is", "\\u001b") + "all = ['a']", "`text` must"),
    (HEAD + (RULE + "all = ['a']\n") * 2, "two rules have the name `a`"),
    ("#" * 100_001, "is larger"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_file_says_what_to_change(text: str, message: str) -> None:
    with pytest.raises(BadManifest) as caught:
        parse_manifest(text.encode(), "bot.toml")
    assert caught.value.message.startswith("bot.toml: ")
    assert message in caught.value.message
