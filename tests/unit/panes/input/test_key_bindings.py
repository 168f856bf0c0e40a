"""What a key does, without tmux: the answers, and when the tables are read again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from webmux.errors import BadField, TmuxError
from webmux.model import Session, Size
from webmux.panes.input import key_bindings
from webmux.panes.input.hands import Outcome
from webmux.panes.input.key_bindings import KeyBindings
from webmux.tmux.control.quoting import Command

DEFAULTS = Path(__file__).parents[3].joinpath("vectors/list-keys-3.3a.txt").read_bytes()
OWN = b"bind-key -T mine Any select-pane -U\nbind-key -T prefix g switch-client -T mine\n"
SESSION = Session("$1", "s", 0, 0, 0, 1, Size(80, 24), "1-2", "", "")


class FakeTmux:
    """Lists keys and one pane; `ran` has what it was told to run."""

    def __init__(self) -> None:
        self.keys: bytes | TmuxError = DEFAULTS + OWN
        self.reads = 0
        self.active = "%7\n"
        self.ran: list[tuple[str, ...]] = []
        self.link = SimpleNamespace(run_each=self.run_each)

    def run_each(self, groups: object) -> list[bytes | TmuxError]:
        self.reads += 1
        return [self.keys, b"z     Zoom\n", b"C-a None 500 200 1 my own\n"]

    def run(self, *commands: tuple[str, ...]) -> str:
        self.ran += commands
        return {"list-panes": "%5 @2\n", "display-message": self.active}.get(commands[0][0], "")


class FakeHands:
    """Records what was run, and where."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.ran: list[tuple[str, int, str]] = []

    def run(self, window_id: str, pane: int, commands: str, first: Command | None = None) -> Outcome:
        self.first = first
        self.ran.append((window_id, pane, commands))
        return self.outcome


def bound(outcome: Outcome | None = None) -> tuple[KeyBindings, FakeTmux, FakeHands]:
    tmux: Any = FakeTmux()
    keys = KeyBindings(tmux, SESSION)
    hands: Any = FakeHands(outcome or Outcome())
    keys._hands = hands
    return keys, tmux, hands


def test_prefixes_are_keys_or_empty() -> None:
    keys, _, _ = bound()
    others = {"repeat_ms": 500, "prefix_ms": 200, "focus_events": True}
    assert {"prefix": "C-a", "prefix2": "", **others, "key_table": "my own"} == keys.prefixes()


def test_any_other_key_of_a_table_is_bound_by_any() -> None:
    keys, _, hands = bound()
    assert {"kind": "done", "table": "mine", "seq": 1} == keys.run(5, "prefix", "g")
    assert {"kind": "done", "seq": 1} == keys.run(5, "mine", "x")
    assert [("@2", 5, "select-pane -U")] == hands.ran


def test_what_tmux_refuses_is_answered() -> None:
    keys, _, _ = bound(Outcome(error="no next window"))
    assert {"kind": "done", "error": "no next window", "seq": 1} == keys.run(5, "prefix", "n")


def test_the_answer_names_the_pane_of_the_next_keys() -> None:
    keys, _, _ = bound(Outcome(active=7))
    assert 7 == keys.run(5, "prefix", "n")["pane"]


def test_the_page_knows_the_next_table_and_the_prefix_itself() -> None:
    keys, _, _ = bound()
    prefix = {one["key"]: one for one in keys.tables()["tables"]["prefix"]}
    assert ("mine", "prefix") == (prefix["g"]["table"], prefix["C-b"]["kind"])


def test_tables_are_read_again_when_they_are_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(key_bindings, "time", SimpleNamespace(monotonic=lambda: now))
    keys, tmux, _ = bound()
    keys.run(5, "prefix", "z")
    keys.run(5, "prefix", "z")
    assert 1 == tmux.reads
    now += key_bindings.STALE_S
    tmux.keys = DEFAULTS
    assert ({"kind": "unknown", "seq": 2}, 2) == (keys.run(5, "prefix", "g"), tmux.reads)


def test_a_failure_of_tmux_is_raised() -> None:
    keys, tmux, _ = bound()
    tmux.keys = TmuxError("gone")
    with pytest.raises(TmuxError):
        keys.prefixes()


@pytest.mark.parametrize(
    ("key", "answer"), [("x", "yes"), ("'", "1; kill-server"), (".", ":3"), (":", "kill-server")]
)
def test_only_a_fitting_answer_runs(key: str, answer: str) -> None:
    keys, tmux, _ = bound()
    with pytest.raises(BadField):
        keys.run(5, "prefix", key, answer)
    assert {"list-panes"} == {command[0] for command in tmux.ran}


def test_an_answered_dialog_names_the_pane_of_the_next_keys() -> None:
    keys, tmux, _ = bound()
    assert keys.run(5, "prefix", "x", "y")["pane"] == 7
    assert ("kill-pane", "-t", "%5") in tmux.ran
    tmux.active = ""
    assert "pane" not in keys.run(5, "prefix", "x", "y")


def test_the_tables_of_the_page_have_no_mouse() -> None:
    keys, _, _ = bound()
    tables = keys.tables()["tables"]
    assert {"prefix", "root", "mine"} == set(tables)
    assert not [one["key"] for one in tables["root"] if "Mouse" in one["key"] or "Wheel" in one["key"]]
    zoom = next(one for one in tables["prefix"] if one["key"] == "z")
    assert ("done", "", "Zoom", "resize-pane -Z") == tuple(
        zoom[n] for n in ("kind", "form", "note", "commands")
    )


def test_a_key_that_starts_panes_again_first_protects_tmux() -> None:
    tmux: Any = FakeTmux()
    tmux.keys += b"bind-key -T prefix R respawn-pane -k\n"
    keys = KeyBindings(tmux, SESSION, lambda: ("refresh-client", "-A", "%5:pause"))
    hands: Any = FakeHands(Outcome())
    keys._hands = hands
    keys.run(5, "prefix", "R")
    assert ("refresh-client", "-A", "%5:pause") == hands.first
    keys.run(5, "prefix", "z")
    assert hands.first is None


@pytest.mark.parametrize(
    ("text", "kind", "ran"),
    [
        ("split-window -h", "done", "split-window -h"),
        (" splitw -h ; display x ", "printed", "split-window -h ; display-message -p x"),
        ("resize-p -Z", "done", "resize-pane -Z"),
        ("nonsense 'x", "done", "nonsense 'x"),
        ("list", "done", "list"),
        ("mine", "ghost", None),
        ("choose-tree -Zw", "mode", None),
        ("detach-client", "client", None),
        ("confirm-before kill-pane", "ghost", None),
        ("bind x kill-pane \\; kill-pane", "ghost", None),
        ("%if 1", "ghost", None),
        ("{ kill-pane }", "ghost", None),
    ],
)
def test_a_typed_command_is_classed_as_a_binding_is(text: str, kind: str, ran: str | None) -> None:
    keys, tmux, hands = bound()
    named = "split-window splitw resize-pane resizep resize-window list-keys list-panes detach-client detach"
    printed = {"list-commands": named + " choose-tree  confirm-before bind", "show-options": 'mine="detach"'}
    before = tmux.run
    tmux.run = lambda *commands: printed.get(commands[0][0]) or before(*commands)  # type: ignore[method-assign]
    assert kind == keys.run_text(5, text)["kind"]
    assert ([] if ran is None else [("@2", 5, ran)]) == hands.ran
