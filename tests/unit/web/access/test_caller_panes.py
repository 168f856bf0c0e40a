"""Which panes a caller may reach, and that none drives the pane that it runs in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, g

from webmux.mirror.panes import Place
from webmux.web.access.caller_panes import CALLER, OwnPane, refuse_own, visible_place
from webmux.web.services import EXTENSION


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    tmux = SimpleNamespace(list_sessions=lambda: SimpleNamespace(epoch="42-1000"))
    app.extensions[EXTENSION] = SimpleNamespace(tmux=tmux)
    return app


def test_guests_reach_what_their_link_shows(app: Flask) -> None:
    link = SimpleNamespace(to=SimpleNamespace(session_id="$1", window_id="@2", epoch="42-1000"))
    with app.test_request_context():
        g.login = SimpleNamespace(share=link)
        assert visible_place("other") == Place("$1", "@2", "42-1000")
        g.login = SimpleNamespace(share=None)
        assert (visible_place(), visible_place("42-1")) == (Place(), Place(epoch="42-1"))


@pytest.mark.parametrize("said", ["", "42 %4", "43 %3", "42 %3 x", "%3", "42 %3; kill"])
def test_a_program_in_another_pane_or_tmux_is_not_refused(said: str, app: Flask) -> None:
    with app.test_request_context(headers={CALLER: said}):
        refuse_own("%3")


def test_a_program_in_the_pane_itself_is_refused(app: Flask) -> None:
    with app.test_request_context(headers={CALLER: "42 %3"}), pytest.raises(OwnPane):
        refuse_own("%3")
