"""Who may ask and answer; what is refused before tmux is asked."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.apps import BEARER, client_of, make_app, services_of
from webmux.agents.answers.agent_answers import Given, Press, Sender
from webmux.auth.roles import Scope
from webmux.errors import NotAnswered
from webmux.mirror.panes import Place

DIGEST = "0" * 32
GIVEN = Given("1-2", "$0", "@0", "%7", "owner", "desktop", "Yes", 5)


class FakeAnswers:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []
        self.error: NotAnswered | None = None

    def ask(self, pane_id: str, place: Place) -> SimpleNamespace:
        self.calls.append((pane_id, place))
        fields = {"session_id": "$0", "pane_id": pane_id, "lines": ["Go on?"], "digest": DIGEST}
        return SimpleNamespace(fields=lambda: fields)

    def answer(self, pane_id: str, place: Place, digest: str, press: Press, sender: Sender) -> Given:
        self.calls.append((pane_id, place, digest, press, sender))
        if self.error is not None:
            raise self.error
        return GIVEN


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    services_of(app).__dict__["agent_answers"] = FakeAnswers()
    return app


def test_an_answer_is_sent_and_recorded(app):
    client, answers = client_of(app), services_of(app).agent_answers
    reply = client.post("/api/panes/7/answer", json={"digest": DIGEST, "option": "1"}, headers=BEARER)
    assert (reply.status_code, reply.get_json()["label"]) == (200, "Yes")
    assert answers.calls == [("%7", Place(), DIGEST, Press(option="1"), Sender("owner", "desktop"))]
    services_of(app).audit.flush()
    [event] = services_of(app).audit.find(event="agent_answered")
    assert (event.user, event.detail["pane"], event.detail["label"]) == ("owner", "%7", "Yes")


def test_a_token_needs_the_scope_that_types(app):
    services = services_of(app)
    owner = services.accounts.owner()
    tokens = {
        scope: services.accounts.new_token(owner, scope, owner.role, None, Scope(scope))[0]
        for scope in ("read", "type")
    }
    client, body = client_of(app), {"digest": DIGEST, "option": "1"}
    for scope, status in (("read", 403), ("type", 200)):
        headers = {"Authorization": f"Bearer {tokens[scope]}"}
        assert client.post("/api/panes/7/answer", json=body, headers=headers).status_code == status
        seen = client.get("/api/panes/7/question", headers=headers).get_json()
        assert seen["may_answer"] is (scope == "type")


def test_a_refusal_brings_the_new_question(app):
    services_of(app).agent_answers.error = NotAnswered("moved", "moved_on", question={"session_id": "$0"})
    reply = client_of(app).post(
        "/api/panes/7/answer", json={"digest": DIGEST, "key": "escape"}, headers=BEARER
    )
    assert (reply.status_code, reply.get_json()["error"]["code"]) == (409, "moved_on")
    assert reply.get_json()["question"]["may_answer"] is True


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"digest": DIGEST},
        {"digest": DIGEST, "option": ""},
        {"digest": DIGEST, "option": "1", "text": "x"},
    ],
)
def test_exactly_one_answer_is_needed(app, body):
    assert client_of(app).post("/api/panes/7/answer", json=body, headers=BEARER).status_code == 422
    assert services_of(app).agent_answers.calls == []


@pytest.mark.parametrize("number", ["-1", "01", "%257", "x", "1:2"])
def test_a_pane_is_a_number(app, number):
    assert client_of(app).get(f"/api/panes/{number}/question", headers=BEARER).status_code == 422
    assert services_of(app).agent_answers.calls == []
