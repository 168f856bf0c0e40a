"""What happens in tmux beside the stream of bytes reaches an open page, and nobody asks for it."""

from __future__ import annotations

import os
import signal
from itertools import pairwise

import pytest

from tests.support import eventually
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
    """Name and whether it is current, of each window, as last told."""
    told = events(client, "windows")
    return [(window["name"], window["active"]) for window in told[-1]["windows"]] if told else None


def test_windows_are_told_at_the_start_and_at_each_change(server, viewer):
    server.tmux("new-window", "-t", "=work:", "-n", "logs")
    viewer.wait(lambda c: windows(c) == [("sh", False), ("logs", True)])
    viewer.wait(lambda c: (Opcode.WINDOW_SWITCH, b"@1") in c.others)
    server.tmux("rename-window", "-t", "=work:1", "other")
    viewer.wait(lambda c: windows(c) == [("sh", False), ("other", True)])
    server.tmux("kill-window", "-t", "=work:1")
    viewer.wait(lambda c: windows(c) == [("sh", True)])


def test_another_name_of_the_session_is_told(server, viewer):
    server.tmux("rename-session", "-t", "=work", "play")
    viewer.wait(lambda c: [event["session"]["name"] for event in events(c, "sessions")] == ["play"])


def test_a_bell_in_a_window_nobody_sees_is_told(server, viewer):
    """tmux tells a control client nothing of alerts by itself."""
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "build", "env PS1='$ ' sh")
    viewer.wait(lambda c: windows(c) == [("sh", True), ("build", False)])
    eventually(lambda: "$" in server.tmux("capture-pane", "-p", "-t", "=work:1"))
    server.tmux("send-keys", "-t", "=work:1", "printf '\\a'", "Enter")
    viewer.wait(lambda c: events(c, "windows")[-1]["windows"][1]["bell"])


def test_what_happens_in_another_session_is_not_told(server, viewer):
    server.tmux("new-session", "-d", "-s", "other", "env PS1='$ ' sh")
    server.tmux("new-window", "-t", "=other:")
    server.tmux("new-window", "-t", "=work:", "-n", "logs")
    viewer.wait(lambda c: windows(c)[-1] == ("logs", True))
    told = [event["windows"] for event in events(viewer, "windows")]
    assert {window["session_id"] for windows_told in told for window in windows_told} == {"$0"}
    assert all(one != next_one for one, next_one in pairwise(told)), told


@pytest.mark.timeout_s(40)
def test_a_stopped_tmux_is_told_and_so_is_its_return(server, viewer):
    pid = int(server.tmux("display-message", "-p", "#{pid}"))
    os.kill(pid, signal.SIGSTOP)
    try:
        viewer.wait(lambda c: [event["code"] for event in events(c, "notice")] == ["tmux_slow"], 15)
    finally:
        os.kill(pid, signal.SIGCONT)
    viewer.wait(lambda c: [event["code"] for event in events(c, "notice")] == ["tmux_slow", "tmux_ok"])
    viewer.type("echo a''live\r")
    viewer.wait(b"alive")
