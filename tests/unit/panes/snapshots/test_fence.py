"""At which place of the output a capture is accepted."""

from __future__ import annotations

from collections.abc import Callable

import gevent
import pytest

from webmux.errors import PaneNotFound
from webmux.panes.snapshots.fence import IMAGE_MAX_S, QUIET_MAX_S, Fence, Fenced, NotQuiet
from webmux.tmux.control.connection import ConnectionLost
from webmux.tmux.control.parser import Reply

CAPTURE = (("display-message", "-p", "x"), ("capture-pane", "-p"))
PAUSE, CONTINUE = ("refresh-client", "-A", "%5:pause"), ("refresh-client", "-A", "%5:continue")


class FakeTmux:
    """Answers each line as `script` says, and is the hub: `output` can be received before the answer."""

    def __init__(self) -> None:
        self.received_bytes = 100
        self.end_offset = 1000
        self.in_image = False
        self.cuts = 0
        self.now = 0.0
        self.sent: list[tuple[tuple[str, ...], ...]] = []
        self.before_answer: Callable[[], None] = lambda: None
        self.answer: Callable[[int], list[Reply] | None] = answered

    def fire(self, *commands, done=None) -> None:
        self.sent.append(commands)
        gevent.spawn(self._answer, len(commands), done)

    def _answer(self, count, done) -> None:
        self.before_answer()
        self.now += 0.03
        if done is not None:
            done(self.answer(count))

    def print(self, count: int = 10) -> None:
        self.received_bytes += count
        self.end_offset += count

    def on_cut(self) -> None:
        self.cuts += 1
        self.end_offset += 1

    def fence(self) -> Fence:
        return Fence(self, 5, lambda: CAPTURE, self, lambda: self.now)


def answered(count: int) -> list[Reply]:
    return [Reply(True, True, (b"%d" % number,)) for number in range(count)]


def test_a_quiet_pane_is_captured_at_once():
    tmux = FakeTmux()
    assert tmux.fence().take() == Fenced(((b"0",), (b"1",)), 1000, cut=False)
    assert tmux.sent == [CAPTURE]


def test_a_capture_with_output_before_its_reply_is_taken_again():
    tmux = FakeTmux()
    tmux.before_answer = lambda: tmux.print() if len(tmux.sent) < 3 else None
    assert tmux.fence().take() == Fenced(((b"0",), (b"1",)), 1020, cut=False)
    assert tmux.sent == [CAPTURE] * 3


def test_a_pane_that_is_never_quiet_is_paused():
    """What arrives after the pause ended was printed after the capture, even before its reply."""
    tmux = FakeTmux()
    tmux.before_answer = tmux.print
    fenced = tmux.fence().take()
    assert tmux.now >= QUIET_MAX_S
    assert tmux.sent[-2:] == [(PAUSE,), (*CAPTURE, CONTINUE)]
    assert (fenced.blocks, fenced.cut, tmux.cuts) == (((b"0",), (b"1",)), True, 1)
    assert fenced.offset == tmux.end_offset - 10


def test_an_image_is_not_cut_by_a_pause():
    """A size or a viewer that changes meanwhile waits for its end, but not for one without an end."""
    tmux = FakeTmux()
    tmux.in_image = True

    def go_on() -> None:
        if len(tmux.sent) == 20:
            tmux.in_image = False
        else:
            tmux.print()

    tmux.before_answer = go_on
    assert not tmux.fence().take().cut
    assert set(tmux.sent) == {CAPTURE}
    tmux.in_image, tmux.before_answer = True, tmux.print
    assert tmux.fence().take().cut
    assert tmux.now >= IMAGE_MAX_S


def test_a_fence_that_must_not_pause_gives_up():
    tmux = FakeTmux()
    tmux.before_answer = tmux.print
    with pytest.raises(NotQuiet):
        tmux.fence().take(quiet=True)
    assert set(tmux.sent) == {CAPTURE}


def test_a_cut_is_paused_without_looking_for_quiet():
    tmux = FakeTmux()
    assert tmux.fence().take(cut=True) == Fenced(((b"0",), (b"1",)), 1001, cut=True)
    assert tmux.sent == [(PAUSE,), (*CAPTURE, CONTINUE)]


def test_a_pane_whose_capture_fails_goes_on():
    tmux = FakeTmux()
    tmux.answer = lambda count: answered(1) if count == 1 else [Reply(False, True, (b"no space",))]
    with pytest.raises(PaneNotFound):
        tmux.fence().take(cut=True)
    assert tmux.sent[-1] == (CONTINUE,)


def test_a_fence_ends_with_its_connection():
    tmux = FakeTmux()
    tmux.answer = lambda count: None
    with pytest.raises(ConnectionLost):
        tmux.fence().take()
