"""A preset is exactly what the documentation says; every mistake names its key and its file."""

from __future__ import annotations

import tomllib

import pytest

from webmux.errors import BadField, ConfigError
from webmux.presets import preset_table
from webmux.presets.preset_table import Preset, PresetPane, PresetWindow, parse, presets_of

GOOD = """
[preset.api]
description = "API server and its log"
folder = "~/src/api"
environment = { PORT = "8000" }

[[preset.api.windows]]
name = "edit"
layout = "main-vertical"
panes = [{ command = "vim ." }, { folder = "web", command = "npm run dev" }]

[[preset.api.windows]]
folder = "/var/log"
"""
LAYOUT = "8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}"


def read(text: str) -> dict[str, Preset]:
    return presets_of(tomllib.loads(text)["preset"], "webmux.toml")


def test_a_preset_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    preset = read(GOOD)["api"]
    edit, log = preset.windows
    assert ("edit", "main-vertical", {"PORT": "8000"}) == (edit.name, edit.layout, preset.environment)
    assert ["vim .", "npm run dev"] == [pane.command for pane in edit.panes]
    folders = [preset.folder_of(window, pane) for window in preset.windows for pane in window.panes]
    assert ["/home/ada/src/api", "/home/ada/src/api/web", "/var/log"] == folders
    assert (3, ("", "")) == (preset.panes, (log.name, log.layout))


def test_an_empty_table_is_a_shell_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    preset = read("[preset.bare]")["bare"]
    [window] = preset.windows
    assert ("/home/ada", (PresetPane(),)) == (preset.folder_of(window, window.panes[0]), window.panes)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("api.colour = 'red'", "preset.api.colour", "is not a key of a preset"),
        ("api.windows = [{ pane = [] }]", "preset.api.windows.0.pane", "is not a key of a preset"),
        ("api.windows = [{ panes = [{ run = 'x' }] }]", "preset.api.windows.0.panes.0.run", "not a key"),
        ("api.windows = []", "preset.api.windows", "at least 1"),
        ("api.windows = [{ panes = [] }]", "preset.api.windows.0.panes", "at least 1"),
        (f"api.windows = [{{ panes = [{'{},' * 25}] }}]", "preset.api.windows.0.panes", "at most 24"),
        ("api.windows = [{ name = 'a:b' }]", "preset.api.windows.0.name", "use no # :"),
        ("api.windows = [{ layout = 'wide' }]", "preset.api.windows.0.layout", "must be one of even-horiz"),
        (f"api.windows = [{{ layout = '{LAYOUT[:-1]}' }}]", "preset.api.windows.0.layout", "checksum"),
        (f"api.windows = [{{ layout = '{LAYOUT}' }}]", "preset.api.windows.0", "layout is for 2 panes"),
        ("api.folder = 'src'", "preset.api.folder", "must be an absolute path, or begin with ~"),
        ("api.folder = 3", "preset.api.folder", "valid string"),
        ("api.windows = [{ panes = [{ command = '  ' }] }]", "preset.api.windows.0.panes.0.command", "shell"),
        (
            r'api.windows = [{ panes = [{ command = "a\nb" }] }]',
            "preset.api.windows.0.panes.0.command",
            "one",
        ),
        (r'api.windows = [{ folder = "a\u001bb" }]', "preset.api.windows.0.folder", "one line"),
        ("api.environment = { PORT = 8000 }", "preset.api.environment.PORT", "valid string"),
        ("api.environment = { 'A B' = 'x' }", "preset.api.environment", "'A B' is not a variable"),
        ("api.environment = { TMUX_PANE = 'x' }", "preset.api.environment", "'TMUX_PANE' is not"),
        ("'-x' = {}", "preset.-x", "use none of"),
        ("api = 'vim'", "preset.api", "must be a table"),
    ],
)
def test_a_mistake_names_the_key_and_the_file(text: str, key: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(f"[preset]\n{text}")
    assert key == caught.value.key
    assert caught.value.message.startswith(f"{key}: ")
    assert words in caught.value.message
    assert caught.value.message.endswith(" (in webmux.toml)")


def test_a_file_has_at_most_100_presets() -> None:
    with pytest.raises(ConfigError, match="at most 100"):
        presets_of({f"p{number}": {} for number in range(101)}, "webmux.toml")


def test_a_layout_of_tmux_fits_its_panes() -> None:
    """As tmux 3.3a printed it."""
    window = PresetWindow(layout=LAYOUT, panes=(PresetPane(), PresetPane()))
    assert LAYOUT == window.layout


def test_what_is_stored_can_be_read_again() -> None:
    preset = read(GOOD)["api"]
    assert preset == parse(preset.text())
    assert "{}" == Preset().text()


def test_json_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preset_table, "JSON_MAX_BYTES", 20)
    with pytest.raises(BadField, match="at most 20 bytes"):
        Preset(description="longer than twenty bytes").text()
