"""Reads what agents ask and sends answers: each only to the prompt that its sender saw."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol
from weakref import WeakValueDictionary

import gevent
from gevent.lock import BoundedSemaphore

from webmux.agents.agent_state import AgentInPane, AgentState
from webmux.agents.answers.pane_guard import FORMAT, SENT, PaneState, guarded_line, unchanged
from webmux.agents.answers.question import Cursor, Question, read_question
from webmux.agents.answers.shown_text import count_shown
from webmux.agents.hook_option import parse_value
from webmux.errors import BadField, NotAnswered, PaneNotFound, TmuxCommandFailed, WindowNotFound
from webmux.mirror.captures import Captures
from webmux.mirror.panes import PaneFacts, Place, one_of, parse_facts
from webmux.signals import Signal
from webmux.tmux.control.client import Link
from webmux.tmux.control.quoting import Command
from webmux.tmux.state.agent_option import OPTION
from webmux.tmux.version import traits

SHOWN_S = 60.0
"""How long an answer is shown after it was sent."""
SHOWN_MAX = 100
SEEN_MAX = 1000
ANSWERED_S = 5.0
"""An agent that got a key shows its next screen within this time. Until then a second key is refused, because
it would go to the prompt after this one."""
MENU_READY_S = 0.3
"""A menu gets a key once we have seen it for this time. Claude Code 2.1.332 draws one up to 0.1 s before it
takes keys, and drops those that come earlier."""
ATTEMPTS = 6
"""How often we look again if the screen changes while the question does not."""
ENTER_AFTER_S = 0.12
"""Between a paste and Enter: an agent that gets both at once takes Enter for a part of the text."""
ENTER_ATTEMPTS = 8
TIMEOUT_S = 5.0
TEXT_MAX_CHARS = 4000
KEYS = {"escape": ("Escape", "Esc"), "interrupt": ("C-c", "Ctrl+C")}
"""What can be pressed besides the options: tmux's name of the key, and its label."""
_BUFFER = f"webmux-answer-{os.getpid()}"


class Agents(Protocol):
    """The part of `AgentWatch` that this uses."""

    @property
    def agents(self) -> Sequence[AgentInPane]: ...


class Press(NamedTuple):
    """An answer: one of the three is not empty. `option` is its key, `key` one of `KEYS`."""

    option: str = ""
    text: str = ""
    key: str = ""


class Sender(NamedTuple):
    """Who answers, and by what: `phone` or `desktop`."""

    by: str
    device: str


class Given(NamedTuple):
    """An answer that was sent, at `at` in seconds since 1970."""

    epoch: str
    session_id: str
    window_id: str
    pane_id: str
    by: str
    device: str
    label: str
    at: int

    def fields(self) -> dict[str, Any]:
        """As the API sends it."""
        fields = self._asdict()
        del fields["epoch"]
        return fields


class Asked(NamedTuple):
    """A pane at one moment, what its agent does, and what it shows."""

    pane: PaneFacts
    state: PaneState
    screen: tuple[str, ...]
    agent: AgentState | None
    question: Question

    @property
    def waiting(self) -> bool:
        """Whether the agent waits for an answer."""
        return self.agent is not None and self.agent.kind == "waiting"

    def fields(self) -> dict[str, Any]:
        """As the API sends it."""
        question = self.question.fields()
        return {
            "session_id": self.pane.session_id,
            "window_id": self.pane.window_id,
            "pane_id": self.pane.id,
            "waiting": self.waiting,
            "agent": self.agent.agent if self.agent else "",
            "since": self.agent.since if self.agent else 0,
            **(question if self.waiting else {**question, "options": []}),
        }


class AgentAnswers:
    """Questions and answers of all panes of a tmux server.

    Answers to a pane are sent one after the other, so that the second one sees what the first one did.
    """

    def __init__(self, link: Link, agents: Agents, now: Callable[[], float] = time.time) -> None:
        self.changed: Signal[[]] = Signal()
        """An answer was sent, or is no longer shown. Listeners must not switch."""
        self._link = link
        self._agents = agents
        self._now = now
        self._given: list[Given] = []
        self._sent: dict[str, tuple[str, float, Given]] = {}
        self._first_seen: dict[str, tuple[str, float]] = {}
        """By pane: the digest of its question, and when that was first read, on the monotonic clock."""
        self._locks: WeakValueDictionary[str, BoundedSemaphore] = WeakValueDictionary()
        self._clock: gevent.Greenlet[..., None] | None = None

    def fields(self) -> dict[str, Any]:
        """The answers of the last minute, oldest first, as `/ws` sends them."""
        epoch = self._given[-1].epoch if self._given else ""
        return {"epoch": epoch, "answers": [one.fields() for one in self._given if one.epoch == epoch]}

    def stop(self) -> None:
        """Forget all answers. Safe to call twice."""
        self._given = []
        if self._clock is not None:
            self._clock.kill(block=False)

    def ask(self, pane_id: str, place: Place) -> Asked:
        """What a pane shows and its agent asks.

        Raises:
            PaneNotFound: the pane has ended, or is not in this place.
            TmuxError: tmux could not be asked.

        Switches: yes, asks tmux once.
        """
        form = Captures(self._link.version)
        captures = form.commands(pane_id, (), flags="N")
        state_of: Command = ("display-message", "-p", "-t", pane_id, FORMAT)
        try:
            blocks = self._link.ask([place.listing(pane_id), state_of, *captures])
        except (TmuxCommandFailed, WindowNotFound) as error:
            raise PaneNotFound(pane_id) from error
        pane = one_of(parse_facts(blocks[0]), pane_id, place)
        if place.epoch and pane.epoch != place.epoch:
            raise PaneNotFound(pane_id)
        [rows] = form.texts(blocks[2:])
        screen = tuple(row.decode("utf-8", "replace") for row in rows)
        state = PaneState.parse([line.decode("utf-8", "replace") for line in blocks[1]])
        agent = self._agent(pane_id, state)
        cursor = Cursor(int(state["cursor_x"]), int(state["cursor_y"]), state["cursor_flag"] == "1")
        since = agent.since if agent else 0
        identity = f"{pane.epoch} {pane_id} {state['pane_pid']} {since}"
        question = read_question(screen, cursor, identity)
        self._see(pane_id, question.digest)
        return Asked(pane, state, screen, agent, question)

    def answer(self, pane_id: str, place: Place, digest: str, press: Press, sender: Sender) -> Given:
        """Send an answer to the question with this digest, and to no other.

        Raises:
            NotAnswered: nothing was sent. Its code says why. `moved_on`: the question is another one, or the
                agent does not wait; `answered`: somebody has just answered it; `pane_busy`: the pane takes no
                keys now; `menu_open`: a text does not fit a menu. After `text_not_shown` the text was pasted,
                but Enter was not sent.
            BadField: there is no such option, or the text holds control characters.
            PaneNotFound, TmuxError: as `ask`.

        Switches: yes. A text takes at least `ENTER_AFTER_S`, a menu that is new up to `MENU_READY_S`.
        """
        lock = self._locks.setdefault(pane_id, BoundedSemaphore(1))
        with lock:
            return self._answer(pane_id, place, digest, press, sender)

    def _answer(self, pane_id: str, place: Place, digest: str, press: Press, sender: Sender) -> Given:
        for _ in range(ATTEMPTS):
            asked = self.ask(pane_id, place)
            self._check(asked, digest)
            if asked.question.options and (early_s := self._early_s(pane_id)) > 0:
                gevent.sleep(early_s)
                asked = self.ask(pane_id, place)
                self._check(asked, digest)
            commands, label = self._commands(asked, press)
            if self._send(asked, *commands):
                given = self._note(asked, digest, label, sender)
                if press.text:
                    self._enter(asked, place, press.text)
                return given
        raise NotAnswered("the screen changes all the time: answer in the terminal", "pane_busy")

    def _see(self, pane_id: str, digest: str) -> None:
        """Note when a question was first read. The oldest ones of too many are forgotten."""
        if self._first_seen.get(pane_id, ("", 0.0))[0] == digest:
            return
        self._first_seen.pop(pane_id, None)
        self._first_seen[pane_id] = (digest, time.monotonic())
        if len(self._first_seen) > SEEN_MAX:
            del self._first_seen[next(iter(self._first_seen))]

    def _early_s(self, pane_id: str) -> float:
        """How long the menu of a pane still needs until it takes keys; not positive if it does."""
        seen = self._first_seen.get(pane_id)
        return seen[1] + MENU_READY_S - time.monotonic() if seen else MENU_READY_S

    def _check(self, asked: Asked, digest: str) -> None:
        if not asked.waiting:
            raise self._moved("it has moved on: the agent does not wait for an answer any more", asked)
        if asked.question.digest != digest:
            raise self._moved("it has moved on: the agent asks something else now", asked)
        sent = self._sent.get(asked.pane.id)
        if sent is not None and sent[0] == digest and self._now() < sent[1] + ANSWERED_S:
            message = f"{sent[2].by or 'a guest'} has just answered this: wait for the next question"
            raise NotAnswered(message, "answered", question=asked.fields())
        problem = asked.state.problem()
        if problem:
            raise NotAnswered(problem, "pane_busy", question=asked.fields())

    def _moved(self, message: str, asked: Asked) -> NotAnswered:
        return NotAnswered(message, "moved_on", question=asked.fields())

    def _commands(self, asked: Asked, press: Press) -> tuple[list[Command], str]:
        """What tmux runs for an answer, and how the answer is called."""
        pane_id = asked.pane.id
        if press.key:
            name, label = KEYS[press.key]
            return [("send-keys", "-t", pane_id, name)], label
        if press.option:
            for option in asked.question.options:
                if option.key == press.option:
                    return [("send-keys", "-l", "-t", pane_id, "--", option.key)], option.label
            raise BadField("option", "must be the key of an option of the question")
        text = check_text(press.text)
        if asked.question.options:
            message = "the agent shows a menu: choose an option, or press Esc first to write"
            raise NotAnswered(message, "menu_open", question=asked.fields())
        how = ("-p", "-d", "-S") if traits(self._link.version).cleans_pastes else ("-p", "-d")
        paste = [
            ("set-buffer", "-b", _BUFFER, "--", text),
            ("paste-buffer", *how, "-b", _BUFFER, "-t", pane_id),
        ]
        return paste, f"a text of {len(text)} characters"

    def _enter(self, before: Asked, place: Place, text: str) -> None:
        """Press Enter once the pane shows the text that was pasted."""
        asked = before
        for _ in range(ENTER_ATTEMPTS):
            gevent.sleep(ENTER_AFTER_S)
            asked = self.ask(before.pane.id, place)
            is_same = asked.waiting and asked.agent == before.agent and not asked.state.problem()
            if not is_same or asked.state["pane_pid"] != before.state["pane_pid"]:
                break
            is_shown = count_shown(text, asked.screen) > count_shown(text, before.screen)
            enter = ("send-keys", "-t", before.pane.id, "Enter")
            if is_shown and not asked.question.options and self._send(asked, enter):
                return
        message = "the text was pasted, but the pane does not show it: look there, then press Enter yourself"
        raise NotAnswered(message, "text_not_shown", question=asked.fields())

    def _send(self, asked: Asked, *commands: Command) -> bool:
        """Run commands if the pane is still as it was captured; returns whether they ran."""
        condition = unchanged(asked.state, asked.screen, asked.question)
        line = guarded_line(asked.pane.id, condition, *commands)
        replies = self._link.connection(TIMEOUT_S).run_line(line, TIMEOUT_S)
        failed = next((reply for reply in replies if not reply.ok), None)
        if failed is not None:
            said = b" ".join(failed.lines).decode("utf-8", "replace")
            raise NotAnswered(f"tmux did not send the answer: {said}", "pane_busy")
        return replies[-1].lines == (SENT.encode(),)

    def _agent(self, pane_id: str, state: PaneState) -> AgentState | None:
        """What the agent of the pane does. If it says so itself, that is what it says at this moment."""
        found = next((one.state for one in self._agents.agents if one.pane_id == pane_id), None)
        if found is None or found.source != "hook":
            return found
        parsed = parse_value(state[OPTION], self._now())
        return parsed[0] if parsed else None

    def _note(self, asked: Asked, digest: str, label: str, sender: Sender) -> Given:
        now = self._now()
        pane = asked.pane
        given = Given(pane.epoch, pane.session_id, pane.window_id, pane.id, *sender, label, int(now))
        self._sent = {one: sent for one, sent in self._sent.items() if now < sent[1] + ANSWERED_S}
        self._sent[pane.id] = (digest, now, given)
        self._given = [*(one for one in self._given if one.pane_id != pane.id), given][-SHOWN_MAX:]
        self.changed.send()
        if self._clock is None:
            self._clock = gevent.spawn(self._forget_old)
            self._clock.name = "agent answers/clock"
        return given

    def _forget_old(self) -> None:
        while self._given:
            gevent.sleep(max(0.0, self._given[0].at + SHOWN_S - self._now()))
            remaining = [one for one in self._given if self._now() < one.at + SHOWN_S]
            if len(remaining) < len(self._given):
                self._given = remaining
                self.changed.send()
        self._clock = None


def check_text(text: str) -> str:
    """A text that can be pasted: line ends are LF.

    Raises:
        BadField: it is empty, too long, or holds other control characters than line ends and tabs.
    """
    text = text.replace("\r\n", "\n")
    if not text.strip() or len(text) > TEXT_MAX_CHARS:
        raise BadField("text", f"must have 1 to {TEXT_MAX_CHARS} characters")
    if any((char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f" for char in text):
        raise BadField("text", "must not hold control characters")
    return text
