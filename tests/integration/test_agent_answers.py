"""What an agent asks, and answers to it, over HTTP with a real tmux."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.people import add_token, add_user
from tests.pretend_agent import PretendAgent, menu
from tests.server import Server
from tests.support import eventually


class Client:
    """Requests of one user about one pane."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.pane = server.tmux("display-message", "-p", "-t", "=work:", "#{pane_id}")
        self.path = f"/api/panes/{self.pane[1:]}"

    def question(self) -> dict[str, Any]:
        status, _, body = self._server.request("GET", f"{self.path}/question", headers=self._server.bearer)
        assert status == 200, body
        return json.loads(body)

    def waiting(self, *labels: str) -> dict[str, Any]:
        """The question, once the agent waits and has these options."""

        def asked() -> dict[str, Any] | None:
            found = self.question()
            options = tuple(option["label"] for option in found["options"])
            return found if found["waiting"] and options == labels else None

        return eventually(asked)

    def answer(self, digest: str, **press: str) -> tuple[int, dict[str, Any]]:
        headers = {**self._server.bearer, "Content-Type": "application/json", "User-Agent": "x iPhone"}
        sent = json.dumps({"digest": digest, **press}).encode()
        status, _, body = self._server.request("POST", f"{self.path}/answer", sent, headers)
        return status, json.loads(body)


@pytest.fixture
def agent(server: Server) -> Iterator[PretendAgent]:
    """A session whose program asks."""
    agent = PretendAgent(server.directory)
    server.tmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", *agent.command("waiting"))
    agent.connect()
    yield agent
    agent.close()


def test_a_press_sends_exactly_the_key_of_the_question_that_was_seen(server, agent):
    """The options of the menu; a stale press is refused and shows the new question; one press counts once."""
    client = Client(server)
    seen = client.waiting("Yes", "Yes, always", "No")
    assert seen["lines"][-5:] == ["❯ 1. Yes", "  2. Yes, always", "  3. No", "", "Esc to cancel"]
    assert (seen["agent"], seen["session"], seen["may_answer"]) == ("pretend", "work", True)
    second = agent.show(menu("rm -rf build", ("Yes", "No")))
    status, reply = client.answer(seen["digest"], option="1")
    assert (status, reply["error"]["code"]) == (409, "moved_on")
    assert "Run rm -rf build" in reply["question"]["lines"]
    assert agent.typed() == []
    status, given = client.answer(reply["question"]["digest"], option="2")
    assert (status, given["label"], given["by"], given["device"]) == (200, "No", "owner", "phone")
    assert eventually(agent.typed) == [(second, "2")]
    status, reply = client.answer(reply["question"]["digest"], option="2")
    assert (status, reply["error"]["code"]) == (409, "answered")
    assert agent.typed() == [(second, "2")]


def test_keys_and_texts(server, agent):
    """Esc, Ctrl+C; a text is pasted in brackets and gets Enter once it is shown, but not into a menu."""
    client = Client(server)
    seen = client.waiting("Yes", "Yes, always", "No")
    status, reply = client.answer(seen["digest"], text="no")
    assert (status, reply["error"]["code"]) == (409, "menu_open")
    assert client.answer(seen["digest"], key="escape")[1]["label"] == "Esc"
    eventually(lambda: agent.typed() == [(1, "\x1b")])
    field = agent.show(["What next?", "> "])
    assert client.answer(client.question()["digest"], key="interrupt")[1]["label"] == "Ctrl+C"
    eventually(lambda: agent.typed()[1:] == [(field, "\x03")])
    field = agent.show(["And now?", "> "])
    digest = client.question()["digest"]
    status, given = client.answer(digest, text='say "no"; 50 % of\n#{pid} $HOME ~ é')
    assert (status, given["label"]) == (200, "a text of 34 characters"), given
    eventually(lambda: agent.typed()[-1] == (field, "\r"))
    pasted = "".join(key for screen, key in agent.typed() if screen == field)
    assert pasted == '\x1b[200~say "no"; 50 % of\r#{pid} $HOME ~ é\x1b[201~\r'


def test_what_takes_no_keys_gets_none(server, agent):
    """Copy mode, synchronized panes, a program that does not wait, and one that does not show a text."""
    client = Client(server)
    digest = client.waiting("Yes", "Yes, always", "No")["digest"]
    server.tmux("copy-mode", "-t", client.pane)
    assert client.answer(digest, option="1")[1]["error"]["code"] == "pane_busy"
    server.tmux("send-keys", "-X", "-t", client.pane, "cancel")
    server.tmux("set-option", "-w", "-t", client.pane, "synchronize-panes", "on")
    assert client.answer(digest, option="1")[1]["error"]["code"] == "pane_busy"
    server.tmux("set-option", "-wu", "-t", client.pane, "synchronize-panes")
    agent.show(["Password:"])
    assert client.answer(client.question()["digest"], text="x1")[1]["error"]["code"] == "text_not_shown"
    assert "".join(key for _, key in agent.typed()) == "\x1b[200~x1\x1b[201~"
    agent.show(menu("ls"))
    agent.state("working")
    eventually(lambda: not client.question()["waiting"])
    status, reply = client.answer(digest, option="1")
    assert (status, reply["error"]["code"], reply["question"]["options"]) == (409, "moved_on", [])
    assert client.answer(digest, option="1", text="x")[0] == 422
    assert server.request("GET", "/api/panes/77/question", headers=server.bearer)[0] == 404
    assert server.request("GET", "/api/panes/-1/question", headers=server.bearer)[0] == 422
    assert len(agent.typed()) <= 3


def guest_of(server: Server, role: str) -> tuple[str, dict[str, str]]:
    """A link to the session `work`, and the headers of a guest who opened it."""
    session = server.tmux("display-message", "-p", "-t", "=work:", "#{session_id}")
    kind = {"Content-Type": "application/json"}
    fields = json.dumps({"session_id": session, "role": role, "lasts_s": 600}).encode()
    made = json.loads(server.request("POST", "/api/shares", fields, {**server.bearer, **kind})[2])
    path, _, secret = made["path"].partition("#")
    sent = json.dumps({"secret": secret}).encode()
    _, reply, _ = server.request("POST", path, sent, {"Origin": server.url, **kind})
    cookie = reply["set-cookie"].split(";")[0]
    return f"?share={made['id']}", {"Cookie": cookie, "Origin": server.url, **kind}


def test_an_agent_cannot_answer_itself(server, agent):
    """By the header with which a program says where it runs."""
    client = Client(server)
    digest = client.waiting("Yes", "Yes, always", "No")["digest"]
    pid = server.tmux("display-message", "-p", "#{pid}").strip()
    pane = f"%{client.path.rpartition('/')[2]}"
    body = json.dumps({"digest": digest, "option": "1"}).encode()
    headers = {**server.bearer, "Content-Type": "application/json", "X-WebMux-Pane": f"{pid} {pane}"}
    status, _, answer = server.request("POST", f"{client.path}/answer", body, headers)
    assert (status, json.loads(answer)["error"]["code"]) == (409, "own_pane")
    assert agent.typed() == []


def test_viewers_and_guests_who_may_not_type_cannot_answer(server, agent):
    """They read the question and get 403; a guest sees only the session of the link."""
    client = Client(server)
    digest = client.waiting("Yes", "Yes, always", "No")["digest"]
    server.tmux("new-session", "-d", "-s", "private", "cat")
    private = server.tmux("display-message", "-p", "-t", "=private:", "#{pane_id}")[1:]
    body = json.dumps({"digest": digest, "option": "1"}).encode()
    add_user(server, "vera", "viewer")
    viewer = {"Authorization": f"Bearer {add_token(server, 'vera')}", "Content-Type": "application/json"}
    watching, typing = guest_of(server, "viewer"), guest_of(server, "operator")
    for query, headers in (("", viewer), watching):
        status, _, seen = server.request("GET", f"{client.path}/question{query}", headers=headers)
        assert (status, json.loads(seen)["may_answer"]) == (200, False)
        assert server.request("POST", f"{client.path}/answer{query}", body, headers)[0] == 403
    for query, headers in (watching, typing):
        assert server.request("GET", f"/api/panes/{private}/question{query}", headers=headers)[0] == 404
    assert agent.typed() == []
    query, headers = typing
    status, _, given = server.request("POST", f"{client.path}/answer{query}", body, headers)
    assert (status, json.loads(given)["by"]) == (200, "")
    eventually(lambda: agent.typed() == [(1, "1")])
