"""The status line as text: what tmux is asked, and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import eventually
from webmux.events import Event
from webmux.panes.status_line import ROW_MAX_CHARS, StatusLine, parse_about
from webmux.tmux.control.parser import Reply


@pytest.mark.parametrize(
    ("line", "rows", "interval", "position", "style"),
    [
        ("on 15 bottom default default bg=green,fg=black", 1, 15, "bottom", "bg=green,fg=black"),
        ("5 0 top red default bg=green", 5, None, "top", "bg=green,fg=red"),
        ("off 1 bottom default blue ", 0, 1, "bottom", "bg=blue"),
        ("99 99999999 x default default a b", 5, 999999, "bottom", "a b"),
        ("", 0, None, "bottom", ""),
    ],
)
def test_options_are_read(line: str, rows: int, interval: float | None, position: str, style: str) -> None:
    assert ({"position": position, "style": style}, rows, interval) == parse_about(line)


class FakeLink:
    """Answers at once: the options, and for each row its number."""

    session_id, version = "$1", "3.3a"

    def __init__(self) -> None:
        self.about = b"on 0 bottom default default default"
        self.asked: list[tuple[str, ...]] = []

    def fire(self, *commands: Any, done: Callable[[list[Reply] | None], None] | None = None) -> None:
        self.asked += commands
        rows = [b"\x1brow %d" % row + b"x" * ROW_MAX_CHARS for row in range(len(commands) - 1)]
        assert done is not None
        done([Reply(ok=True, ours=True, lines=(line,)) for line in (self.about, *rows)])


class FakeViewer:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def notify(self, event: Event, name: str) -> None:
        self.events.append(event)


def test_tmux_is_asked_only_while_somebody_looks() -> None:
    link, one, other = FakeLink(), FakeViewer(), FakeViewer()
    status = StatusLine(lambda: link, "$1")
    status.refresh()
    assert link.asked == []
    status.show(one)
    eventually(lambda: one.events)
    assert (ROW_MAX_CHARS, " row 0") == (
        len(one.events[0].fields["rows"][0]),
        one.events[0].fields["rows"][0][:6],
    )
    status.show(other)
    assert other.events == one.events
    link.about = b"3 0 top default default default"
    status.refresh()
    eventually(lambda: len(one.events) == 2)
    assert 3 == len(other.events[-1].fields["rows"])
    status.hide(one)
    status.hide(other)
    eventually(lambda: len(status._nursery) == 0)
    status.stop()


def test_a_late_answer_is_read_as_what_it_is() -> None:
    """tmux may answer a question of several rows after the one that follows it."""
    link, viewer = FakeLink(), FakeViewer()
    status = StatusLine(lambda: link, "$1")
    status.show(viewer)
    eventually(lambda: viewer.events)
    texts = ("3 0 top default default default", "² ² a row", "another", "the last")
    late = [Reply(ok=True, ours=True, lines=(text.encode(),)) for text in texts]
    status._take(late)
    assert ("top", 3) == (viewer.events[-1].fields["position"], len(viewer.events[-1].fields["rows"]))
    status._take(late[:2])
    assert 2 == len(viewer.events), "it has fewer rows than there are: they are asked for again"
    status.hide(viewer)
    status.stop()
