"""`view=mirror`: a session watched without attaching to it, exactly as tmux shows it."""

from __future__ import annotations

import json
import sys
import time

import psutil
import pytest

from tests.client import Closed, Refused, TerminalClient
from tests.screens import drawn, drawn_all, same_window, showing
from tests.support import eventually
from tests.tmux import needs_asked_size, tmux_is
from webmux.mirror.capture import Camera
from webmux.tmux.server import Tmux
from webmux.wire.opcodes import Opcode

VIEWERS = 50
RAW_READER = """
import os, sys, tty
tty.setraw(0)
path, wanted = sys.argv[1], int(sys.argv[2])
print("ready", end="\\r\\n", flush=True)
got = b""
while len(got) < wanted:
    got += os.read(0, 65536)
open(path, "wb").write(got)
print("all-there", end="\\r\\n", flush=True)
os.read(0, 1)
"""
COLOURS = (
    "\\033[1;31mred \\033[44mon blue\\033[0m \\033[38;5;208morange \\033[38;2;1;2;3mtrue\\n"
    "goes on \\033[3;4;9mstyled\\033[0m \\033[7minverse\\033[27m \\033(0lqqk\\033(B 日本 e\\314\\201\\n"
)


@pytest.fixture
def mirror(work, attach):
    """A mirror of it that may type."""
    client = attach(view="mirror")
    client.wait(b"$ ")
    return client


def shows(server, client):
    return showing(server, client, compare=same_window)


def screen_of(client, rows=24):
    """The rows above a status line, without blanks at the ends of rows: 3.7 prints none."""
    client.settle(0.1)
    screen = drawn(client.screen, *client.size)
    return {
        "lines": [line.rstrip() for line in screen["lines"][:rows]],
        "styles": screen["styles"][:rows],
        "cursor": (screen["x"], screen["y"]),
    }


@needs_asked_size
def test_a_mirror_shows_the_window_without_attaching(server, mirror):
    assert (mirror.attached["view"], mirror.attached["owner"], mirror.size) == ("mirror", False, (80, 24))
    server.tmux("send-keys", "-t", "=work:", "seq 100", "Enter")
    eventually(shows(server, mirror))
    assert server.terminals() == []


def test_typing_reaches_the_program(server, mirror):
    mirror.type("echo he''llo\r")
    mirror.wait(b"hello")
    eventually(shows(server, mirror))


def test_a_viewer_cannot_type(server, work, attach):
    watcher = attach(view="mirror", watch=1)
    watcher.wait(b"$ ")
    watcher.type("rm x\r")
    watcher.wait(lambda c: any(e["code"] == "forbidden" for e in c.of(Opcode.ERROR)))
    assert shows(server, watcher)()


@pytest.mark.parametrize("splits", [["-h"], ["-v"], ["-h", "-v"]])
@pytest.mark.parametrize("select", [0, 1])
def test_borders_are_drawn_as_in_an_attached_terminal(server, work, attach, mirror, splits, select):
    terminal = attach(cols=80, rows=25)
    terminal.wait(b"$ ")
    for split in splits:
        server.tmux("split-window", split, "-t", "=work:", "env PS1='$ ' sh")
    server.tmux("select-pane", "-t", f"=work:.{select}")

    eventually(lambda: screen_of(mirror) == screen_of(terminal))


def test_colours_and_wide_characters_are_drawn_as_in_an_attached_terminal(server, work, attach, mirror):
    server.tmux("set-option", "-g", "default-terminal", "tmux-256color")  # 3.2: else italics are reverse
    terminal = attach(cols=80, rows=25)
    terminal.wait(b"$ ")
    terminal.type(f"clear; printf '{COLOURS}'; echo e''nd\r")
    mirror.wait(b"end")
    eventually(lambda: screen_of(mirror) == screen_of(terminal))
    shown = "".join(screen_of(mirror)["lines"])
    assert "日本" in shown
    assert "┌──┐" in shown


def test_a_window_of_several_panes_looks_as_in_an_attached_terminal(server, work, attach, mirror):
    terminal = attach(cols=80, rows=25)
    terminal.wait(b"$ ")
    for split in ("-h", "-v", "-h"):
        server.tmux("split-window", split, "-t", "=work:", "env PS1='$ ' sh")
    server.tmux("send-keys", "-t", "=work:", "seq 30", "Enter")

    def same():
        return screen_of(mirror) == screen_of(terminal)

    eventually(same)
    server.tmux("resize-pane", "-Z", "-t", "=work:")
    eventually(same)
    eventually(shows(server, mirror))
    server.tmux("resize-pane", "-Z", "-t", "=work:")
    server.tmux("kill-pane", "-t", "=work:")
    eventually(same)


def test_a_mirror_follows_the_window_and_its_size(server, mirror):
    server.tmux("new-window", "-t", "=work:", "env PS1='> ' sh")
    mirror.wait(b"> ")
    server.tmux("resize-window", "-t", "=work:", "-x", "100", "-y", "30")
    mirror.wait(lambda c: c.size == (100, 30))
    eventually(shows(server, mirror))


@needs_asked_size
def test_copy_mode_shows_the_scrolled_rows(server, mirror):
    server.tmux("send-keys", "-t", "=work:", "clear; seq 100", "Enter")
    mirror.wait(b"100")
    server.tmux("copy-mode", "-t", "=work:")
    server.tmux("send-keys", "-t", "=work:", "-X", "-N", "40", "scroll-up")
    eventually(lambda: mirror.settle(0.1) or drawn(mirror.screen, 80, 24)["lines"][0] == "38")


def test_a_late_joiner_gets_the_screen_and_the_others_get_nothing(server, mirror, attach):
    server.tmux("send-keys", "-t", "=work:", "seq 100", "Enter")
    eventually(shows(server, mirror))
    before = mirror.output_bytes
    late = attach(view="mirror")
    late.wait(b"100")
    assert shows(server, late)()
    mirror.settle()
    assert mirror.output_bytes == before


def test_one_changed_line_is_a_frame_of_at_most_300_bytes(server, mirror):
    mirror.settle()
    server.tmux("send-keys", "-t", "=work:", "-l", "x" * 70)
    before = mirror.output_bytes
    eventually(shows(server, mirror))
    assert 0 < mirror.output_bytes - before <= 300


@pytest.mark.timeout_s(60)
def test_fifty_viewers_share_the_captures_of_a_flood(server, work, attach):
    """Each ends equal to tmux; the capture is made once for all of them."""
    viewers = [attach(view="mirror", watch=1) for _ in range(VIEWERS)]
    for viewer in viewers:
        viewer.wait(b"$ ")
    server.tmux("send-keys", "-t", "=work:", "yes | head -200000; echo do''ne", "Enter")
    for viewer in viewers:
        viewer.wait(b"done", 30)
    for viewer in viewers:
        viewer.settle(0.1)
    screens = drawn_all([viewer.screen for viewer in viewers], 80, 24)
    assert all(screen["lines"] == screens[0]["lines"] for screen in screens)
    eventually(shows(server, viewers[0]))
    assert server.terminals() == []


@pytest.mark.parametrize("size", [1, 199, 201, 70_000])
def test_every_byte_is_typed_exactly(server, work, attach, tmp_path, size):
    """Typed and pasted; NUL, invalid UTF-8, and the characters that tmux quotes."""
    client = attach(view="mirror")
    client.wait(b"$ ")
    data = (bytes(range(256)) + b"%if #{x} ~ $HOME \"' ; \\012 -- \xe6\x97\xa5\xe6") * (size // 256 + 1)
    data = data[-size:] if size > 1 else b"\xff"
    path = tmp_path / "typed"
    script = tmp_path / "reader.py"
    script.write_text(RAW_READER)
    server.tmux("send-keys", "-t", "=work:", f"{sys.executable} {script} {path} {len(data)}", "Enter")
    client.wait(b"ready")
    for at in range(0, len(data), 7000):
        client.type(data[at : at + 7000])
    client.wait(b"all-there", 15)
    assert path.read_bytes() == data


def test_history_comes_in_pages(server, mirror):
    server.tmux("send-keys", "-t", "=work:", "clear; seq 300", "Enter")
    mirror.wait(b"300")
    [top] = server.tmux("capture-pane", "-p", "-t", "=work:", "-S", "-1", "-E", "-1").split("\n")
    page = mirror.ask("history", first=1, count=3)
    assert page["result"]["rows"] == [str(int(top) - 2), str(int(top) - 1), top]
    assert mirror.ask("history", first=100_000, count=3)["result"]["rows"] == []
    bad = mirror.ask("history", first=0, count=3)
    assert (bad["ok"], bad["error"]["code"]) == (False, "bad_range")


@pytest.mark.parametrize(
    "printed",
    [
        "\\033]2;a\\tb\\033\\\\",
        "\\033]0;" + "t" * 3000 + "\\007",
        "\\033]52;c;aGk=\\007\\033]7;x\\007\\033]8;;http://x\\033\\\\link\\033]8;;\\033\\\\",
        "\\377\\376 \\303( \\355\\240\\200",
        "e" + "\\314\\201" * 50,
        "\\033[79G日本\\n\\033[80G日x",
        "\\033[?5h\\033[?6h\\033[?7l\\033[5;10r\\033[?1049h",
        "\\033Pq#0;2;0;0;0\\033\\\\ \\033_x\\033\\\\",
    ],
)
def test_any_output_looks_in_the_mirror_as_in_tmux(server, work, mirror, printed):
    server.tmux("send-keys", "-t", "=work:", "-l", f"clear; printf '%b' '{printed}'; echo; echo e''nd")
    server.tmux("send-keys", "-t", "=work:", "Enter")
    mirror.wait(b"end")
    eventually(shows(server, mirror))


def test_a_title_with_line_breaks_does_not_break_the_capture(server, mirror):
    server.tmux("select-pane", "-t", "=work:", "-T", "a\nb\t80 24 01 %0 0 0 80 24 0 0 10000000 0 . x\n")
    server.tmux("send-keys", "-t", "=work:", "seq 30", "Enter")
    mirror.wait(b"30")
    eventually(shows(server, mirror))


def test_a_mirror_ends_with_its_session(server, mirror):
    server.tmux("new-session", "-d", "-s", "other")
    server.tmux("kill-session", "-t", "=work")
    mirror.wait(lambda c: any(c.of(Opcode.EXIT)))
    assert [record["reason"] for record in mirror.of(Opcode.EXIT)] == ["session_ended"]


def test_a_mirror_survives_the_loss_of_the_control_session(server, work, mirror):
    """The connection is made again, and the mirror continues."""
    for line in server.tmux("list-clients", "-F", "#{client_name} #{client_control_mode}").splitlines():
        server.tmux("detach-client", "-t", line.split()[0])
    server.tmux("send-keys", "-t", "=work:", "echo go''es on", "Enter")
    mirror.wait(b"goes on")
    eventually(shows(server, mirror))


def test_an_own_mirror_is_refused(server, work, attach):
    with pytest.raises(Refused) as refused:
        attach(view="mirror", own=1)
    assert refused.value.status == 400
    assert json.loads(refused.value.body)["error"]["code"] == "bad_field"


@needs_asked_size
def test_the_size_of_a_mirror_cannot_be_taken(server, mirror):
    mirror.resize(40, 10)
    assert mirror.ask("take-size")["error"]["code"] == "forbidden"
    assert mirror.size == (80, 24)


@pytest.mark.timeout_s(60)
def test_ten_thousand_captures_leave_the_memory_of_tmux_as_it_was(tmux_server):
    """With `capture-pane -p` in control mode tmux 3.3a grows by 12 MB for each thousand."""
    tmux_server.new_session("work")
    tmux = Tmux("tmux", tmux_server.socket_path)
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    tmux_server.run("send-keys", "-t", "=work:", "seq -s ' ' 2000", "Enter")
    camera = Camera(tmux.link, "$0", tmux.version())
    memory = psutil.Process(tmux_server.pid()).memory_info
    for _ in range(1000):
        camera.take()
    before = memory().rss
    for _ in range(10_000):
        camera.take()
    assert memory().rss - before < (2 if tmux_is(3, 3) else 4) * 1024 * 1024
    assert tmux_server.run("list-buffers") == ""
    tmux.stop()


@pytest.mark.timeout_s(60)
def test_a_running_mirror_starts_no_tmux_process(start_server, tmp_path):
    """Eight sessions, four viewers of terminals and a mirror, for ten seconds in which much changes."""
    started = tmp_path / "started"
    wrapper = tmp_path / "tmux"
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> {started}\nexec tmux "$@"\n')
    wrapper.chmod(0o755)
    server = start_server(WEBMUX_TMUX_COMMAND=str(wrapper))
    for number in range(8):
        server.tmux("new-session", "-d", "-s", f"s{number}", "env PS1='$ ' sh")
    clients = [TerminalClient(server, f"s{number}") for number in range(4)]
    clients.append(TerminalClient(server, "s7", view="mirror"))
    for client in clients:
        client.wait(b"$ ")
    eventually(lambda: len(server.tmux("list-clients").splitlines()) == 5)
    before = started.read_text()
    end = time.monotonic() + 10
    number = 0
    while time.monotonic() < end:
        number += 1
        server.request("GET", "/api/sessions", headers=server.bearer)
        server.tmux("rename-window", "-t", "=s7:", f"name{number}")
        for client in clients:
            client.type(f"echo {number}\r")
            client.settle(0.05)
    assert number > 10
    assert started.read_text() == before
    for client in clients:
        client.close()


def test_a_new_viewer_sees_the_new_server_with_the_same_ids(server, attach):
    """The mirror of the old session may not have noticed yet that it is over."""
    for life in range(3):
        server.tmux("new-session", "-d", "-s", "work", f"echo li''fe-{life}; exec sleep 60")
        attach(view="mirror").wait(f"life-{life}".encode(), timeout_s=15)
        server.end_tmux()


def test_keys_do_not_reach_another_server_with_the_same_ids(server, work, mirror):
    """tmux restarts at once, and its first session is $0 again: a mirror of the old one ends."""
    server.end_tmux()
    server.tmux("new-session", "-d", "-s", "other", "-x", "80", "-y", "24", "env PS1='other> ' sh")
    deadline = time.monotonic() + 10
    with pytest.raises(Closed) as closed:
        while time.monotonic() < deadline:
            mirror.type("x")
            mirror.pump(0.05)
    assert closed.value.code == 4410
    assert server.tmux("capture-pane", "-p", "-t", "=other:").strip() == "other>"
