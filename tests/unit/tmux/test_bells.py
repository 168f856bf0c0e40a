"""Bells noted by a hook: what takes the notes back."""

from __future__ import annotations

from webmux.model import Window
from webmux.tmux import bells


def test_only_what_was_noted_is_taken_back() -> None:
    quiet = Window("@0", "$0", 0, "sh", active=True, panes=1)
    rung = Window("@1", "$0", 1, "sh", active=False, panes=1, bell=True, rung=True)
    assert [("set-option", "-wqu", "-t", "@1", bells.OPTION)] == bells.forget([quiet, rung])
