"""Pages and connections get the widths of characters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps import FakeTmux, make_app
from webmux.errors import TmuxTimeout
from webmux.web.terminal.page_widths import changed_widths, page_widths


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[FakeTmux]:
    fake = FakeTmux()
    with make_app(tmp_path, fake).app_context():
        yield fake


def test_a_page_gets_the_widths(tmux: FakeTmux) -> None:
    assert tmux.widths().fields == json.loads(page_widths())


def test_a_page_works_without_the_widths(tmux: FakeTmux) -> None:
    """A tmux that does not answer does not prevent the page."""

    def fail() -> None:
        raise TmuxTimeout("no answer")

    tmux.widths = fail  # type: ignore[method-assign, assignment]
    assert "" == page_widths()


def test_a_connection_gets_changed_widths(tmux: FakeTmux) -> None:
    fields = tmux.widths().fields
    assert [{}, {}] == [changed_widths(None), changed_widths(str(fields["id"]))]
    assert {"widths": fields} == changed_widths("")
