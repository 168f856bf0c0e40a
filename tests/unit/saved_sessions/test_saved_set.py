"""Saved sets in JSON: strict, bounded, and never a crash."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from webmux.saved_sessions.saved_set import (
    FILE_MAX_BYTES,
    FORMAT,
    SavedPane,
    SavedSession,
    SavedSet,
    SavedSetDamaged,
    SavedWindow,
    from_json,
    to_json,
)

PANES = (
    SavedPane("/srv/a b", "vim 'my notes.txt'", active=True, number=4),
    SavedPane("/srv/\udcff", owner="ann", history="0123456789ab"),
)
SAVED = SavedSet(
    saved_at=1_764_400_000,
    epoch="123-1764000000",
    sessions=(
        SavedSession(
            "work 🙂",
            (
                SavedWindow("a:b", PANES, "d67e,80x24,0,0,1", 0, active=True, zoomed=True),
                SavedWindow(index=7, automatic_rename=True),
            ),
            id="$0",
            owner="bob",
            created=1_764_000_001,
        ),
    ),
    tmux_version="3.3a",
    begun_at=1_764_399_000,
    settled=("$3",),
    socket="/run/tmux",
)


def test_what_is_written_is_read_again() -> None:
    assert from_json(to_json(SAVED)) == SAVED
    assert from_json(to_json(SAVED).encode()) == SAVED


def test_a_file_is_short() -> None:
    window = json.loads(to_json(SAVED))["sessions"][0]["windows"][1]
    assert window == {"panes": [{}], "index": 7, "automatic_rename": True}


def test_the_same_content_at_another_time() -> None:
    assert SAVED.same_content(replace(SAVED, saved_at=1, begun_at=2, settled=()))
    assert not SAVED.same_content(replace(SAVED, sessions=()))
    assert not SAVED.same_content(replace(SAVED, epoch="124-1764000000"))


def _changed(**changes: object) -> str:
    return json.dumps({**json.loads(to_json(SAVED)), **changes})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        (to_json(SAVED)[:-20], "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an object"),
        ("{}", "format"),
        (_changed(format=FORMAT + 1), "install a newer"),
        (_changed(format=True), "format must be a number"),
        (_changed(saved_at="now"), "saved_at must be a number"),
        (_changed(saved_at=-1), "saved_at must be a number"),
        (_changed(epoch="../etc"), "epoch must be"),
        (_changed(more=1), "more is not known"),
        (_changed(settled=[1]), "settled must be texts"),
        (_changed(sessions={}), "sessions must be a list"),
        (_changed(sessions=[{}]), r"sessions\[0\].windows must be a list of 1"),
        (_changed(sessions=[{"windows": [{"panes": []}]}]), r"windows\[0\].panes must be a list of 1"),
        (_changed(sessions=[{"windows": [{"panes": [{"command": "a\0b"}]}]}]), "command must be text"),
        (_changed(sessions=[{"windows": [{"panes": [{"command": "\ud800"}]}]}]), "command must be text"),
        (_changed(sessions=[{"windows": [{"panes": [{"history": "../../x"}]}]}]), "history must be"),
        (_changed(sessions=[{"windows": [{"panes": [{"active": 1}]}]}]), "active must be true or false"),
        (_changed(sessions=[{"windows": [{"panes": [{}], "index": -1}]}]), "index must be a number"),
        (_changed(sessions=[{"windows": [{"panes": [{}]}] * 1500}] * 2), "more than 2000 windows"),
        (" " * (FILE_MAX_BYTES + 1), "MiB"),
    ],
)
def test_a_damaged_file_has_a_reason(text: str, why: str) -> None:
    with pytest.raises(SavedSetDamaged, match=why):
        from_json(text)


def test_no_damage_crashes_the_reader() -> None:
    good, chance = to_json(SAVED).encode(), random.Random(15)
    for _ in range(2000):
        text = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            text[chance.randrange(len(text))] = chance.randrange(256)
        try:
            from_json(bytes(text))
        except SavedSetDamaged:
            pass
