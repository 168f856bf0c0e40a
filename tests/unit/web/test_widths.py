"""Pages and connections are told how wide characters are."""

from __future__ import annotations

import html
import json
import re

from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, FakeTmux
from webmux.errors import TmuxTimeout
from webmux.web.widths import news_of_widths


def told(client: FlaskClient) -> str:
    page = client.get("/", headers=BEARER).get_data(as_text=True)
    match = re.search(r'data-widths="([^"]*)"', page)
    assert match is not None
    return html.unescape(match[1])


def test_a_page_has_them(client: FlaskClient, tmux: FakeTmux) -> None:
    assert tmux.widths().fields == json.loads(told(client))


def test_a_page_comes_without_them(client: FlaskClient, tmux: FakeTmux) -> None:
    """A tmux that does not answer is no reason to have no page."""

    def fail() -> None:
        raise TmuxTimeout("no answer")

    tmux.widths = fail  # type: ignore[method-assign, assignment]
    assert "" == told(client)


def test_a_connection_is_told_of_others(app: Flask, tmux: FakeTmux) -> None:
    with app.app_context():
        fields = tmux.widths().fields
        assert [{}, {}] == [news_of_widths(None), news_of_widths(str(fields["id"]))]
        assert {"widths": fields} == news_of_widths("")
