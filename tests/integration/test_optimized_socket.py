"""`/ws/optimized` end to end: a real server, a real tmux, clients that act like a browser."""

from __future__ import annotations

import hashlib
import sys

import pytest

from tests.client import TerminalClient, wait_all
from tests.screens import program_size, same_screen, showing
from tests.support import eventually
from webmux.wire.opcodes import Opcode

FAR_BEHIND_BYTES = 1_000_000
"""More than may wait for anybody: who acknowledged nothing of so much has lost its place."""
SLOW_READER = """
import os, sys, termios, tty
tty.setraw(0)
path, wanted = sys.argv[1], int(sys.argv[2])
print("ready", end="\\r\\n", flush=True)
with open(path, "wb") as out:
    got = 0
    while got < wanted:
        data = os.read(0, 997)
        out.write(data)
        got += len(data)
        if got % 50 == 0:
            print("got", got, end="\\r\\n", flush=True)
print("all-there", end="\\r\\n", flush=True)
os.read(0, 1)
"""


def test_typed_commands_run_and_their_output_arrives(server, work, attach):
    """The main job in one test."""
    client = attach()
    client.wait(b"$ ")
    epoch = server.tmux("display-message", "-p", "#{pid}-#{start_time}")
    assert client.attached["session"] == {"id": "$0", "name": "work", "epoch": epoch}
    assert (client.attached["role"], client.attached["owner"]) == ("operator", True)
    client.type("echo $((6*7))-ok\r")
    client.wait(b"42-ok")
    eventually(showing(server, client))


def test_the_program_has_the_size_of_the_owner(server, work, attach):
    """`tput cols` follows Resize; a later joiner changes nothing until it asks."""
    client = attach(cols=100, rows=30)
    client.wait(b"$ ")
    client.type("tput cols; tput lines\r")
    client.wait(b"100")
    other = attach(cols=60, rows=20)
    other.settle()
    assert other.size == (100, 30)
    assert other.attached["owner"] is False
    client.resize(91, 31)
    client.wait(lambda c: c.size == (91, 31))
    other.wait(lambda c: c.size == (91, 31))
    eventually(lambda: program_size(server, "work") == (91, 30))
    client.type("tput cols\r")
    client.wait(b"91")
    other.command("take-size")
    other.wait(lambda c: c.size == (60, 20))
    client.wait(lambda c: any(e["event"] == "owner" and not e["owner"] for e in c.events))
    client.wait(lambda c: c.size == (60, 20))


def test_a_late_joiner_shows_the_same_screen(server, work, attach):
    """Modes and cells, after colours, a full-screen program and its title."""
    first = attach()
    first.wait(b"$ ")
    first.type("printf '\\033[31mred\\033[0m \\346\\227\\245\\346\\234\\254\\n'; seq 5\r")
    first.wait("日本".encode())
    late = attach()
    late.settle()
    first.settle()
    assert same_screen(server, "work", late)
    assert same_screen(server, "work", first)
    assert len(server.terminals()) == 1


def test_resuming_brings_every_byte_once(server, work, attach):
    """Disconnect, output meanwhile, reconnect with hub and offset: nothing is lost."""
    server.tmux("set-option", "-g", "status", "off")  # the minute and a window's command change it
    server.until_bells_are_heard()
    steady, cut = attach(), attach()
    steady.wait(b"$ ")
    cut.settle()
    steady.settle()
    cut.close()
    steady.type("seq 1 300; echo all''-there\r")
    steady.wait(b"all-there")
    again = attach(hub=cut.attached["hub"], offset=cut.offset)
    eventually(lambda: (again.settle(), steady.settle()) and again.offset == steady.offset)
    assert again.attached["resumed"] is True
    assert again.attached["offset"] == cut.offset
    assert steady.screen.endswith(again.screen)
    again.screen[:] = cut.screen + again.screen
    assert same_screen(server, "work", again)


def test_an_unknown_hub_gets_a_snapshot(server, work, attach):
    """After a restart of the server nothing can be resumed, and all is right anyway."""
    client = attach(hub="long-gone", offset=12345)
    client.wait(b"$ ")
    assert client.attached["resumed"] is False
    assert client.snapshots == 1


@pytest.mark.timeout_s(60)
def test_a_client_that_stops_reading_does_not_delay_others(server, work, attach):
    """Five viewers, a flood, one stalls: the four go on, it ends on the right screen."""
    viewers = [attach() for _ in range(4)]
    stalled = attach(ack=False)
    for viewer in [*viewers, stalled]:
        viewer.wait(b"$ ")
    viewers[0].type("seq 1 1000000000\r")
    wait_all(viewers, lambda client: client.output_bytes > FAR_BEHIND_BYTES, timeout_s=30)
    viewers[0].type(b"\x03")
    viewers[0].type("echo FLOOD''-END\r")
    wait_all(viewers, b"FLOOD-END", timeout_s=30)
    stalled.acks = True
    stalled.settle()
    stalled.ack()
    stalled.wait(b"FLOOD-END")
    eventually(showing(server, stalled))
    assert same_screen(server, "work", viewers[3])
    assert stalled.snapshots >= 2


def test_control_c_works_during_a_flood(server, work, attach):
    """`yes` stops, and the prompt is back."""
    client = attach()
    client.wait(b"$ ")
    client.type("yes flooding-the-screen\r")
    client.wait(b"flooding-the-screen")
    client.wait(lambda c: c.output_bytes > 200_000)
    client.type(b"\x03")
    client.screen.clear()
    client.wait(b"^C")
    client.type("echo still''-here\r")
    client.wait(b"still-here")
    eventually(showing(server, client))


@pytest.mark.timeout_s(60)
def test_a_large_paste_into_a_slow_reader_is_exact_during_output(server, attach):
    """One megabyte, in messages of 32 KiB, read in small sips by a program that prints."""
    out = server.directory / "pasted"
    program = server.directory / "slow.py"
    program.write_text(SLOW_READER)
    text = ("0123456789 grüße 日本 " * 45_000).encode()[: 1 << 20]
    command = f"{sys.executable} {program} {out} {len(text)}"
    server.tmux("new-session", "-d", "-s", "paste", command)
    client = attach("paste")
    client.wait(b"ready")
    for start in range(0, len(text), 32_768):
        client.type(text[start : start + 32_768])
        client.pump(0.001)
    client.wait(b"all-there", timeout_s=50)
    assert hashlib.sha256(text).digest() == hashlib.sha256(out.read_bytes()).digest()


@pytest.mark.parametrize("cut", range(1, 11))
def test_text_cut_at_every_byte_arrives_whole(server, attach, cut):
    """Accented, wide and emoji characters, cut anywhere between two messages."""
    out = server.directory / "text"
    text = "ü日🙂é".encode()
    server.tmux(
        "new-session", "-d", "-s", "cut", f"sh -c 'stty -echo; echo ready; head -n 1 > {out}; sleep 60'"
    )
    client = attach("cut")
    client.wait(b"ready")
    client.type(text[:cut])
    client.type(text[cut:] + b"\r")
    eventually(lambda: out.exists() and out.read_bytes() == text + b"\n")


def test_a_viewer_cannot_type_or_resize(server, work, attach):
    """`watch=1` is enforced here, not by tmux."""
    owner, watcher = attach(), attach(watch=1)
    owner.wait(b"$ ")
    watcher.wait(b"$ ")
    assert watcher.attached["role"] == "viewer"
    watcher.type("rm -rf x\r")
    watcher.wait(lambda c: any(e["code"] == "forbidden" for e in c.of(Opcode.ERROR)))
    watcher.resize(50, 10)
    watcher.command("take-size")
    watcher.wait(lambda c: any(not r["ok"] for r in c.of(Opcode.REPLY)))
    owner.settle()
    assert owner.size == (80, 24)
    assert b"rm -rf" not in owner.screen


def test_ping_stats_and_window_switch_are_answered(server, work, attach):
    """The small records."""
    client = attach()
    client.send(Opcode.PING, b"abc")
    client.wait(lambda c: (Opcode.PONG, b"abc") in c.others)
    client.send(Opcode.STATS)
    client.wait(lambda c: any("flow" in s for s in c.of(Opcode.STATS)))
    second = server.tmux("new-window", "-d", "-t", "=work:", "-P", "-F", "#{window_id}")
    client.send(Opcode.WINDOW_SWITCH, second.encode())
    client.wait(lambda c: (Opcode.WINDOW_SWITCH, second.encode()) in c.others)
    assert server.tmux("display-message", "-p", "-t", "=work:", "#{window_id}") == second


def test_own_attaches_a_separate_client(server, work, attach):
    """Its size does not affect other clients."""
    attach().wait(b"$ ")
    own = attach(own=1, cols=40, rows=10)
    own.wait(b"$ ")
    assert own.attached["owner"] is True
    assert own.size == (40, 10)
    assert len(server.terminals()) == 2


def metrics(server) -> dict[str, float]:
    _, _, body = server.request("GET", "/metrics", headers=server.bearer)
    lines = [line.split(" ") for line in body.decode().splitlines() if line.startswith("webmux_")]
    return {name: float(value) for name, value in lines}


@pytest.mark.own_server
def test_metrics_count_all_terminals(server, work, attach):
    """Output is never decoded on its way, and ended connections still count."""
    before = metrics(server)
    client = attach()
    client.wait(b"$ ")
    client.type("seq 1 2000\r")
    client.settle()
    during = metrics(server)
    assert (1, 1, 1) == tuple(during[f"webmux_{name}"] for name in ("hubs", "sockets", "subscribers"))
    assert during["webmux_output_bytes_total"] >= client.output_bytes > 0
    assert during["webmux_sent_bytes_total"] > client.output_bytes
    assert during["webmux_ack_seconds_count"] > 0
    assert during["webmux_decoded_bytes_total"] == before["webmux_decoded_bytes_total"]
    server.tmux("kill-session", "-t", "=work")
    assert client.until_closed().code == 4410
    eventually(lambda: metrics(server)["webmux_hubs"] == 0)
    after = metrics(server)
    assert after["webmux_subscribers"] == 0
    assert after["webmux_output_bytes_total"] >= during["webmux_output_bytes_total"]


@pytest.mark.parametrize(
    ("options", "deflate", "agreed"),
    [
        (("--compression", "on"), True, True),
        (("--compression", "on"), False, False),
        (("--compression", "auto"), True, False),
        (("--compression", "off"), True, False),
    ],
)
def test_compression_is_agreed_if_both_sides_allow_it(start_server, options, deflate, agreed):
    """`auto` does not compress on loopback; in both cases the screen is right and keys arrive."""
    server = start_server(*options)
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "env PS1='$ ' sh")
    plain, client = TerminalClient(server, "work"), TerminalClient(server, "work", deflate=deflate)
    try:
        assert agreed == client.socket.deflates
        client.wait(b"$ ")
        client.type("seq 1 300000; echo all''-done\r")
        for each in (client, plain):
            each.wait(b"all-done")
            eventually(showing(server, each))
        client.send(Opcode.STATS)
        client.wait(lambda c: any("wire" in s for s in c.of(Opcode.STATS)))
        [stats] = client.of(Opcode.STATS)
        assert agreed == stats["wire"]["deflate"]
        assert agreed == (stats["wire"]["sent_bytes"] < client.output_bytes)
    finally:
        plain.close()
        client.close()
