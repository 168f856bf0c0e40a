"""Sessions are read from a real tmux, and made again in another one, with the same layouts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from gevent import GreenletExit

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.errors import NameTaken, SessionNotFound
from webmux.saved_sessions.builder import BATCH_WINDOWS, build_session
from webmux.saved_sessions.histories import Histories
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedWindow
from webmux.saved_sessions.session_reader import Found, Reader
from webmux.tmux.layout_text import parse_layout
from webmux.tmux.server import Tmux

LAYOUT = (
    "#{session_name}|#{window_index}|#{window_name}|#{window_active}|#{window_zoomed_flag}|#{window_layout}"
)
PANES = "#{session_name}|#{window_index}|#{pane_index}|#{pane_active}|#{pane_current_path}"


@pytest.fixture
def tmux(tmux_server: TmuxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tmux]:
    """Our layer over the test's own tmux; a server that it starts reads no configuration."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    one = Tmux(socket_path=str(tmux_server.socket_path))
    yield one
    one.stop()


def layouts(tmux: TmuxServer) -> list[str]:
    """What tmux has, without pane ids: those of a new tmux are new."""
    found = []
    for line in tmux.run("list-windows", "-a", "-F", LAYOUT).splitlines():
        *names, layout = line.split("|")
        found.append("|".join([*names, parse_layout(layout).text]))
    return sorted(found) + sorted(tmux.run("list-panes", "-a", "-F", PANES).splitlines())


def end(tmux_server: TmuxServer, tmux: Tmux) -> None:
    tmux_server.kill()
    eventually(lambda: not tmux.list_sessions().epoch)


def settled(tmux: Tmux) -> Found:
    """What is read when all programs have started and are in their folders."""
    reader = Reader(tmux)

    def unchanged() -> Found | None:
        first = reader.read()
        return first if first == reader.read() else None

    return eventually(unchanged)


def _window(tmux: TmuxServer, name: str, *commands: str) -> None:
    tmux.run("new-window", "-t", "=work:", "-n", name)
    for command in commands:
        tmux.run(*(word.replace("@", f"=work:{name}") for word in command.split()))


NESTED = ("split-window -h -t @", "split-window -v -t @", "split-window -h -t @", "select-pane -t @.0")


def test_ten_layouts_are_the_same_in_a_new_server(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    folder = tmp_path / "a b #(id) é"
    folder.mkdir()
    tmux_server.new_session("work", 132, 43)
    tmux_server.run("rename-window", "-t", "work", "one")
    for name, commands in {
        "nested": NESTED,
        "zoomed": (*NESTED, "select-pane -t @.2", "resize-pane -Z -t @"),
        "main": (*NESTED, "select-layout -t @ main-vertical", "resize-pane -x 17 -t @.1"),
        "tiled": (*NESTED, "split-window -f -t @", "select-layout -t @ tiled"),
        "rows": ("split-window -t @", "split-window -b -t @", "resize-pane -y 3 -t @.2"),
        "swapped": (*NESTED, "swap-pane -s @.0 -t @.3"),
    }.items():
        _window(tmux_server, name, *commands)
    _window(tmux_server, "far", "move-window -s @ -t =work:40")
    for name in ("two words", "a:b.c", "🙂 é ;", "$HOME #S \\ \"'"):
        tmux_server.run("new-window", "-t", "=work:", "-n", "new", "-c", str(folder))
        tmux_server.run("rename-window", "-t", "=work:new", name.replace("#", "##"))
    tmux_server.new_session("many 🙂 words")
    tmux_server.run("new-session", "-d", "-s", "small", "-x", "20", "-y", "5")
    for _ in range(8):
        tmux_server.run("split-window", "-h", "-t", "=small:")
        tmux_server.run("select-layout", "-t", "=small:", "tiled")
    raw = tmux_server.run("list-windows", "-t", "=work:", "-F", "#{window_layout}")
    _window(tmux_server, "closed", *NESTED, "kill-pane -t @.1")
    tmux_server.run("select-window", "-t", "=work:zoomed")
    before, saved = layouts(tmux_server), settled(tmux)
    assert [session.name for session in saved.sessions] == ["work", "many 🙂 words", "small"]
    end(tmux_server, tmux)
    built = [build_session(tmux, session) for session in saved.sessions]
    assert [one.problems for one in built] == [(), (), ()]
    eventually(lambda: layouts(tmux_server) == before)
    again = settled(tmux)
    assert [session.name for session in again.sessions] == [session.name for session in saved.sessions]
    tmux_server.run("kill-window", "-t", "=work:closed")
    assert tmux_server.run("list-windows", "-t", "=work:", "-F", "#{window_layout}") == raw, (
        "the ids of panes as well"
    )


def test_300_windows(tmux: Tmux, tmux_server: TmuxServer) -> None:
    base = 1
    windows = tuple(
        SavedWindow(f"w {at}", (SavedPane("/tmp"),), "b25d,80x24,0,0,0", base + at) for at in range(300)
    )
    tmux.link.keep()
    counts: list[int] = []
    tmux_server.new_session("other")
    tmux_server.run("set-option", "-g", "base-index", str(base))
    tmux_server.run("set-option", "-g", "pane-base-index", str(base))
    tmux_server.run("set-option", "-g", "renumber-windows", "on")
    built = build_session(tmux, SavedSession("big", windows), on_windows=counts.append)
    assert (built.windows, built.panes, built.problems) == (300, 300, ())
    assert counts[-1] == 300
    assert len(counts) > 10
    listed = tmux_server.run(
        "list-windows", "-t", "=big:", "-F", "#{window_index} #{window_name}"
    ).splitlines()
    assert listed == [f"{base + at} w {at}" for at in range(300)]


def test_a_name_that_exists_is_refused_and_nothing_is_left(tmux: Tmux, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("work")
    with pytest.raises(NameTaken):
        build_session(tmux, SavedSession("work"))
    assert [session.name for session in tmux.list_sessions().sessions] == ["work"]


def test_what_cannot_be_restored_is_named(tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path) -> None:
    missing = str(tmp_path / "gone")
    two = (SavedPane(missing), SavedPane("relative"))
    saved = SavedSession(
        "work", (SavedWindow("a", two, "0000,80x24,0,0,0"), SavedWindow("b", two * 2, "b25d,80x24,0,0,0"))
    )
    built = build_session(tmux, saved)
    assert built.problems == (
        f"the folder {missing} is missing: its pane is in the home folder",
        "the folder relative is missing: its pane is in the home folder",
        "window 0: its saved layout does not fit, so its panes are tiled",
        "window 1: its saved layout does not fit, so its panes are tiled",
    )
    paths = set(
        tmux_server.run("list-panes", "-s", "-t", "=work:", "-F", "#{pane_current_path}").splitlines()
    )
    assert paths == {os.path.realpath(tmp_path)}


def test_commands_are_offered_or_run_with_variables(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    panes = (SavedPane("", f"echo $COLOUR > {tmp_path}/one"), SavedPane("", f"echo $COLOUR > {tmp_path}/two"))
    saved = SavedSession("work", (SavedWindow("", panes, "even-horizontal"),))
    build_session(tmux, saved)
    offers = tmux.run(("list-panes", "-s", "-t", "=work:", "-F", "#{@webmux_offer}")).splitlines()
    assert offers == [pane.command for pane in panes]
    build_session(tmux, saved, name="again", commands="run", env={"COLOUR": "#S blue"}, owner="ann")
    for name in ("one", "two"):
        eventually(
            lambda name=name: (tmp_path / name).exists() and (tmp_path / name).read_text() == "#S blue\n"
        )
    shown = tmux_server.run("list-panes", "-s", "-t", "=again:", "-F", "#{@webmux_offer}|#{@webmux_user}")
    assert shown == "|ann\n" * 2


def test_only_programs_that_run_are_saved_with_their_whole_command(
    tmux: Tmux, tmux_server: TmuxServer
) -> None:
    tmux_server.new_session("work", command="exec sh -i")
    tmux_server.run("new-window", "-t", "=work:", "sleep 1000")
    tmux_server.run("new-window", "-t", "=work:", "sh -c 'sleep \"2000\"; true'")
    tmux_server.run("send-keys", "-t", "=work:0", "sleep 3000 | cat -u 'a b' -", "Enter")

    def commands() -> list[str]:
        return [pane.command for window in Reader(tmux).read().sessions[0].windows for pane in window.panes]

    expected = ["sleep 3000 | cat -u 'a b' -", "sleep 1000", "sleep 2000"]
    eventually(lambda: commands() == expected)
    tmux_server.run("send-keys", "-t", "=work:0", "C-c")
    eventually(lambda: commands() == ["", *expected[1:]])


def test_a_restored_pane_shows_its_history_and_then_its_shell(
    tmux: Tmux, tmux_server: TmuxServer, tmp_path: Path
) -> None:
    tmux_server.new_session("work", command="printf '\\033[31mred\\033[0m\\n'; seq 1 300; exec sh -i")
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    eventually(lambda: "300" in tmux_server.run("capture-pane", "-p", "-t", "=work:"))
    found = settled(tmux)
    histories = Histories(tmux, tmp_path)
    histories.take(found)
    [saved] = histories.named(found)
    end(tmux_server, tmux)
    built = build_session(tmux, saved, histories=tmp_path)
    assert built.problems == ()

    def rows() -> list[str]:
        return tmux_server.run("capture-pane", "-p", "-e", "-S", "-", "-t", "=work:").splitlines()

    eventually(lambda: "300" in rows())
    assert "\x1b[31mred" in rows()[0]
    assert rows()[101:300:100] == ["101", "201"]
    eventually(lambda: Reader(tmux).read().sessions[0].windows[0].panes[0].command == "")
    tmux_server.run("send-keys", "-t", "=work:", "echo $((40+2))", "Enter")
    eventually(lambda: "42" in rows())


MANY = SavedSession("big", tuple(SavedWindow(f"w {at}", (SavedPane("/tmp"),), index=at) for at in range(20)))


def test_a_session_of_a_new_server_gets_no_windows_of_another_one(
    tmux: Tmux, tmux_server: TmuxServer
) -> None:
    def restart(done: int) -> None:
        if done == BATCH_WINDOWS:
            end(tmux_server, tmux)
            tmux_server.new_session("other")

    with pytest.raises(SessionNotFound, match="ended while it was made"):
        build_session(tmux, MANY, on_windows=restart)
    assert tmux_server.run("list-windows", "-a", "-F", "#{session_id} #{session_name}").split() == [
        "$0",
        "other",
    ]


def test_a_session_in_part_is_ended_when_webmux_stops(tmux: Tmux, tmux_server: TmuxServer) -> None:
    def stop(done: int) -> None:
        raise GreenletExit

    tmux_server.new_session("other")
    with pytest.raises(GreenletExit):
        build_session(tmux, MANY, on_windows=stop)
    assert tmux_server.run("list-sessions", "-F", "#{session_name}").split() == ["other"]
