"""tmux's key bindings with a real tmux: they act on the pane of the viewer, and block nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from tests.support import eventually
from tests.tmux import TmuxServer, tmux_is
from webmux.errors import BadField, WindowNotFound
from webmux.panes.input.binding_ways import Kind, way_of
from webmux.panes.input.hands import Hands, Outcome
from webmux.panes.input.key_bindings import KeyBindings
from webmux.panes.input.key_table import parse_bindings
from webmux.panes.input.pane_keys import PaneKeys
from webmux.panes.pane_link import PaneLink
from webmux.tmux.server import Tmux
from webmux.wire.pane_records import TYPED

NEVER_ENDS = "if-shell -F 1 { command-prompt } ; wait-for nobody"


class NothingKnown:
    """No pane is in a mode, and so on."""

    def mode(self, pane: int) -> str:
        return ""

    def synchronized(self, pane: int) -> bool:
        return False

    def reports_focus(self, pane: int) -> bool:
        return False

    def extended_keys(self, pane: int) -> bool:
        return False


class Bound:
    """A session with two windows, and three panes in the first one. tmux's active pane is not `pane`."""

    def __init__(self, server: TmuxServer) -> None:
        self.server = server
        self.tmux = Tmux("tmux", server.socket_path)
        self.tmux.link.keep()
        self.session = self.tmux.session(server.new_session("s", command="cat"))
        self.pane = int(server.run("display-message", "-p", "-t", "s:", "#{pane_id}")[1:])
        self.window = server.run("display-message", "-p", "-t", "s:", "#{window_id}").strip()
        for command in (["split-window", "-h"], ["split-window"], ["new-window"], ["new-window"]):
            server.run(*command, "-t", "s:", "cat")
        self.reset()
        self.keys = KeyBindings(self.tmux, self.session)

    def reset(self) -> None:
        """Make another window current, and another pane of the first window active."""
        self.server.run("select-window", "-t", "s:^")
        self.server.run("select-pane", "-t", f"%{self.pane}")
        self.server.run("select-pane", "-t", "s:.+")
        self.server.run("select-window", "-t", "s:$")

    def press(self, key: str, table: str = "prefix", answer: str | None = None) -> dict[str, object]:
        """Press a key in the pane."""
        return self.keys.run(self.pane, table, key, answer)

    def about(self, form: str, target: str = "") -> str:
        """A format, of the pane if there is no other target."""
        return self.server.run("display-message", "-p", "-t", target or f"%{self.pane}", form).strip()


@pytest.fixture
def bound(tmux_server: TmuxServer) -> Iterator[Bound]:
    bound = Bound(tmux_server)
    yield bound
    bound.keys.close()
    bound.tmux.stop()


def test_a_binding_acts_on_the_pane_of_the_viewer(bound: Bound) -> None:
    assert "done" == bound.press("z")["kind"]
    assert "11" == bound.about("#{window_zoomed_flag}#{pane_active}")
    bound.press("z")
    bound.reset()
    bound.press("%")
    assert "4" == bound.about("#{window_panes}")
    bound.press("m")
    assert "1" == bound.about("#{pane_marked}")
    bound.reset()
    before = bound.window
    bound.press("!")
    assert before != bound.about("#{window_id}")
    assert "1" == bound.about("#{window_panes}")


def test_a_repeated_binding_names_the_table_of_the_next_key(bound: Bound) -> None:
    width = int(bound.about("#{pane_width}"))
    answer = bound.press("C-Right")
    assert ("done", "prefix", True) == (answer["kind"], answer["table"], answer["repeat"])
    bound.press("C-Right")
    assert width + 2 == int(bound.about("#{pane_width}"))
    assert "table" not in bound.press("z")


def test_every_plain_default_ends_without_blocking(bound: Bound) -> None:
    """Each of them runs in a pane of its own, so that none needs what another one left."""
    listed = parse_bindings(bound.server.run("list-keys", "-T", "prefix").splitlines())
    bound.server.run("set-buffer", "text")
    hands = Hands(bound.tmux, bound.session)
    plain = [one for one in listed.values() if way_of(one.commands).kind in (Kind.PLAIN, Kind.PRINTED)]
    refused = set()
    for binding in plain:
        outcome = hands.run(bound.window, bound.pane, way_of(binding.commands).line)
        assert outcome.ended, binding
        if outcome.error:
            refused.add((binding.key, outcome.error.split(":")[0]))
        bound.window = bound.about("#{window_id}")
    hands.close()
    assert 50 < len(plain)
    expected = {"cannot swap floating panes"}
    expected |= {f"no {which}" for which in ("last window", "last pane", "next window", "previous window")}
    assert {error for _, error in refused} <= {"can't find window", *expected}, refused


def test_what_is_printed_is_answered(bound: Bound) -> None:
    assert "printed" == bound.press("~")["kind"]
    assert "Split" in str(bound.press("?")["text"])
    bound.server.run("set-buffer", "hello tmux")
    assert "hello tmux" in str(bound.press("#")["text"])


def test_dialogs_run_with_the_answer_and_only_with_it(bound: Bound) -> None:
    assert ("dialog", "rename-window") == tuple(bound.press(",")[one] for one in ("kind", "form"))
    assert "done" == bound.press(",", answer="my name")["kind"]
    assert "my name" == bound.about("#{window_name}")
    with pytest.raises(BadField):
        bound.press(",", answer="#(touch x)")
    with pytest.raises(BadField):
        bound.press("x", answer="yes")
    with pytest.raises(BadField):
        bound.press("'", answer="=other")
    bound.press("'", answer="0")
    assert "0" == bound.about("#{window_index}", "s:")
    bound.press(".", answer="7")
    assert "7" == bound.about("#{window_index}")
    assert "Zoom" in str(bound.press("/", answer="z")["text"])
    bound.press("x", answer="y")
    with pytest.raises(WindowNotFound):
        bound.press("z")


def test_what_moves_the_client_is_only_named(bound: Bound) -> None:
    forms = {key: bound.press(key).get("form") for key in ("d", "(", "[", "w", "q")}
    assert {"d": "detach", "(": "previous-session", "[": "copy-mode", "w": "choose-tree"} == {
        key: form for key, form in forms.items() if key != "q"
    }
    assert "ghost" == bound.press("<")["kind"]
    assert "unknown" == bound.press("F12")["kind"]
    assert "unknown" == bound.press("z", table="nothing")["kind"]
    assert "0" == bound.about("#{pane_in_mode}")


def test_the_tables_follow_what_a_binding_changes(bound: Bound) -> None:
    bound.server.run("set-option", "-t", "s:", "key-table", "my own")
    if tmux_is(3, 5):
        bound.server.run("set-option", "-s", "prefix-timeout", "300")
    tables = bound.keys.tables()
    assert ("my own", 300 if tmux_is(3, 5) else 0) == (tables["key_table"], tables["prefix_ms"])
    bound.server.run("set-option", "-t", "s:", "-u", "key-table")
    assert ("C-b", "", 500) == (tables["prefix"], tables["prefix2"], tables["repeat_ms"])
    [split] = [one for one in tables["tables"]["prefix"] if one["key"] == "%"]
    assert ("done", "Split window horizontally") == (split["kind"], split["note"])
    assert not any("Mouse" in one["key"] for one in tables["tables"]["root"])
    bound.server.run("bind-key", "-T", "prefix", "F5", "bind-key", "-T", "mine", "F6", "next-window")
    bound.keys.tables()
    seq = bound.keys.tables()["seq"]
    assert seq < bound.press("F5")["seq"]
    assert "done" == bound.press("F6", table="mine")["kind"]


def test_a_binding_that_waits_blocks_no_key(bound: Bound) -> None:
    hands, link = Hands(bound.tmux, bound.session), PaneLink(bound.tmux, bound.session)
    outcomes: list[Outcome] = []
    waiting = gevent.spawn(lambda: outcomes.append(hands.run(bound.window, bound.pane, NEVER_ENDS)))
    eventually(lambda: bound.about("#{session_attached}") == "3")
    facts = type(
        "Facts", (), {name: lambda self, pane: "" for name in ("mode", "synchronized", "reports_focus")}
    )
    PaneKeys(link, facts()).type(bound.pane, TYPED, b"typed\r")
    eventually(lambda: "typed" in bound.server.run("capture-pane", "-p", "-t", f"%{bound.pane}"))
    assert not outcomes, "the key came only after the prompt was given up"
    waiting.join()
    assert [Outcome(ended=False)] == outcomes
    again = Outcome("again", active=bound.pane)
    assert again == hands.run(bound.window, bound.pane, "display-message -p again")
    hands.close()
    link.close()


def test_hostile_names_run_nothing(bound: Bound, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    end = "} ; set -g @pwned 3 #"
    hostile = f"x' ; set -g @pwned 1 ; \" ; set -g @pwned 2 ; #(touch {canary}) #{{pane_id}} {end}"
    folder = tmp_path / "a'; set -g @pwned 4 #(touch x)\n%end"
    folder.mkdir()
    script = tmp_path / "script"
    script.write_text('printf \'\\033]2;%s\\007\\033k%s\\033\\\\\' "$1" "$1"; exec cat')
    bound.server.run("set-option", "-g", "allow-rename", "on")
    program = ("sh", str(script), hostile)
    bound.server.run("respawn-pane", "-k", "-t", f"%{bound.pane}", "-c", str(folder), *program)
    eventually(lambda: "pwned" in bound.about("#{pane_title}") and "pwned" in bound.about("#{window_name}"))
    for binding in bound.keys.tables()["tables"]["prefix"]:
        if binding["kind"] in ("done", "printed"):
            bound.press(binding["key"])
    assert "" == bound.about("#{@pwned}")
    assert not canary.exists()
