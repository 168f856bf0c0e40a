"""Which session our control client is in, with a real tmux as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support import eventually
from tests.tmux import TmuxServer
from webmux.model import Size
from webmux.tmux.control import host_session as holding
from webmux.tmux.pty import PtySource
from webmux.tmux.server import Tmux
from webmux.tmux.state.watch import Watch


@pytest.mark.parametrize(
    ("lines", "ours", "chosen"),
    [
        (["$0 0 0 3.3a", "$1 1 0 3.3a"], "", "$1"),
        (["$0 1 0 3.3a", "$1 1 0 3.3a"], "$0", "$1"),  # the one in $0 is us
        (["$0 1 0 3.3a", "$1 0 0 3.3a"], "$0", "$0"),
        (["$0 1 on 3.5a", "$1 0 off 3.5a"], "$0", "$1"),
        (["$0 2 on 3.5a", "$1 0 off 3.5a"], "$0", "$0"),
        (["$0 2 1 3.3a", "$1 1 0 3.3a"], "$0", "$1"),
        (["$0 1 1 3.3a"], "$0", None),
        (["$0 1 keep-last 3.5a"], "$0", None),
        (["$0 0 1 3.3a"], "", None),
        (["what a name may hold"], "", None),
    ],
)
def test_the_best_session_has_other_clients_and_outlives_them(
    lines: list[str], ours: str, chosen: str | None
) -> None:
    best = holding.best(holding.parse(lines, ours), ours)
    assert chosen == (best and best.session_id)


@pytest.fixture
def tmux(tmux_server: TmuxServer) -> Iterator[Tmux]:
    tmux = Tmux("tmux", tmux_server.socket_path)
    yield tmux
    tmux.stop()


Attach = Callable[[str], PtySource]


@pytest.fixture
def attach(tmux: Tmux) -> Iterator[Attach]:
    """Attaches plain tmux clients; `close` ends one like closing its window."""
    made: list[PtySource] = []

    def start(session_id: str) -> PtySource:
        made.append(tmux.attach_source(session_id, Size(80, 24)))
        eventually(lambda: made[-1].tty in tmux.client_sessions())
        return made[-1]

    yield start
    for source in made:
        source.close()


def test_a_session_that_ends_with_its_last_client_ends(
    tmux: Tmux, tmux_server: TmuxServer, attach: Attach
) -> None:
    """Also if it is the only one: then our client leaves, and attaches to the next session."""
    scratch = tmux_server.new_session("scratch")
    terminal = attach(scratch)
    tmux_server.run("set-option", "-g", "destroy-unattached", "on")
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    other = attach(tmux.create_session("kept", keep_dead=True).id)
    terminal.close()
    eventually(lambda: [session.name for session in tmux.list_sessions().sessions] == ["kept"])
    assert tmux.link.connects == 1
    tmux_server.run("set-option", "-t", "kept", "destroy-unattached", "on")
    other.close()
    eventually(lambda: tmux.list_sessions().sessions == ())


def test_a_session_without_other_clients_is_not_listed_as_attached(
    tmux: Tmux, tmux_server: TmuxServer, attach: Attach
) -> None:
    first, second = tmux_server.new_session("first"), tmux_server.new_session("second")
    tmux.link.keep()
    eventually(lambda: tmux.link.connected)
    counted = ("list-sessions", "-F", "#{session_id} #{session_attached}")
    terminals = [attach(first), attach(second)]
    terminals[0].close()
    eventually(lambda: f"{first} 0\n{second} 2\n" == tmux_server.run(*counted))
    told: list[object] = []
    watching = Watch(tmux)
    watching.drawn.add(told.append)
    watching.start()
    eventually(lambda: any(told))
    attach(first)
    terminals[1].close()
    eventually(lambda: f"{first} 2\n{second} 0\n" == tmux_server.run(*counted))
    assert (first, 1) == (tmux.link.session_id, tmux.link.connects)
    told.clear()
    tmux_server.run("send-keys", "-t", second, "echo news", "Enter")
    eventually(lambda: any(told))
    watching.stop()
