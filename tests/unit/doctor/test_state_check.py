"""Owners and modes of the state directory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.doctor.inputs import inputs
from webmux.doctor.finding import Level
from webmux.doctor.state_check import Entry, State, gather, judge
from webmux.store.state_dir import StateDir

ME = 1000
FOLDER = Entry("/s", True, ME, 0o700, True)
FILE = Entry("/s/secret", False, ME, 0o600, True)
GOOD = State("/s", FOLDER, "/", parent_writable=False, inner=(FILE,))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (GOOD, {"state": ""}),
        (replace(GOOD, top=None, parent_writable=True), {"state": ""}),
        (replace(GOOD, top=None), {"state-unwritable": "sudo install -d -m 700 -o 1000 /s"}),
        (replace(GOOD, top=replace(FOLDER, is_folder=False)), {"state-unwritable": "mv /s /s.old"}),
        (replace(GOOD, top=replace(FOLDER, writable=False)), {"state-unwritable": "chmod 700 /s"}),
        (replace(GOOD, top=replace(FOLDER, mode=0o750)), {"state-modes": "chmod 700 /s"}),
        (replace(GOOD, inner=(replace(FILE, mode=0o640),)), {"state-modes": "chmod 600 /s/secret"}),
        (replace(GOOD, inner=(replace(FILE, uid=0),)), {"state-owner": "sudo chown -R 1000 /s/secret"}),
        (replace(GOOD, damaged=("/s/secret",)), {"state-damaged": "mv /s/secret /s/secret.damaged"}),
    ],
)
def test_faults(facts: State, expected: dict[str, str]) -> None:
    assert expected == {one.id: one.fix for one in judge(facts, ME)}


def test_the_directory_of_a_server_is_in_order(tmp_path: Path) -> None:
    path = tmp_path / "state"
    state = StateDir(path)
    state.secret(), state.token(), state.push_key()
    here = inputs(path)
    found = judge(gather(here), path.stat().st_uid)
    assert [Level.OK] == [one.level for one in found]


def test_nothing_is_created(tmp_path: Path) -> None:
    assert gather(inputs(tmp_path / "a" / "b")).parent_writable
    assert [] == list(tmp_path.iterdir())
