"""The size of a session's windows: one owner over both views, and terminals outside of WebMux beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import eventually
from tests.tmux import needs_asked_size
from webmux.model import Size
from webmux.tmux.pty import PtySource, attach_command


@pytest.fixture
def terminal(server, work) -> Iterator[PtySource]:
    """A terminal outside of WebMux, of 60x20, whose window has 19 rows."""
    argv = attach_command(["tmux", "-u", "-S", str(server.tmux_socket)], "$0", "3.3a")
    source = PtySource(argv, Size(60, 20))
    yield source
    source.close()


def has_size(server, cols: int, rows: int) -> None:
    """Wait until the current window has this size; no window may ever have tmux's default one."""

    def is_right() -> bool:
        listed = server.tmux(
            "list-windows", "-t", "=work:", "-F", "#{window_active} #{window_width}x#{window_height}"
        )
        sizes = [line.split(" ") for line in listed.splitlines()]
        assert "80x24" not in [size for active, size in sizes if active == "0"]
        return [size for active, size in sizes if active == "1"] == [f"{cols}x{rows}"]

    eventually(is_right)


def owns(client) -> bool:
    """Whether the client was last notified that it owns the size."""
    changes = [event["owner"] for event in client.events if event["event"] == "owner"]
    return changes[-1] if changes else client.attached["owner"]


def test_one_viewer_owns_the_size_and_another_inherits_it(server, work, view):
    first, watcher = view(cols=100, rows=30), view(cols=50, rows=10, watch=1)
    has_size(server, 100, 30)
    server.tmux("new-window", "-d", "-t", "=work:", "cat")
    second = view(cols=120, rows=40)
    for client in (first, watcher, second):
        client.ready()
    assert [True, False, False] == [owns(client) for client in (first, watcher, second)]
    first.resize(101, 31)
    has_size(server, 101, 31)
    second.resize(121, 41)
    assert second.ask("take-size")["ok"]
    has_size(server, 121, 41)
    first.wait(lambda client: client.window["cols"] == 121)
    assert "forbidden" == watcher.ask("take-size")["error"]["code"]
    assert second.ask("give-size")["ok"]
    has_size(server, 101, 31)
    second.wait(lambda client: not owns(client))
    first.close()
    has_size(server, 121, 41)
    second.wait(owns)
    server.tmux("select-window", "-t", "@1")
    has_size(server, 121, 41)


@needs_asked_size
def test_a_phone_leaves_the_size_as_it_is(server, work, view):
    phone = view(cols=40, rows=30, size="follow")
    phone.ready()
    phone.wait(lambda client: not owns(client))
    has_size(server, 80, 24)
    desk = view(cols=100, rows=30)
    has_size(server, 100, 30)
    phone.wait(lambda client: not owns(client))
    desk.close()
    assert phone.ask("take-size")["ok"]
    has_size(server, 40, 30)


def viewers(client):
    return [event["viewers"] for event in client.events if event["event"] == "presence"][-1]


def test_both_views_of_a_session_have_one_owner(server, work, attach, view):
    """The terminal has a row for tmux's status line, so that both clients give the window one size."""
    attached = attach(cols=100, rows=31)
    attached.wait(b"$ ")
    native = view(cols=70, rows=20)
    native.ready()
    assert [True, False] == [owns(attached), owns(native)]
    for client in (attached, native):
        client.wait(lambda client: viewers(client) == 2)
    has_size(server, 100, 30)
    assert native.ask("take-size")["ok"]
    has_size(server, 70, 20)
    attached.wait(lambda client: client.size == (70, 21) and not owns(client))
    attached.type("echo typed-$((1+1))\r")
    attached.wait(b"typed-2")
    has_size(server, 70, 20)
    late = attach(cols=110, rows=40)
    late.wait(lambda client: client.size == (70, 21))
    assert attached.ask("take-size")["ok"]
    has_size(server, 100, 30)
    native.wait(lambda client: not owns(client) and client.window["cols"] == 100)
    for client in (late, attached):
        client.close()
    has_size(server, 70, 20)
    native.wait(owns)


def test_a_page_that_changes_its_view_keeps_the_size(server, work, attach, view):
    """Although another viewer would inherit it: the new connection replaces the old one."""
    page = attach(cols=100, rows=31, input="a" * 22)
    page.wait(b"$ ")
    attach(cols=60, rows=20).wait(b"$ ")
    native = view(cols=100, rows=30, input="a" * 22)
    native.ready()
    assert owns(native)
    has_size(server, 100, 30)
    back = attach(cols=100, rows=31, input="a" * 22)
    back.wait(lambda client: client.attached.get("owner") is True)
    has_size(server, 100, 30)


def test_a_terminal_beside_takes_the_size_and_gives_it_back(server, work, view, terminal):
    has_size(server, 60, 19)
    native = view(cols=90, rows=30)
    native.ready()
    has_size(server, 90, 30)
    terminal.write(b" ")
    has_size(server, 60, 19)
    native.resize(91, 31)
    native.wait(lambda client: client.window["cols"] == 60)
    native.type("x")
    has_size(server, 91, 31)
    native.wait(lambda client: client.window["cols"] == 91)
    terminal.write(b" ")
    has_size(server, 60, 19)
    native.wait(lambda client: client.window["cols"] == 60)
    assert native.ask("take-size")["ok"]
    has_size(server, 91, 31)
    native.wait(lambda client: client.window["cols"] == 91)
    watcher = view(cols=30, rows=10, watch=1)
    watcher.ready()
    native.close()
    has_size(server, 60, 19)


def test_the_options_of_the_user_count(server, work, view, terminal):
    """`smallest` is the smallest of all clients; with `manual` no client changes the size."""
    native = view(cols=90, rows=15)
    native.ready()
    server.tmux("set-option", "-g", "window-size", "smallest")
    has_size(server, 60, 15)
    server.tmux("set-option", "-g", "window-size", "manual")
    server.tmux("resize-window", "-t", "=work:", "-x", "77", "-y", "22")
    assert native.ask("take-size")["ok"]
    native.wait(lambda client: (client.window["cols"], client.window["rows"]) == (77, 22))


@pytest.mark.own_server
def test_sizes_return_when_the_server_is_killed(server, work, view, terminal):
    native = view(cols=90, rows=30)
    native.ready()
    has_size(server, 90, 30)
    server.kill9()
    has_size(server, 60, 19)
