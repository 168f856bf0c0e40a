"""What may be pasted. Answers themselves: tests/integration/test_agent_answers.py."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import gevent
import pytest
from gevent.event import Event

from webmux.agents.answers.agent_answers import TEXT_MAX_CHARS, AgentAnswers, Press, Sender, check_text
from webmux.errors import BadField
from webmux.mirror.panes import Place


def test_line_ends_and_tabs_are_text():
    assert check_text("a\r\nb\tc é") == "a\nb\tc é"


@pytest.mark.parametrize(
    "text", ["", "  ", "a\x1b[201~b", "a\x00", "a\x7f", "a\x9b", "x" * (TEXT_MAX_CHARS + 1)]
)
def test_other_control_characters_and_sizes_are_refused(text):
    with pytest.raises(BadField):
        check_text(text)


def test_a_pane_that_shows_no_text_delays_no_other(monkeypatch):
    """The first waits until its text is shown. So does the next answer to it, but none to others."""
    shown, sent = Event(), list[str]()

    def send(self: Any, pane_id: str, *more: Any) -> None:
        if pane_id == "%1":
            shown.wait()
        sent.append(pane_id)

    monkeypatch.setattr(AgentAnswers, "_answer", send)
    answers = AgentAnswers(cast(Any, None), SimpleNamespace(agents=()))

    def answer(pane_id: str) -> gevent.Greenlet[..., Any]:
        return gevent.spawn(answers.answer, pane_id, Place(), "", Press(text="x"), Sender("ada", "phone"))

    slow = [answer("%1"), answer("%1")]
    answer("%2").join(timeout=2)
    assert sent == ["%2"]
    shown.set()
    gevent.joinall(slow, timeout=2)
    assert sent == ["%2", "%1", "%1"]
