"""A session of native viewers; tests/integration/panes has the rest, with a real tmux."""

from __future__ import annotations

from types import SimpleNamespace

from webmux.panes.pane_events import FOCUS
from webmux.panes.pane_session import PaneSession


class Viewer(SimpleNamespace):
    __hash__ = object.__hash__


def test_what_a_viewer_looks_at_while_the_link_is_lost_stays():
    """What it showed before does not come back with the link."""
    looked = []
    viewer = Viewer(follows=True, look=lambda *args: looked.append(args[0]))
    viewer.shown = lambda: looked[-1]
    session = PaneSession.__new__(PaneSession)
    session.subscribers = {viewer: None}
    session._lost = {viewer: {5: FOCUS}}
    session._shelf = SimpleNamespace(close_all=lambda reason: None)
    session.known = SimpleNamespace(state=lambda pane: True)
    session.check_pane = session._show_current = lambda *args: None
    session.look(viewer, {6: FOCUS}, 0)
    session.on_back()
    assert [{6: FOCUS}, {6: FOCUS}] == looked
