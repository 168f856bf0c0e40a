"""A preset becomes exactly its session in a real tmux, and a session becomes a preset that makes it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.errors import BadField, NameTaken, QuotaReached
from webmux.presets.preset_session import as_preset, make_session
from webmux.presets.preset_store import StoredPreset
from webmux.presets.preset_table import WINDOWS_MAX, checked
from webmux.saved_sessions.offers import OFFER_OPTION
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedWindow
from webmux.saved_sessions.session_reader import Reader
from webmux.tmux.layout_text import parse_layout
from webmux.tmux.quotas import USER_OPTION, Quotas
from webmux.tmux.server import Tmux


@pytest.fixture
def tmux(tmux_server: TmuxServer) -> Iterator[Tmux]:
    tmux = Tmux("tmux", tmux_server.socket_path)
    yield tmux
    tmux.stop()


@pytest.fixture
def quotas(tmux: Tmux) -> Quotas:
    return Quotas(tmux, sessions_max=5, windows_max=8)


def preset_in(folder: Path) -> dict[str, object]:
    (folder / "web").mkdir()
    edit = {
        "name": "edit",
        "layout": "main-vertical",
        "panes": [{"command": "echo ran-$COLOUR"}, {"folder": "web", "command": "echo started; cat"}, {}],
    }
    return {"folder": str(folder), "environment": {"COLOUR": "green"}, "windows": [edit, {"name": "log"}]}


def panes(server: TmuxServer, form: str) -> list[str]:
    return server.run("list-panes", "-s", "-t", "=api:", "-F", form).splitlines()


def layouts_of(server: TmuxServer) -> list[str]:
    """Without the numbers of panes, which differ."""
    return [parse_layout(layout).text for layout in panes(server, "#{window_layout}")]


def test_commands_of_the_file_run_in_a_shell_that_stays(
    tmux: Tmux, quotas: Quotas, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    tmux_server.new_session("other")
    tmux_server.run("set-option", "-g", "default-shell", "/bin/sh")  # a prompt without start-up files
    stored = StoredPreset("api", checked(preset_in(tmp_path), "preset.api"))
    built = make_session(tmux, quotas, stored, user="ada")
    assert ("api", 2, 4, ()) == (built.session.name, built.windows, built.panes, built.problems)
    eventually(lambda: "ran-green" in tmux_server.run("capture-pane", "-p", "-t", "=api:edit.0"))
    eventually(lambda: "started" in tmux_server.run("capture-pane", "-p", "-t", "=api:edit.1"))
    places = [str(tmp_path), str(tmp_path / "web"), str(tmp_path), str(tmp_path)]
    assert places == panes(tmux_server, "#{pane_current_path}")
    assert ["edit"] * 3 + ["log"] == panes(tmux_server, "#{window_name}")
    assert "ada" == tmux_server.run("show-options", "-v", "-t", "=api:", USER_OPTION).strip()
    tmux_server.run("send-keys", "-t", "=api:edit.1", "C-c")
    eventually(lambda: tmux_server.run("capture-pane", "-p", "-t", "=api:edit.1").rstrip()[-1:] in "$#")


def test_commands_of_a_saved_preset_are_offered_and_run_only_if_the_user_wants(
    tmux: Tmux, quotas: Quotas, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    stored = StoredPreset("api", checked(preset_in(tmp_path), "preset.api"), user_id=1, row_id=1)
    make_session(tmux, quotas, stored, user="ada")
    assert ["echo ran-$COLOUR", "echo started; cat", "", ""] == panes(tmux_server, f"#{{{OFFER_OPTION}}}")
    with pytest.raises(NameTaken):
        make_session(tmux, quotas, stored, user="ada")
    other = quotas.create_session("ada").id
    with pytest.raises(QuotaReached):
        make_session(tmux, quotas, stored, user="ada", name="other")
    tmux.kill_session(other)
    tmux_server.run("kill-session", "-t", "=api:")
    make_session(tmux, quotas, stored, user="ada", run=True)
    eventually(lambda: "started" in tmux_server.run("capture-pane", "-p", "-t", "=api:edit.1"))
    assert [""] * 4 == panes(tmux_server, f"#{{{OFFER_OPTION}}}")
    with pytest.raises(BadField):
        make_session(tmux, quotas, stored, user="ada", name="a:b")


def test_a_saved_session_is_made_again_with_its_layouts(
    tmux: Tmux, quotas: Quotas, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    tmux_server.run(
        "new-session", "-d", "-s", "api", "-x", "100", "-y", "40", "-c", str(tmp_path), "exec cat"
    )
    tmux_server.run("split-window", "-h", "-t", "=api:", "-c", "/usr")
    tmux_server.run("split-window", "-v", "-l", "7", "-t", "=api:")
    tmux_server.run("new-window", "-t", "=api:", "-n", "second")
    layouts = layouts_of(tmux_server)
    eventually(lambda: "cat" in panes(tmux_server, "#{pane_current_command}"))
    [session] = Reader(tmux).read().sessions
    preset = as_preset(session)
    assert ["cat", "", ""] == [pane.command for pane in preset.windows[0].panes]
    assert ["", "", ""] == [pane.command for pane in as_preset(session, commands=False).windows[0].panes]
    assert "second" == preset.windows[1].name
    before = panes(tmux_server, "#{pane_current_path}")
    tmux_server.run("kill-session", "-t", "=api:")
    stored = StoredPreset("api", preset, user_id=1, row_id=1)
    assert () == make_session(tmux, quotas, stored, user="ada").problems
    assert before == panes(tmux_server, "#{pane_current_path}")
    assert layouts == layouts_of(tmux_server)


def test_what_a_preset_cannot_have_is_left_out() -> None:
    """Folders that are not text, hidden characters in commands, names of tmux's own."""
    pane = SavedPane(folder="/tmp/\udcff", command="ls \x1b[31m\u202e; rm")
    window = SavedWindow("a:b", (pane,), "nonsense", automatic_rename=False)
    preset = as_preset(SavedSession("api", (window, SavedWindow("zsh", automatic_rename=True))))
    assert ("", "") == (preset.windows[0].name, preset.windows[1].name)
    assert ("", "") == (preset.windows[0].panes[0].folder, preset.windows[0].layout)
    two = SavedWindow("x", (SavedPane(command="ls \x1b[31m\u202e; rm"), SavedPane()), "nonsense")
    window_of_two = as_preset(SavedSession("api", (two,))).windows[0]
    assert ("tiled", "ls [31m; rm") == (window_of_two.layout, window_of_two.panes[0].command)
    with pytest.raises(BadField, match=f"at most {WINDOWS_MAX}"):
        as_preset(SavedSession("api", tuple(SavedWindow() for _ in range(WINDOWS_MAX + 1))))
    with pytest.raises(BadField, match="description"):
        as_preset(SavedSession("api"), description="two\nlines")
