"""The model of tmux: asked for once for each change, and sent to all listeners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import gevent
import pytest

from tests.support import eventually
from webmux.errors import TmuxError, TmuxTimeout
from webmux.model import Session, Size, TmuxState, Window
from webmux.signals import Signal
from webmux.tmux.control.notifications import Notification
from webmux.tmux.state import bells, watch
from webmux.tmux.state.watch import Watch

ONE = Session("$0", "one", 1, 1, 0, 1, Size(80, 24))
WINDOW = Window("@0", "$0", 0, "sh", active=True, panes=1)
FIRST = TmuxState("1-1", (ONE,), (WINDOW,), "ok")


def values(text: str) -> Notification:
    """The notification that the subscription of the watch has these values now."""
    return Notification("%subscription-changed", name=watch.SUBSCRIPTION, text=text)


class Link:
    """Notifications and failures come when the test says so."""

    def __init__(self) -> None:
        self.connected = True
        self.connects = 1
        self.session_id = "$0"
        self.ran: list[tuple[str, ...]] = []
        self.stopped = False
        self.refuses = ""
        self.answers: dict[tuple[str, ...], str] = {}
        self.refusal: TmuxError = TmuxTimeout("tmux did not answer")
        self.notified: Signal[[Notification]] = Signal()
        self.changed: Signal[[]] = Signal()

    def run(self, *commands: tuple[str, ...], timeout_s: float | None = None) -> str:
        self.ran += commands
        if self.stopped or self.refuses in [command[0] for command in commands]:
            raise self.refusal
        return "".join(self.answers.get(command, "") for command in commands)

    def ask(self, commands: list[tuple[str, ...]], timeout_s: float | None = None) -> list[list[bytes]]:
        self.run(*commands)
        return [self.answers.get(command, "").encode().splitlines() for command in commands]

    def run_each(self, groups: list[list[tuple[str, ...]]], timeout_s: float | None = None) -> list[bytes]:
        if self.refuses in [command[0] for group in groups for command in group]:
            raise self.refusal
        self.ran += [command for group in groups for command in group]
        return [b"" for _ in groups]


class Asked:
    """A tmux whose state the test sets."""

    def __init__(self) -> None:
        self.link = Link()
        self.now = FIRST
        self.asked = 0

    def state(self) -> TmuxState:
        self.asked += 1
        if self.link.stopped:
            raise TmuxTimeout("tmux did not answer")
        return self.now

    def let_programs_reach_us(self) -> None:
        pass


@pytest.fixture
def tmux() -> Asked:
    return Asked()


@pytest.fixture
def watching(tmux: Asked) -> Iterator[Watch]:
    watching = Watch(cast(Any, tmux))
    watching.start()
    eventually(lambda: watching.state == FIRST)
    yield watching
    watching.stop()
    watching.stop()


def settled(tmux: Asked) -> int:
    """How often tmux was asked, when that no longer changes."""
    gevent.sleep(watch.GAP_S * 3)
    return tmux.asked


def test_without_a_notification_tmux_is_not_asked(tmux: Asked, watching: Watch) -> None:
    asked = settled(tmux)
    gevent.sleep(0.1)
    assert asked == tmux.asked


@pytest.mark.parametrize(
    "change", [{"name": "two"}, {"windows": 2}, {"attached": 1}, {"size": Size(81, 24)}, {"id": "$1"}]
)
def test_a_visible_change_is_reported_once(tmux: Asked, watching: Watch, change: dict[str, Any]) -> None:
    heard: list[tuple[TmuxState, TmuxState]] = []
    watching.add_listener(lambda before, now: heard.append((before, now)))
    settled(tmux)
    assert [] == heard
    tmux.now = replace(FIRST, sessions=(replace(ONE, **change),))
    tmux.link.notified.send(Notification("%session-renamed"))
    settled(tmux)
    assert [(FIRST, tmux.now)] == heard


def test_a_burst_causes_at_most_two_questions(tmux: Asked, watching: Watch) -> None:
    asked = settled(tmux)
    for _ in range(50):
        tmux.link.notified.send(Notification("%client-detached"))
    assert settled(tmux) - asked <= 2


def test_activity_alone_is_not_a_change(tmux: Asked, watching: Watch) -> None:
    heard: list[TmuxState] = []
    watching.add_listener(lambda before, now: heard.append(now))
    tmux.now = replace(FIRST, sessions=(replace(ONE, activity_at=99),))
    tmux.link.notified.send(Notification("%session-renamed"))
    settled(tmux)
    assert [] == heard
    assert tmux.now == watching.state


def test_output_causes_no_question(tmux: Asked, watching: Watch) -> None:
    asked = settled(tmux)
    tmux.link.notified.send(Notification("%output"))
    assert asked == settled(tmux)


def test_only_windows_that_had_output_are_reported(tmux: Asked, watching: Watch) -> None:
    heard: list[Any] = []
    watching.drawn.add(heard.append)
    first = "@0 100.%0.0..1.1 *.b25d,80x24,0,0,0.sh\t@1 100.%1.0..1.1 .b25d,80x24,0,0,1.a;b\t"
    tmux.link.notified.send(values(first))
    tmux.link.notified.send(values(first.replace("@1 100", "@1 101")))
    tmux.link.notified.send(replace(values(first), name="another"))
    tmux.link.notified.send(Notification("%pane-mode-changed"))
    assert [{"@0", "@1"}, {"@1"}, None] == heard


def test_a_bell_in_the_subscription_causes_a_question(tmux: Asked, watching: Watch) -> None:
    tmux.link.notified.send(values("@0 100.%0 *.b25d.sh\t"))
    asked = settled(tmux)
    tmux.link.notified.send(values("@0 101.%0 *.b25d.sh\t"))
    assert asked == settled(tmux), "output is no change of the lists"
    tmux.link.notified.send(values("@0 101.%0 *!.b25d.sh\t"))
    assert asked + 1 == settled(tmux)


def test_a_bell_noted_by_the_hook_ends_when_the_window_is_viewed(tmux: Asked, watching: Watch) -> None:
    forgotten = ("set-option", "-wqu", "-t", "@0", bells.OPTION)
    rang = replace(FIRST, windows=(replace(WINDOW, bell=True, rung=True),))
    tmux.now = rang
    watching.refresh()
    settled(tmux)
    assert (rang, False) == (watching.state, forgotten in tmux.link.ran)
    tmux.now = replace(rang, sessions=(replace(ONE, attached=1),))
    watching.refresh()
    settled(tmux)
    assert ([False], True) == ([window.bell for window in watching.state.windows], forgotten in tmux.link.ran)


def test_a_bell_that_cannot_be_removed_now_is_removed_later(tmux: Asked, watching: Watch) -> None:
    """tmux stopped between two questions: the bell is not reported, and the watch continues."""
    tmux.link.refuses = "set-option"
    seen = replace(ONE, attached=1)
    tmux.now = replace(FIRST, sessions=(seen,), windows=(replace(WINDOW, bell=True, rung=True),))
    watching.refresh()
    settled(tmux)
    assert [False] == [window.bell for window in watching.state.windows]
    tmux.link.refuses = ""
    watching.refresh()
    settled(tmux)
    assert "set-option" in [command[0] for command in tmux.link.ran]


def test_a_subscription_that_failed_is_made_again(tmux: Asked, watching: Watch) -> None:
    tmux.link.refuses = "refresh-client"
    tmux.link.connects = 2
    tmux.link.changed.send()
    eventually(lambda: watching.state.health == "slow")
    tmux.link.refuses = ""
    before = len([command for command in tmux.link.ran if command[0] == "refresh-client"])
    eventually(lambda: watching.state.health == "ok")
    assert before < len([command for command in tmux.link.ran if command[0] == "refresh-client"])


def refuse_once(tmux: Asked, words: str) -> None:
    """A new connection, in which tmux refuses the first question for a subscription with these words."""
    tmux.link.refusal = TmuxError(words)
    tmux.link.refuses = "refresh-client"
    tmux.link.connects = 2
    asked = tmux.asked
    tmux.link.changed.send()
    eventually(lambda: tmux.asked > asked)
    tmux.link.refuses = ""


def test_a_subscription_that_was_refused_is_made_again(
    tmux: Asked, watching: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it no notification would cause another try."""
    monkeypatch.setattr(watch, "RETRY_S", 0.01)
    refuse_once(tmux, "no current client")
    tmux.link.ran.clear()
    eventually(lambda: "refresh-client" in [command[0] for command in tmux.link.ran])


def test_a_notification_after_a_refusal_causes_a_question_at_once(
    tmux: Asked, watching: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection ended during a question: the next notification does not wait for the retry."""
    monkeypatch.setattr(watch, "RETRY_S", 1000.0)
    refuse_once(tmux, "the connection ended")
    tmux.now = replace(FIRST, sessions=(replace(ONE, name="two"),))
    tmux.link.notified.send(Notification("%session-renamed"))
    eventually(lambda: watching.state == tmux.now)


def test_bells_before_a_connection_are_not_reported(tmux: Asked, watching: Watch) -> None:
    """The note of an earlier connection is removed before the hook makes new ones, so that none is lost."""
    rang: list[str] = []
    watching.window_rang.add(rang.append)
    tmux.link.ran.clear()
    tmux.link.answers[bells.ASK_LOG] = "@1.100,\n"
    tmux.now = replace(FIRST, windows=(replace(WINDOW, bell=True, rung=True),))
    tmux.link.connects = 2
    tmux.link.changed.send()
    settled(tmux)
    assert [bells.ASK_LOG, *bells.forget(tmux.now.windows), bells.ASK_HOOK, bells.HOOK] == tmux.link.ran[:4]
    tmux.link.notified.send(values("@1.100,@2.101,\t"))  # a second may lie between
    assert rang == ["@2"]


def test_an_installed_hook_is_not_set_again(tmux: Asked, watching: Watch) -> None:
    """As after a restart of ours."""
    tmux.link.answers[bells.ASK_HOOK] = bells.HOOK[-1].replace("'", '"') + "\n"
    tmux.link.ran.clear()
    tmux.link.connects = 2
    tmux.link.changed.send()
    settled(tmux)
    assert bells.ASK_HOOK in tmux.link.ran
    assert bells.HOOK not in tmux.link.ran


def test_each_new_connection_is_subscribed_once(tmux: Asked, watching: Watch) -> None:
    def subscriptions() -> int:
        return len([command for command in tmux.link.ran if command[0] == "refresh-client"])

    assert 1 == subscriptions()
    tmux.link.connects = 2
    tmux.link.changed.send()
    settled(tmux)
    watching.refresh()
    settled(tmux)
    assert 2 == subscriptions()


def test_the_subscription_moves_with_its_window(tmux: Asked, watching: Watch) -> None:
    """It is on a window of the connection's session, and reports nothing after that window has closed."""

    def places() -> list[str]:
        return [command[2].split(":", 2)[1] for command in tmux.link.ran if command[0] == "refresh-client"]

    assert ["@0"] == places()
    away = replace(WINDOW, id="@1", session_id="$1")
    other = replace(WINDOW, id="@2")
    tmux.now = replace(FIRST, windows=(away, replace(WINDOW, active=False), other))
    watching.refresh()
    settled(tmux)
    assert ["@0"] == places()
    tmux.now = replace(FIRST, windows=(away, other))
    watching.refresh()
    settled(tmux)
    assert ["@0", "@2"] == places()
    tmux.link.session_id = "$1"
    watching.refresh()
    settled(tmux)
    assert ["@0", "@2", "@1"] == places()


def test_what_agents_say_is_of_one_tmux_server(tmux: Asked, watching: Watch) -> None:
    heard: list[tuple[str, str]] = []
    watching.agents_changed.add(lambda: heard.append(watching.agents))
    said = Notification("%subscription-changed", name=watch.AGENTS, text="$0 @0 %0 done:1:2;")
    for _ in range(2):
        tmux.link.notified.send(said)
    assert [("1-1", said.text)] == heard
    tmux.now = replace(FIRST, epoch="2-2")
    watching.refresh()
    settled(tmux)
    assert [("1-1", said.text), ("2-2", "")] == heard


def test_a_tmux_that_does_not_answer_is_slow_until_it_answers(
    tmux: Asked, watching: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last known state stays meanwhile."""
    monkeypatch.setattr(watch, "PING_S", 0.02)
    heard: list[str] = []
    watching.add_listener(lambda before, now: heard.append(now.health))
    settled(tmux)
    tmux.link.stopped = True
    eventually(lambda: heard == ["slow"])
    assert (ONE,) == watching.state.sessions
    tmux.link.stopped = False
    eventually(lambda: heard == ["slow", "ok"])


def test_a_removed_listener_is_not_called(tmux: Asked, watching: Watch) -> None:
    heard: list[TmuxState] = []
    remove = watching.add_listener(lambda before, now: heard.append(now))
    remove()
    remove()
    tmux.now = TmuxState()
    tmux.link.changed.send()
    settled(tmux)
    assert [] == heard
    assert "none" == watching.state.health


def test_an_ended_command_is_reported_and_marked_until_it_is_seen(tmux: Asked) -> None:
    """Ends are sent to the listeners of ends; the mark is part of the model."""
    watching = Watch(cast(Any, tmux), done_min_s=0)
    heard: list[tuple[str, str, bool]] = []
    remove = watching.command_ended.add(
        lambda end: heard.append((end.window_id, end.command, watching.state.windows[0].done))
    )
    tmux.now = replace(FIRST, windows=(replace(WINDOW, command="make"),))
    watching.start()
    eventually(lambda: watching.state == tmux.now)
    tmux.now = FIRST
    watching.refresh()
    eventually(lambda: heard == [("@0", "make", True)])
    assert (True,) == tuple(window.done for window in watching.marked(FIRST.windows))
    remove()
    tmux.now = replace(FIRST, sessions=(replace(ONE, attached=1),))
    watching.refresh()
    eventually(lambda: watching.state == tmux.now)
    watching.stop()


def test_a_new_command_in_the_subscription_causes_a_question(tmux: Asked, watching: Watch) -> None:
    tmux.link.notified.send(values("@0 100.%0 *.b25d.sh.name./tmp\t"))
    asked = settled(tmux)
    tmux.link.notified.send(values("@0 100.%0 *.b25d.make.name./tmp\t"))
    assert asked + 1 == settled(tmux)
