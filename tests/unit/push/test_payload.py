"""The words of a notification: names, bounded and plain, or none at all."""

from __future__ import annotations

import json

import pytest

from webmux.push.payload import NAME_MAX_CHARS, Happening, payload, sentence, shown, span, test_payload

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
