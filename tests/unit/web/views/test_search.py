"""The answer of a search as a connection has it; tests/integration/test_history.py searches."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tests.apps import BEARER, FakeTmux, client_of, make_app, services_of
from webmux.web.server.proxy import PEER_WAIT_S
from webmux.web.views.search import UNREAD_S


def test_a_client_that_reads_nothing_does_not_block_other_searches(tmp_path: Path) -> None:
    """A write has a time limit; the next request of the connection has none."""
    tmux = FakeTmux()
    tmux.epoch = ""
    app = make_app(tmp_path, tmux)
    live: Any = services_of(app).live
    live.reader = lambda place: SimpleNamespace(panes=list)
    cast(Any, tmux).state = live.state
    waits: list[float | None] = []
    environ = {"gunicorn.socket": SimpleNamespace(settimeout=waits.append, fileno=lambda: 7)}
    with client_of(app).get("/api/search?q=a", headers=BEARER, environ_overrides=environ) as answer:
        assert [UNREAD_S] == waits
        assert b'"end"' in answer.data
    assert [UNREAD_S, PEER_WAIT_S] == waits
