"""The words of a notification: names, bounded and plain, or none at all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from webmux.push.payload import (
    ACTION_MAX_CHARS,
    NAME_MAX_CHARS,
    Asked,
    Happening,
    above_menu,
    payload,
    sentence,
    shown,
    span,
    test_payload,
    two_of,
    withdrawal,
)

RFC8291_MAX_BYTES = 3993
"""Section 4: what every push service takes."""
BELL = Happening("bell", "$3", "work", "@7", "vim")
DONE = Happening("done", "$3", "work", "@7", "build", "make", 754.9)


def test_the_text_says_what_happened() -> None:
    assert "Bell in vim" == sentence(BELL)
    assert "make ended after 12 min in build" == sentence(DONE)
    assert "Bell" == sentence(Happening("bell", "$3", "work"))
    assert "A command ended after 0 s" == sentence(Happening("done", "$3", "work"))


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min"), (7300, "2 h")])
def test_durations_are_readable(seconds: float, text: str) -> None:
    assert text == span(seconds)


def test_the_link_opens_the_window() -> None:
    told = json.loads(payload(Happening("bell", "$3", "a/b ?", "@7", "vim")))
    assert ("/s/a%2Fb%20%3F", "@7", "webmux:$3") == (told["path"], told["window"], told["tag"])


@pytest.mark.parametrize("happening", [BELL, DONE])
def test_names_are_left_out_on_request(happening: Happening) -> None:
    text = payload(happening, names=False)
    assert not [name for name in ("work", "vim", "make", "build", "@7") if name in text]
    assert "webmux:$3" == json.loads(text)["tag"]


def test_names_are_bounded_and_plain() -> None:
    assert "ab" == shown("a\x1b\u202e\nb")
    assert NAME_MAX_CHARS == len(shown("x" * 1000))
    hostile = Happening("done", "$3", "s" * 5000, "@7", "\U0001f600" * 5000, "\x00" * 5000, 1)
    assert len(payload(hostile).encode()) <= RFC8291_MAX_BYTES
    assert "/" == json.loads(payload(hostile))["path"]
    worst = Happening("done", "$3", "\U0001f600" * 64, "@7", "\U0001f600" * 64, "\U0001f600" * 64, 1)
    assert len(payload(worst).encode()) < 3000


def test_a_session_has_one_topic() -> None:
    assert BELL.topic == DONE.topic != Happening("bell", "$4", "work").topic
    assert len(BELL.topic) <= 32


def test_the_test_message_says_that_it_is_a_test() -> None:
    assert json.loads(test_payload())["test"] is True


AGENT = Happening("waiting", "$3", "work", "@7", "api", pane_id="%5", agent="claude", since=990)


def test_a_waiting_agent_is_named() -> None:
    assert "claude needs you in api" == sentence(AGENT)
    assert "An agent needs you" == sentence(Happening("waiting", "$3", "work", pane_id="%5"))
    fields = json.loads(payload(AGENT))
    assert ("webmux:%5", "990", False) == (fields["tag"], fields["episode"], fields["again"])
    assert fields["tag"] == json.loads(withdrawal(AGENT.subject))["tag"]


def test_an_agent_that_is_done_is_notified_as_a_command_is() -> None:
    done = replace(AGENT, kind="done", seconds=60)
    assert "claude is done in api" == sentence(done)
    assert "An agent is done" == sentence(replace(done, agent="", window=""))
    fields = json.loads(payload(done))
    assert ("webmux:$3", "/s/work", "@7") == (fields["tag"], fields["path"], fields["window"])
    assert ("%5 990", DONE.topic, "normal") == (fields["episode"], done.topic, done.urgency)
    assert "An agent is done." == json.loads(payload(done, names=False))["body"]


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        (["Yes", "Yes, always", "No"], ["1", "3"]),
        (["no", "YES please"], ["2", "1"]),
        (["Nothing", "Yesterday", "other"], ["1", "2"]),
        (["Red", "Green", "Blue"], ["1", "2"]),
        (["Only"], ["1"]),
        ([], []),
    ],
)
def test_two_options_become_buttons(labels: list[str], keys: list[str]) -> None:
    options = [(str(number), label) for number, label in enumerate(labels, 1)]
    assert keys == [key for key, _ in two_of(options)]


def test_the_menu_is_left_out_of_the_question() -> None:
    lines = ["1. read", "Run it?", "❯ 1. Yes", "  2. No", "Esc cancels"]
    assert ["1. read", "Run it?"] == above_menu(lines, [1])
    assert lines == above_menu(lines, [])
    assert lines[2:] == above_menu(lines[2:], [1])


def test_a_question_fits_into_a_message() -> None:
    worst = Happening("waiting", "$3", "s" * 64, "@7", "w" * 64, pane_id="%5", agent="a" * 40)
    options = tuple((str(number), "\U0001f600" * 200) for number in range(1, 10))
    text = payload(worst, lines="\U0001f600" * 5000, asked=Asked("", "a" * 32, options), may_answer=True)
    assert len(text.encode()) <= RFC8291_MAX_BYTES
    assert all(len(one["title"]) <= ACTION_MAX_CHARS for one in json.loads(text)["actions"])
