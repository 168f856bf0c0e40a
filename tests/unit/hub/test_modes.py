"""The mode tracker alone; with a stream around it in test_stream.py."""

from __future__ import annotations

from webmux.hub.modes import TITLE_MAX_BYTES, Modes


def test_untracked_modes_are_ignored():
    """Synchronised output brackets a frame: replaying it would freeze a screen."""
    modes = Modes()
    modes.set_private(b"2026;12", on=True)
    assert b"2026" not in modes.prelude()


def test_a_full_reset_keeps_only_the_title():
    """RIS puts modes back; the window title is not the terminal's state."""
    modes = Modes()
    modes.set_title(b"name")
    modes.set_private(b"1049;25", on=True)
    modes.set_cursor_colour(b"red")
    modes.reset()
    assert modes.prelude() == b"\x1b>\x1b]2;name\x07"


def test_a_title_is_bounded():
    """A hostile title must not grow every snapshot."""
    modes = Modes()
    modes.set_title(b"x" * (3 * TITLE_MAX_BYTES))
    assert len(modes.title) == TITLE_MAX_BYTES
