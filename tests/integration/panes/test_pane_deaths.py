"""Panes that stay after their program has ended."""

from __future__ import annotations

import os

import pytest

from tests.support import eventually
from tests.tmux import tmux_is
from webmux.errors import PanesUnsafe
from webmux.panes.layout.layout_follower import PaneLayout
from webmux.panes.pane_link import PaneLink


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux has pidfd_open")
@pytest.mark.skipif(not tmux_is(3, 3), reason="tmux 3.2 has no native panes with remain-on-exit")
def test_a_pane_that_died_is_noticed_without_the_subscription(tmux_server, link, run, monkeypatch) -> None:
    """Every moment until then is one in which a respawn can end tmux."""
    monkeypatch.setattr(PaneLayout, "_subscribe", lambda layout: None)
    tmux_server.run("set-option", "-g", "remain-on-exit", "on")
    # The new name of its window would say it, half a second later.
    tmux_server.run("set-option", "-g", "automatic-rename", "off")
    pane = run("cat")
    layout = PaneLayout(link)
    layout.ask_now()
    tmux_server.run("send-keys", "-t", pane, "C-d")

    def is_dead() -> bool:
        window = layout.now.window_of(int(pane[1:]))
        return window is not None and window.panes[0].dead

    eventually(is_dead)
    layout.stop()


@pytest.mark.skipif(tmux_is(3, 8), reason="newer versions survive it")
def test_a_hook_that_starts_dead_panes_again_is_refused(tmux_server, tmux) -> None:
    """Most programs that end in a flood would end tmux: it starts them again before we learn of it."""
    tmux_server.run("set-option", "-g", "remain-on-exit", "on")
    tmux_server.run("set-hook", "-g", "pane-died[1]", "display-message gone ; respawn-pane -k")
    with pytest.raises(PanesUnsafe):
        PaneLink(tmux, tmux.find_session("work"))
