"""A plain tmux client with a browser, and two pages of one user: who owns the size."""

from __future__ import annotations

import pytest

from tests.screens import program_size
from tests.support import eventually
from webmux.model import Size
from webmux.tmux.pty import PtySource, attach_command


@pytest.fixture
def terminal(server, work):
    """A terminal outside of WebMux, of 60x20."""
    argv = attach_command(["tmux", "-u", "-S", str(server.tmux_socket)], "$0", "3.3a")
    source = PtySource(argv, Size(60, 20))
    yield source
    source.close()


def beside(client) -> list[tuple[int, bool]]:
    """The number of terminals and whether the window fits, as this client was notified."""
    told = [event for event in client.events if event["event"] == "terminals"]
    return [(event["count"], event["fits"]) for event in told]


def test_a_page_is_notified_of_a_plain_terminal_and_can_take_its_size(server, work, attach, terminal):
    eventually(lambda: program_size(server, "work") == (60, 19))
    page = attach(cols=90, rows=30)
    page.wait(lambda c: beside(c)[-1:] == [(1, True)])
    eventually(lambda: program_size(server, "work") == (90, 29))
    terminal.write(b" ")
    page.wait(lambda c: beside(c)[-1:] == [(1, False)])
    assert {"cols": 60, "rows": 19} in [event.get("window") for event in page.events]
    eventually(lambda: program_size(server, "work") == (60, 19))
    assert page.ask("take-size")["ok"]
    page.wait(lambda c: beside(c)[-1:] == [(1, True)])
    eventually(lambda: program_size(server, "work") == (90, 29))
    late = attach(cols=50, rows=20)
    late.wait(lambda c: beside(c) == [(1, True)])
    terminal.close()
    page.wait(lambda c: beside(c)[-1:] == [(0, True)])


def test_a_later_change_of_size_is_reported_in_every_session(server, work, attach, terminal):
    """Also for a session without our control client, which is in the first or the second."""
    server.tmux("new-session", "-d", "-s", "other", "-x", "80", "-y", "24")
    other_id = server.tmux("display-message", "-p", "-t", "=other:", "#{session_id}").strip()
    argv = attach_command(["tmux", "-u", "-S", str(server.tmux_socket)], other_id, "3.3a")
    other = PtySource(argv, Size(60, 20))
    try:
        for source, page in (
            (terminal, attach(cols=90, rows=30)),
            (other, attach("other", cols=90, rows=30)),
        ):
            page.wait(lambda c: beside(c)[-1:] == [(1, True)])
            source.write(b" ")
            page.wait(lambda c: beside(c)[-1:] == [(1, False)])
    finally:
        other.close()


def test_typing_in_another_page_of_the_same_user_takes_the_size(server, work, attach):
    """For a page, which declares that a user types; a script that types changes nothing."""
    first, second = attach(cols=90, rows=30), attach(cols=60, rows=20)
    first.wait(b"$ ")
    second.type("x")
    second.settle()
    assert first.size == (90, 30)
    assert second.ask("used", focus=True)["ok"]
    first.wait(lambda c: c.size == (60, 20))
    assert first.ask("used")["ok"]
    first.settle()
    assert first.size == (60, 20), "the mouse over it is not enough"
    first.type("\x1b[O")
    first.type("\x1b[O\x1b[I")
    first.settle()
    assert first.size == (60, 20), "that its terminal got or lost the focus within the page is not typed"
    first.type("y")
    second.wait(lambda c: c.size == (90, 30))
