"""Control clients with output, and the hubs of panes on them, with a real tmux."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.pane_readers import Reader, eventually_same
from tests.support import eventually
from webmux.errors import SessionNotFound
from webmux.model import Size
from webmux.panes.pane_events import FULL
from webmux.panes.pane_hub import PaneHub
from webmux.panes.pane_link import PaneLink
from webmux.panes.snapshots.pane_history import PaneHistory

COUNT = "i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo n$i; [ $((i % 20)) = 0 ] && sleep 0.01; done"


@pytest.fixture
def linked(tmux):
    """Makes links of sessions, by name."""
    links = []

    def make(name: str) -> PaneLink:
        links.append(PaneLink(tmux, tmux.find_session(name)))
        return links[-1]

    yield make
    for link in links:
        link.close()
    eventually(lambda: all(link.ended for link in links))


def hub_on(tmux, link: PaneLink, pane: str) -> PaneHub:
    return PaneHub(link, int(pane[1:]), Size(80, 24), PaneHistory(tmux.link, link.version))


def clients(tmux_server) -> list[str]:
    return tmux_server.run("list-clients", "-F", "#{client_flags}").splitlines()


def test_a_link_changes_no_size_and_ends_with_its_client(tmux_server, tmux, linked):
    link = linked("work")
    assert any("ignore-size" in flags and "no-output" not in flags for flags in clients(tmux_server))
    assert tmux_server.run("display-message", "-p", "-t", "=work:", "#{window_width}").strip() == "80"
    link.close()
    eventually(lambda: link.ended == "closed")
    assert len(clients(tmux_server)) == 1


def test_a_link_of_another_tmux_server_is_refused(tmux):
    session = replace(tmux.find_session("work"), epoch="1-1")
    with pytest.raises(SessionNotFound):
        PaneLink(tmux, session)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("kill-session -t =work", "session_ended"),
        ("detach-client -s =work", "detached"),
        ("kill-server", "server_exited"),
    ],
)
def test_a_link_says_why_it_ended(tmux_server, tmux, linked, command, reason):
    tmux_server.new_session("other")
    reasons = []
    linked("work").closed.add(reasons.append)
    tmux_server.run(*command.split())
    eventually(lambda: reasons == [reason])


def test_a_link_that_another_client_moves_sends_nothing_more(tmux_server, tmux, linked, run):
    """Not even of a pane that both sessions share: viewers may see this session only."""
    tmux_server.new_session("other")
    pane = run("while :; do echo shown; done")
    tmux_server.run("link-window", "-s", pane, "-t", "=other:")
    link = linked("work")
    received: list[bytes] = []
    link.tap(int(pane[1:]), received.append)
    eventually(lambda: received)
    end, at_the_end = link._connection.close, []

    def close() -> None:
        at_the_end.append(len(received))
        end()

    link._connection.close = close
    name = tmux_server.run("list-clients", "-F", "#{client_name} #{client_flags}")
    [ours] = [line.split()[0] for line in name.splitlines() if "no-output" not in line]
    tmux_server.run("switch-client", "-c", ours, "-t", "=other")
    eventually(lambda: link.ended == "detached")
    assert at_the_end == [len(received)]


def test_a_pane_in_two_sessions_sends_each_byte_once(tmux_server, tmux, linked, run):
    """A window linked into another session, and a session of the same group."""
    pane = run(f"read x; {COUNT}; exec cat")
    tmux_server.new_session("other")
    tmux_server.run("link-window", "-s", pane, "-t", "=other:")
    tmux_server.run("new-session", "-d", "-t", "=work", "-s", "group")
    hubs = [hub_on(tmux, linked(name), pane) for name in ("work", "other", "group")]
    readers = [Reader(hub) for hub in hubs]
    eventually(lambda: all(reader.snapshots for reader in readers))
    tmux_server.run("send-keys", "-t", pane, "Enter")
    eventually(lambda: all(b"n400\r\n" in reader.output for reader in readers))
    for reader in readers:
        assert [int(n) for n in re.findall(rb"n(\d+)\r\n", reader.output)] == list(range(1, 401))
    eventually_same(tmux, {pane: readers})
    for hub in hubs:
        hub.close("closed")


def test_a_program_never_waits_for_its_viewers(tmux_server, hub_of, run, tmp_path):
    """Nobody reads, and nobody acknowledges anything."""
    (tmp_path / "text").write_text("line of text\n" * 400_000)
    pane = run(f"read x; cat {tmp_path}/text; touch {tmp_path}/done; exec sleep 100")
    hub = hub_of(pane)
    readers = [Reader(hub) for _ in range(3)]
    eventually(lambda: all(reader.snapshots for reader in readers))
    for reader in readers:
        reader.stalled = True
    tmux_server.run("send-keys", "-t", pane, "Enter")
    eventually((tmp_path / "done").exists)
    assert hub.ring.cost_bytes <= 1024 * 1024 + 64 * 1024
    assert all(not reader.output for reader in readers)


def test_joins_leave_no_paste_buffer(tmux_server, tmux, hub_of, run):
    """Before 3.6 captures go through one."""
    pane = run("printf '\\033[?1049hshown'; exec cat")
    readers = [Reader(hub_of(pane)) for _ in range(3)]
    eventually(lambda: all(reader.snapshots for reader in readers))
    assert tmux_server.run("list-buffers") == ""


def test_a_full_snapshot_follows_a_resize(tmux_server, tmux, hub_of, run):
    """One for several changes, with the rows as tmux wraps them."""
    pane = run(f"seq -f 'a long line that wraps when it gets narrower %.0f' 1 100; {COUNT}; exec cat")
    eventually(lambda: "n400" in tmux.run(("capture-pane", "-p", "-t", pane)))
    hub = hub_of(pane)
    reader = Reader(hub)
    eventually(lambda: reader.snapshots)
    for cols in range(79, 39, -3):
        tmux_server.run("resize-window", "-t", pane, "-x", str(cols), "-y", "24")
        hub.resized(Size(cols, 24))
    eventually(lambda: reader.snapshots[-1].size == Size(40, 24))
    assert reader.snapshots[-1].kind == FULL
    assert len(reader.snapshots) < 8
    eventually_same(tmux, {pane: [reader]})
