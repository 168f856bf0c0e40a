"""Control clients of ours besides the first one: what they run, and that they count as nobody."""

from __future__ import annotations

import pytest

from tests.support import eventually
from webmux.errors import TmuxTimeout


def test_a_line_of_tmux_ends_at_its_tag(tmux):
    connection = tmux.link.start_client("$0", lambda notification: None, lambda: None)
    assert connection.wait_ready(5)
    line = b"if-shell -F 1 { display-message -p a ; display-message -p b } ; display-message -p c"
    assert [(b"a",), (b"b",), (b"c",)] == [
        reply.lines for reply in connection.run_line(line, 5) if reply.lines
    ]
    refused = connection.run_line(b"display-message -p a ; no-such-command", 5)
    assert [False] == [reply.ok for reply in refused]
    with pytest.raises(TmuxTimeout):
        connection.run_line(b"wait-for nobody", 0.05)
    connection.close()
    assert connection.wait_end(5)


def test_our_control_clients_count_as_nobody(tmux):
    def attached() -> int:
        return tmux.session("$0").attached

    assert 0 == attached()
    connection = tmux.link.start_client("$0", lambda notification: None, lambda: None)
    assert connection.wait_ready(5)
    eventually(lambda: tmux.run(("display-message", "-p", "-t", "$0:", "#{session_attached}")).strip() == "2")
    assert 0 == attached()
    connection.close()
    assert connection.wait_end(5)
    eventually(lambda: attached() == 0)
