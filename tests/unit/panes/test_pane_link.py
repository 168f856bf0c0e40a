"""What a link passes on. `tests/integration/panes/test_pane_links.py` has the ends of real ones."""

from __future__ import annotations

import pytest

from tests.support import eventually
from webmux.errors import PanesUnsafe, SessionNotFound, TmuxTimeout
from webmux.model import Session, SessionList, Size
from webmux.panes.pane_link import FLAGS, PaneLink
from webmux.tmux.control.connection import ConnectionLost
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply

WORK = Session("$0", "work", 0, 0, 0, 1, Size(80, 24), "1-1")


class FakeTmux:
    """The server, its link and the connection: a test calls what tmux would cause."""

    def __init__(self) -> None:
        self.link = self
        self.ended = self.is_closed = False
        self.answers = b"1-1 $0"
        self.listed = SessionList("1-1", (WORK,))

    def version(self) -> str:
        return "3.3a"

    def wait_started(self) -> None:
        pass

    def start_client(self, session_id, on_notification, on_end, *, flags, on_output):
        assert flags == FLAGS
        self.notify, self.end, self.output = on_notification, on_end, on_output
        return self

    def wait_ready(self, timeout_s) -> bool:
        return True

    def ask(self, groups, timeout_s):
        if groups[0][0][0] == "list-panes":
            return [[Reply(True, True, (b"0 off",))]]
        return [[Reply(True, True, (self.answers + b" client-7",))]]

    def fire(self, *commands, done=None) -> None:
        raise ConnectionLost("it has ended")

    def close(self) -> None:
        self.is_closed = True

    def list_sessions(self) -> SessionList:
        return self.listed


@pytest.fixture
def tmux():
    return FakeTmux()


def test_a_sink_gets_the_output_of_its_pane(tmux):
    link = PaneLink(tmux, WORK)
    received: list[bytes] = []
    link.tap(5, received.append)
    tmux.output(5, b"a")
    tmux.output(6, b"b")
    link.untap(5)
    tmux.output(5, b"c")
    assert received == [b"a"]


def test_nothing_is_sent_after_the_client_moved_to_another_session(tmux):
    """Viewers may see this session only, also if both have the pane."""
    link = PaneLink(tmux, WORK)
    received: list[object] = []
    link.tap(5, received.append)
    link.notified.add(received.append)
    tmux.notify(Notification("%session-changed", session_id="$0"))
    received.clear()
    tmux.notify(Notification("%session-changed", session_id="$1"))
    tmux.output(5, b"secret")
    tmux.notify(Notification("%window-add"))
    assert (received, tmux.is_closed) == ([], True)


def test_a_pause_of_tmux_reaches_its_pane(tmux):
    link = PaneLink(tmux, WORK)
    paused: list[int] = []
    for pane in (5, 6):
        link.tap(pane, lambda data: None, lambda pane=pane: paused.append(pane))
    tmux.notify(Notification("%pause", pane="6"))
    tmux.notify(Notification("%pause", pane="7"))
    assert paused == [6]


def test_what_a_client_has_not_read_of_panes_is_dropped_by_its_name(tmux):
    command = PaneLink(tmux, WORK).dropping([5, 7])
    assert ("refresh-client", "-t", "client-7", "-A", "%5:pause", "-A", "%7:pause") == command


@pytest.mark.parametrize("answer", [b"2-2 $0", b"1-1 $1", b"1-1 $00", b""])
def test_a_client_elsewhere_is_refused(tmux, answer):
    tmux.answers = answer
    with pytest.raises(SessionNotFound):
        PaneLink(tmux, WORK)
    assert tmux.is_closed


@pytest.mark.parametrize(("option", "refused"), [(b"on", True), (b"1", True), (b"off", False), (b"0", False)])
def test_tmux_3_2_is_refused_while_dead_panes_stay(tmux, option, refused):
    """It ends when such a pane dies after its last output."""
    tmux.version = lambda: "3.2a"
    ask = tmux.ask
    tmux.ask = lambda groups, timeout_s: (
        [[Reply(True, True, (b"0 0", b"0 " + option))]]
        if groups[0][0][0] == "list-panes"
        else ask(groups, timeout_s)
    )
    if not refused:
        PaneLink(tmux, WORK)
        return
    with pytest.raises(PanesUnsafe, match="use the attached view"):
        PaneLink(tmux, WORK)
    assert tmux.is_closed


def test_a_tmux_that_does_not_attach_is_reported(tmux):
    tmux.wait_ready = lambda timeout_s: False
    with pytest.raises(TmuxTimeout):
        PaneLink(tmux, WORK)


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (SessionList("1-1", (WORK,)), "detached"),
        (SessionList("1-1", ()), "session_ended"),
        (SessionList("2-2", (WORK,)), "server_exited"),
        (SessionList("", ()), "server_exited"),
    ],
)
def test_the_reason_of_an_end_is_what_tmux_has(tmux, listed, reason):
    link = PaneLink(tmux, WORK)
    reasons: list[str] = []
    link.closed.add(reasons.append)
    tmux.listed = listed
    tmux.end()
    eventually(lambda: reasons == [reason] == [link.ended])


def test_a_line_that_cannot_be_sent_is_answered_with_nothing(tmux):
    replies: list[object] = []
    PaneLink(tmux, WORK).fire(("list-panes",), done=replies.append)
    assert replies == [None]
