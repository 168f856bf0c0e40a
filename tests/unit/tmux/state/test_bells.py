"""Bells noted by a hook, and how the notes are removed."""

from __future__ import annotations

from webmux.model import Window
from webmux.tmux.state import bells


def test_a_second_bell_of_a_window_is_in_the_log() -> None:
    log = "@1.100,@2.101,"
    assert ["@2", "@1"] == bells.rung_since("@1.100,", log + "@2.102,@1.102,@1.103,")
    assert [] == bells.rung_since(log, log)
    assert ["@2"] == bells.rung_since("7.99," + log, "0," + log + "@2.200,"), "its beginning may be cut"


def test_only_noted_bells_are_removed() -> None:
    quiet = Window("@0", "$0", 0, "sh", active=True, panes=1)
    rung = Window("@1", "$0", 1, "sh", active=False, panes=1, bell=True, rung=True)
    assert [("set-option", "-wqu", "-t", "@1", bells.OPTION)] == bells.forget([quiet, rung])
