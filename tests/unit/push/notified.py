"""A notifier whose tmux, subscriptions, pages and sender are fakes that a test sets."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.auth.roles import Role
from webmux.model import Session, Size, TmuxState, Window
from webmux.push.notifier import Notifier
from webmux.push.payload import Asked, Happening
from webmux.signals import Signal

USER = 1
BELL = Happening("bell", "$0", "work", "@1", "vim")
APPLE = "https://web.push.apple.com/y"
AGENT = AgentInPane("$0", "@1", "%4", 7, AgentState("waiting", 990, "claude"))


class FakeWatch:
    def __init__(self) -> None:
        self.state = TmuxState(
            epoch="1-2",
            sessions=(Session("$0", "work", 1, 2, 0, 1, Size(80, 24), "1-2"),),
            windows=(Window("@0", "$0", 0, "sh", True, 1), Window("@1", "$0", 1, "vim", False, 1)),
            health="ok",
        )
        self.changed: Signal = Signal()
        self.command_ended: Signal = Signal()
        self.window_rang: Signal = Signal()
        self.add_listener = self.changed.add

    def ring(self, window_id: str, *, epoch: str = "1-2") -> None:
        before = self.state
        windows = tuple(replace(one, bell=one.bell or one.id == window_id) for one in before.windows)
        self.state = replace(before, windows=windows, epoch=epoch)
        self.changed.send(before, self.state)


def browser(number: int, login: str, endpoint: str) -> SimpleNamespace:
    return SimpleNamespace(id=number, login_id=login, address=SimpleNamespace(endpoint=endpoint))


class FakeSubscriptions:
    def __init__(self) -> None:
        self.mine = [browser(7, "here", "https://fcm.googleapis.com/x"), browser(8, "there", APPLE)]
        self.dropped: list[int] = []
        self.changed: Signal = Signal()

    def user_ids(self):
        return {USER} if self.mine else set()

    def of(self, user_id):
        return self.mine if user_id == USER else []

    def drop(self, gone):
        self.dropped += [one.id for one in gone]


class FakeSender:
    def __init__(self) -> None:
        self.offered: list = []
        self.urgencies: set[str] = set()

    def start(self):
        pass

    def stop(self):
        pass

    def offer(self, subscription, text, topic, urgency):
        self.offered.append((subscription.id, text, topic))
        self.urgencies.add(urgency)
        return True


class FakeEyes:
    """The visible windows and the activity of pages, as the test sets them."""

    def __init__(self) -> None:
        self.windows: set[str] = set()
        self.questions: set[str] = set()
        self.alive = True
        self.uses = False

    def sees(self, user_id, session_id, window_id="", pane_id=""):
        return window_id in self.windows or pane_id in self.questions

    def is_shown(self, user_id, session_id, window_id, pane_id="", *, since):
        return self.alive

    def reacted(self, user_id, session_id, window_id, pane_id="", *, since):
        return self.uses


@contextmanager
def make_world():
    watch = FakeWatch()
    bells: Signal = Signal()
    agents = SimpleNamespace(epoch="1-2", agents=(), changed=Signal())
    live = SimpleNamespace(
        agents=agents,
        watch=watch,
        session_rang=bells,
        last_lines=lambda window_id: f"ls\n\n  Do you want this?\x1b\n{window_id}\n\n",
    )
    held = SimpleNamespace(
        agents=agents,
        watch=watch,
        bells=bells,
        subscriptions=FakeSubscriptions(),
        sender=FakeSender(),
        settings={},
        logins=["here", "there"],
        roles={},
        question=None,
        eyes=FakeEyes(),
    )

    def ask(pane_id: str) -> Asked | None:
        if isinstance(held.question, Exception):
            raise held.question
        return held.question

    def logins(user_id: int) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=name, role=held.roles.get(name, Role.ADMIN)) for name in held.logins]

    gate = SimpleNamespace(logins_of=logins)
    preferences = SimpleNamespace(of=lambda user_id: held.settings)
    store = SimpleNamespace(read=lambda: None, write=lambda text: None)
    held.notifier = Notifier(
        live, held.subscriptions, gate, preferences, held.sender, held.eyes, store=store, question_of=ask
    )
    withheld = held.notifier._withheld
    withheld._alive_s, withheld._react_s, withheld._gap_s = 0.02, 0.04, 0.1
    yield held
    held.notifier.stop()


def told(world) -> list[int]:
    return [number for number, _, _ in world.sender.offered]
