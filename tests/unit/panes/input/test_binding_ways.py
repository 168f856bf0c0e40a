"""Each key binding has one way to run it, and an unknown form has none but the ghost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.panes.input.binding_ways import Kind, Way, way_of
from webmux.panes.input.key_table import Binding, parse_bindings

LISTS = sorted(Path(__file__).parents[3].joinpath("vectors").glob("list-keys-*.txt"))
NEVER = ("detach-client", "kill-server", "switch-client", "command-prompt", "confirm-before", "display-menu")


def defaults(path: Path) -> list[Binding]:
    """The default bindings of the prefix table of one version."""
    bindings = parse_bindings(path.read_text("utf-8").splitlines())
    return [binding for (table, _), binding in bindings.items() if table == "prefix"]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_only_four_defaults_need_the_ghost(path: Path) -> None:
    kinds = Counter(way_of(binding.commands).kind for binding in defaults(path))
    ghosts = {one.key for one in defaults(path) if way_of(one.commands).kind is Kind.GHOST}
    assert {"<", ">", "C", "D"} == ghosts
    others = {Kind.CLIENT: 12, Kind.DIALOG: 9, Kind.MODE: 6, Kind.PRINTED: 4, Kind.GHOST: 4}
    assert {**others, Kind.PLAIN: len(defaults(path)) - 35} == dict(kinds)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_all_versions_have_the_same_dialogs(path: Path) -> None:
    ways = {binding.key: way_of(binding.commands) for binding in defaults(path)}
    asked = {key: way.form for key, way in ways.items() if way.kind is Kind.DIALOG}
    expected = {
        "$": "rename-session",
        ",": "rename-window",
        "&": "confirm-kill-window",
        "x": "confirm-kill-pane",
    }
    expected |= {
        "'": "select-window",
        ".": "move-window",
        "/": "describe-key",
        ":": "command",
        "f": "find-window",
    }
    assert expected == asked
    shown = {key: way.form for key, way in ways.items() if way.kind is Kind.MODE}
    expected = {"[": "copy-mode", "PPage": "copy-mode-up", "=": "choose-buffer", "s": "choose-session"}
    assert {**expected, "w": "choose-tree", "t": "clock"} == shown


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_moves_or_blocks_a_client_never_runs(path: Path) -> None:
    for binding in parse_bindings(path.read_text("utf-8").splitlines()).values():
        assert not any(word in way_of(binding.commands).line for word in NEVER)


@pytest.mark.parametrize(
    ("commands", "line"),
    [
        ("send-keys clear Enter \\; clear-history", "send-keys clear Enter ; clear-history"),
        ('split-window -h -c "#{pane_current_path}"', None),
        ("splitw \\; selectl tiled", "split-window ; select-layout tiled"),
        ('if-shell -F "#{pane_at_top}" {  } { select-pane -U }', None),
        ('if-shell true "select-pane -U"', None),
        ("run-shell tmux-sessionizer", None),
        ("new-session -d -s x", None),
        ("bind-key x { command-prompt }", None),
    ],
)
def test_a_plain_binding_runs_as_tmux_printed_it(commands: str, line: str | None) -> None:
    assert (Kind.PLAIN, line or commands) == (way_of(commands).kind, way_of(commands).line)


@pytest.mark.parametrize(
    "commands",
    [
        "command-prompt -p x { kill-pane }",
        "confirm-before -p sure kill-server",
        "if-shell -F 1 { confirm-before kill-pane }",
        'if-shell -F 1 "display-message #{pane_title}"',
        "if-shell -F 1 { switch-client -T other }",
        "run-shell -C kill-pane",
        "run-shell -bC kill-pane",
        "run-shell { kill-pane }",
        "switch-client -t other",
        "switch-client -T other \\; detach-client",
        "next-window \\; detach-client",
        "kill-pane \\; kill-server",
        "new-session -A -d -s x",
        "new-session -s x",
        "attach-session -t x",
        "detach-client -a",
        "display-panes \"swap-pane -t '%%'\"",
        "display-popup -E htop",
        "display-menu x x x",
        "choose-tree -Zw \"kill-window -t '%%'\"",
        "find-window -Z x",
        "send-keys -K a",
        "resize-pane -M",
        "copy-mode -M",
        "display-message -I",
        "kill-pane { next-window }",
        "next-command-of-tmux-4",
    ],
)
def test_what_needs_a_terminal_goes_to_the_ghost(commands: str) -> None:
    assert Way(Kind.GHOST) == way_of(commands)


def test_a_table_is_of_the_browser() -> None:
    assert Way(Kind.PLAIN, table="resize") == way_of("switch-client -T resize")
    again = way_of("resize-pane -L 2 \\; switch-client -T resize")
    assert ("resize-pane -L 2", "resize") == (again.line, again.table)


def test_a_message_is_printed() -> None:
    assert Way(Kind.PRINTED, "display-message -p") == way_of("display-message")
    reload = way_of("source-file ~/.tmux.conf \\; display-message done")
    assert "source-file ~/.tmux.conf ; display-message -p done" == reload.line
    assert (Kind.PRINTED, True) == (reload.kind, reload.changes_keys)


@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    assert isinstance(way_of(text), Way)


_PIECES = st.sampled_from(
    [
        *NEVER,
        "{",
        "}",
        "\\;",
        ";",
        '"',
        "'",
        "if-shell",
        "-F",
        "1",
        "select-pane",
        "-T",
        "x",
        "run-shell",
        "-C",
    ]
)


@given(st.lists(_PIECES, max_size=12))
def test_no_mixture_runs_what_never_runs(pieces: list[str]) -> None:
    """What never runs may be an argument, and nothing else."""
    way = way_of(" ".join(pieces))
    assert not set(NEVER) & {command.split(" ")[0] for command in way.line.split(" ; ")}
