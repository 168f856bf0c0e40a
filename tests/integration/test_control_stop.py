"""A control client that is starting when its owner stops: nobody would read it, and tmux waits for it."""

from __future__ import annotations

import gevent
from gevent.event import Event

from tests.support import eventually
from webmux.child import Child
from webmux.tmux.control import connection
from webmux.tmux.server import Tmux


def test_a_stop_while_the_client_starts_ends_it(tmux_server, monkeypatch):
    """tmux may then end at once; the fixture fails if it does not."""
    started: list[Child] = []
    starting = Event()

    class SlowStart(Child):
        """Switches before its caller has the process, as a busy machine does."""

        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            started.append(self)
            starting.set()
            gevent.sleep(0.05)

    tmux_server.new_session("first")
    monkeypatch.setattr(connection, "Child", SlowStart)
    tmux = Tmux("tmux", tmux_server.socket_path)
    monkeypatch.setattr(tmux.link, "_choose_session", lambda: "$0")  # runs no other process
    tmux.link._version = tmux_server.run("display-message", "-p", "#{version}").strip()
    tmux.link.keep()
    assert starting.wait(5)
    tmux.stop()
    eventually(lambda: started[0].poll() is not None)
    eventually(lambda: "" == tmux_server.run("list-clients"))
