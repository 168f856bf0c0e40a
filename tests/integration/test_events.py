"""Events of tmux reach an open page without polling."""

from __future__ import annotations

import os
import signal
import time
from contextlib import nullcontext
from itertools import pairwise

import pytest

from tests.support import eventually
from tests.tmux import tmux_is
from webmux.config import Config
from webmux.events import Event
from webmux.live import Live
from webmux.model import Size
from webmux.tmux.server import Tmux
from webmux.tmux.state.command_tracker import Finished
from webmux.tmux.state.watch import Watch
from webmux.wire.opcodes import Opcode


@pytest.fixture
def viewer(server, attach):
    """A viewer of the session `work`, which has one window."""
    server.tmux("new-session", "-d", "-s", "work", "-n", "sh", "env PS1='$ ' sh")
    client = attach()
    client.wait(b"$ ")
    client.wait(lambda c: windows(c) == [("sh", True)])
    return client


def events(client, name):
    return [event for event in client.events if event["event"] == name]


def windows(client):
    """Name and current flag of each window, as sent last."""
    told = events(client, "windows")
    return [(window["name"], window["active"]) for window in told[-1]["windows"]] if told else None


def test_windows_are_sent_at_the_start_and_at_each_change(server, viewer):
    server.tmux("new-window", "-t", "=work:", "-n", "logs")
    viewer.wait(lambda c: windows(c) == [("sh", False), ("logs", True)])
    viewer.wait(lambda c: (Opcode.WINDOW_SWITCH, b"@1") in c.others)
    server.tmux("rename-window", "-t", "=work:1", "other")
    viewer.wait(lambda c: windows(c) == [("sh", False), ("other", True)])
    server.tmux("kill-window", "-t", "=work:1")
    viewer.wait(lambda c: windows(c) == [("sh", True)])


def test_a_new_name_of_the_session_is_sent(server, viewer):
    """A viewer who is there before the model of tmux gets the old name first."""
    server.tmux("rename-session", "-t", "=work", "play")
    viewer.wait(lambda c: [event["session"]["name"] for event in events(c, "sessions")][-1:] == ["play"])


def test_a_bell_in_a_hidden_window_is_reported(server, viewer):
    """tmux does not notify a control client of alerts."""
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "build", "env PS1='$ ' sh")
    viewer.wait(lambda c: windows(c) == [("sh", True), ("build", False)])
    server.ring("=work:1")
    viewer.wait(lambda c: events(c, "windows")[-1]["windows"][1]["bell"])


def test_events_of_another_session_are_not_sent(server, viewer):
    server.tmux("new-session", "-d", "-s", "other", "env PS1='$ ' sh")
    server.tmux("new-window", "-t", "=other:")
    server.tmux("new-window", "-t", "=work:", "-n", "logs")
    viewer.wait(lambda c: windows(c)[-1] == ("logs", True))
    told = [event["windows"] for event in events(viewer, "windows")]
    assert {window["session_id"] for windows_told in told for window in windows_told} == {"$0"}
    assert all(one != next_one for one, next_one in pairwise(told)), told


@pytest.mark.timeout_s(40)
def test_a_stopped_tmux_and_its_return_are_reported(server, viewer):
    pid = int(server.tmux("display-message", "-p", "#{pid}"))
    os.kill(pid, signal.SIGSTOP)
    try:
        viewer.wait(lambda c: [event["code"] for event in events(c, "notice")] == ["tmux_slow"], 15)
    finally:
        os.kill(pid, signal.SIGCONT)
    viewer.wait(lambda c: [event["code"] for event in events(c, "notice")] == ["tmux_slow", "tmux_ok"])
    viewer.type("echo a''live\r")
    viewer.wait(b"alive")


def test_an_ended_command_is_reported(tmux_server):
    """The command ran in a hidden window; the subscription reports it."""
    tmux_server.new_session("first")
    tmux = Tmux("tmux", tmux_server.socket_path)
    watching = Watch(tmux, done_min_s=0)
    heard = []
    watching.command_ended.add(heard.append)
    tmux.link.keep()
    watching.start()
    try:
        eventually(lambda: [window.command for window in watching.state.windows] == ["sh"])
        gate = tmux_server.socket_path.parent / "gate"
        tmux_server.run("send-keys", "-t", "=first:", f"mkfifo {gate}; cat {gate}", "Enter")
        eventually(lambda: [window.command for window in watching.state.windows] == ["cat"], 10)
        assert heard == []
        gate.write_text("go")
        eventually(lambda: [(end.window_id, end.command) for end in heard] == [("@0", "cat")], 10)
        assert heard[0].seconds > 0
        assert watching.state.windows[0].done
        assert watching.state.sessions[0].command == "sh"
        again = Watch(tmux)
        again._refresh()
        assert again.state.windows[0].done, "a restart of ours does not forget it"
        script = gate.with_name("build.sh")
        script.write_text(f"cat < {gate}\n")
        tmux_server.run("send-keys", "-t", "=first:", f"sh {script}", "Enter")
        eventually(lambda: [window.command for window in watching.state.windows] == ["build.sh"], 10)
        gate.write_text("go\n")
        eventually(lambda: [end.command for end in heard] == ["cat", "build.sh"], 10)
    finally:
        watching.stop()
        tmux.stop()


def test_a_session_that_ended_before_we_connected_leaves_the_list(tmux_server):
    """tmux ends with it, within the second in which a new server is left alone."""
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    watch = Watch(tmux)
    heard = []
    watch.add_listener(lambda _, now: heard.append([session.name for session in now.sessions]))
    watch.start()
    try:
        eventually(tmux.link._known.is_set)
        tmux_server.new_session("short")
        eventually(lambda: heard[-1:] == [["short"]])
        tmux_server.run("kill-server")
        eventually(lambda: heard[-1:] == [[]])
    finally:
        watch.stop()
        tmux.stop()


def test_a_server_that_an_answer_shows_is_followed(tmux_server, monkeypatch):
    """The kernel reports no server that ends before we look: the list would keep its sessions."""
    monkeypatch.setattr("webmux.tmux.control.client.watching", lambda *_: nullcontext())
    monkeypatch.setattr("webmux.tmux.control.client.RECHECK_S", 60)
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    try:
        eventually(tmux.link._known.is_set)
        tmux_server.new_session("first")
        assert tmux.list_sessions().sessions
        eventually(lambda: tmux.link.connected)
    finally:
        tmux.stop()


def test_the_activity_of_a_session_is_its_last_output(tmux_server):
    """Not when a client acted, especially ours, as tmux's `session_activity` counts."""
    tmux_server.new_session("first")
    quiet = int(tmux_server.run("display-message", "-p", "-t", "=first:", "#{window_activity}"))
    tmux = Tmux("tmux", tmux_server.socket_path)
    watching = Watch(tmux)
    tmux.link.keep()
    watching.start()
    try:
        eventually(lambda: watching.state.sessions and tmux.link.connected, 10)
        eventually(lambda: time.time() >= quiet + 2, 10)
        assert tmux.list_sessions().sessions[0].activity_at == quiet
        assert watching.state.sessions[0].activity_at == quiet
        tmux_server.run("send-keys", "-t", "=first:", "echo more", "Enter")
        eventually(lambda: watching.state.sessions[0].activity_at >= quiet + 2, 10)
        assert tmux.list_sessions().sessions[0].activity_at >= quiet + 2
    finally:
        watching.stop()
        tmux.stop()


def test_viewers_get_the_end_of_commands_in_what_they_see(tmux_server, tmp_path):
    """A mirror of one window gets events of that window only: its guests must not learn of others."""
    tmux_server.new_session("work")
    live = Live(Config(state_dir=tmp_path), Tmux("tmux", tmux_server.socket_path))
    live.start()
    try:
        eventually(lambda: live.tmux.link.connected, 10)  # one that has not begun ends late
        session, size = live.tmux.find_session("work"), Size(80, 24)
        seen = {}
        for window_id in (None, "@0", "@9"):
            hub = live.hub_for(session, size, own=False, view="mirror", window_id=window_id)
            seen[window_id] = hub.join(lambda: None, size, may_type=False)
        live.notifier.done(Finished("@0", "$0", "sh", "make", 90.4))
        live.notifier.done(Finished("@7", "$7", "sh", "other session", 90.4))
        told = {
            window_id: [
                event.fields for event in one.take() if isinstance(event, Event) and event.name == "done"
            ]
            for window_id, one in seen.items()
        }
        expected = {"window": {"id": "@0", "name": "sh"}, "command": "make", "seconds": 90}
        assert told == {None: [expected], "@0": [expected], "@9": []}
        assert len(live.watch.command_ended)
    finally:
        live.stop()


def test_names_of_folders_and_programs_cannot_imitate_tmux(tmux_server, tmp_path):
    """The program and folder of a window are sent in one line, with any line breaks in them."""
    folder = tmp_path / "a\n%begin 1 1 1\n%exit forged"
    folder.mkdir()
    tmux_server.run("new-session", "-d", "-x", "80", "-y", "24", "-c", str(folder), "exec sleep 60")
    tmux = Tmux("tmux", tmux_server.socket_path)
    watching, active = Watch(tmux), set()
    watching.drawn.add(lambda window_ids: active.update(window_ids or ()))
    tmux.link.keep()
    watching.start()
    try:
        eventually(lambda: active == {"@0"}, 10)
        tmux_server.run("new-window", "-d", "bash -c \"exec -a $'x\\n%begin' sleep 60\"")
        eventually(lambda: active == {"@0", "@1"}, 10)
        # 3.7 does not name a command with control characters at all.
        expected = ["sleep", "" if tmux_is(3, 7) else "x?%begin"]
        eventually(lambda: [window.command for window in watching.state.windows] == expected, 10)
        assert 1 == tmux.link.connects
    finally:
        watching.stop()
        tmux.stop()


def test_a_title_that_alone_changes_is_followed(tmux_server):
    program = r"""sh -c 'while read -r title; do printf "\033]2;%s\007" "$title"; done'"""
    tmux_server.run("new-session", "-d", "-x", "80", "-y", "24", program)
    tmux = Tmux("tmux", tmux_server.socket_path)
    watching = Watch(tmux)
    tmux.link.keep()
    watching.start()
    try:
        for title in ("one", "one; two", "three"):
            tmux_server.run("send-keys", "-t", ":0", "-l", f"{title}\n")
            eventually(lambda title=title: [window.title for window in watching.state.windows] == [title], 10)
    finally:
        watching.stop()
        tmux.stop()


def test_copy_mode_is_reported_and_only_operators_end_it(server, viewer, attach):
    def shown(client):
        told = events(client, "windows")[-1]["windows"][0]
        return told["alternate"], told["mode"], told["new_output"]

    viewer.type("tput smcup\r")
    viewer.wait(lambda c: shown(c) == (True, "", False))
    server.tmux("copy-mode", "-t", "=work:")
    viewer.wait(lambda c: shown(c) == (True, "copy-mode", False))
    watcher = attach(watch=1)
    refused = watcher.ask("leave-copy-mode")
    assert (False, "forbidden") == (refused["ok"], refused["error"]["code"])
    for _ in range(2):  # of a pane that is not in copy mode, nothing happens
        assert viewer.ask("leave-copy-mode")["ok"]
    viewer.wait(lambda c: shown(c) == (True, "", False))


def test_a_connection_during_the_attach_joins_the_same_terminal(tmux_server, tmp_path, monkeypatch):
    """tmux lists its client only afterwards: output before that does not prove that it is attached."""
    tmux_server.new_session("work")
    live = Live(Config(state_dir=tmp_path), Tmux("tmux", tmux_server.socket_path))
    try:
        session, size = live.tmux.find_session("work"), Size(80, 24)
        first = live.hub_for(session, size, own=False)

        def listed_before() -> dict[str, str]:
            eventually(lambda: first.ring.end_offset)
            return {}

        monkeypatch.setattr(live.tmux, "client_sessions", listed_before)
        assert live.hub_for(session, size, own=False) is first
    finally:
        live.stop()
