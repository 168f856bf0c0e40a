"""How rows are asked for, and read, with each version of tmux."""

from __future__ import annotations

import pytest

from webmux.mirror.captures import BUFFER, Captures


@pytest.mark.parametrize(
    ("version", "printed"),
    [
        ("3.2a", rb"\033[1ma\\b\$HOME"),
        ("3.3a", rb"\033[1ma\\b\$HOME"),
        ("3.4", b"\x1b[1ma\\b$HOME"),
        ("3.5a", b"\x1b[1ma\\b$HOME"),
    ],
)
def test_text_goes_through_a_buffer_if_tmux_leaks_memory(version: str, printed: bytes) -> None:
    form = Captures(version)
    commands = form.commands("%1", ("-S", "-3"))
    assert ["capture-pane", "show-buffer", "delete-buffer"] == [command[0] for command in commands]
    assert ("capture-pane", "-eN", "-S", "-3", "-b", BUFFER, "-t", "%1") == commands[0]
    assert [[b"\x1b[1ma\\b$HOME", b"end"]] == form.texts([[], [printed, b"end", b""], []])


def test_newer_versions_print_directly() -> None:
    form = Captures("3.6b")
    assert [("capture-pane", "-peN", "-t", "%1")] == form.commands("%1", ())
    assert [[b"a\\b", b""]] == form.texts([[b"a\\b", b""]])


@pytest.mark.parametrize(
    ("version", "flags"),
    [("3.2a", ["-eN", "-J"]), ("3.3a", ["-eN", "-J"]), ("3.4", ["-eNT", "-J"]), ("3.7c", ["-peNT", "-pJ"])],
)
def test_history_has_only_written_cells(version: str, flags: list[str]) -> None:
    form = Captures(version, used_cells=True)
    assert flags == [form.commands("%1", (), flag)[0][1] for flag in ("eN", "J")]
