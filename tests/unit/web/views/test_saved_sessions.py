"""Saved sessions over HTTP: who may, what is answered, what is recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.apps import BEARER, client_of, make_app
from webmux.auth.roles import Role, Scope
from webmux.errors import PaneNotFound, TmuxError
from webmux.saved_sessions import offers
from webmux.saved_sessions.offers import Offer, OfferNotFound, PaneBusy
from webmux.saved_sessions.restorer import Order, Restore, Result
from webmux.saved_sessions.saved_set import SavedPane, SavedSession, SavedSet, SavedWindow
from webmux.saved_sessions.set_files import SavedSets
from webmux.web.services import Services

SERVERS_TOKEN = {"token_label": "token of the server"}
OFFER = Offer("%3", "@1", "vim 'a b'", active=True, ready=True)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def client(app: Flask, tmp_path: Path) -> FlaskClient:
    sessions = (SavedSession("a", id="$0"), SavedSession("b", id="$1"))
    SavedSets(tmp_path / "state" / "sessions").save(SavedSet(100, "1-1700000000", sessions))
    return client_of(app)


def services_of(app: Flask) -> Services:
    found: Services = app.extensions["webmux"]
    return found


def ask(client: FlaskClient, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = client.open(path, method=method, json=body, headers=BEARER)
    return answer.status_code, answer.get_json(silent=True)


def audited(app: Flask, event: str) -> list[tuple[str, dict[str, Any]]]:
    services_of(app).audit.flush()
    return [(entry.outcome, entry.detail) for entry in services_of(app).audit.find(event=event)]


def test_the_list_is_answered_while_tmux_ends(app: Flask, client: FlaskClient) -> None:
    services_of(app).live.tmux.broken = TmuxError("server exited unexpectedly")
    status, listed = ask(client, "GET", "/api/saved-sessions")
    assert (200, 1) == (status, len(listed["sets"]))


def test_the_list_names_what_is_gone(client: FlaskClient) -> None:
    status, listed = ask(client, "GET", "/api/saved-sessions")
    assert status == 200
    assert (listed["offered"], listed["restore"]) == (listed["sets"][0]["id"], None)
    assert [(one["name"], one["state"]) for one in listed["sets"][0]["sessions"]] == [
        ("a", "gone"),
        ("b", "gone"),
    ]
    assert client.get("/api/saved-sessions").status_code == 401


def test_viewers_do_not_see_the_folders_that_are_missing(app: Flask, client: FlaskClient) -> None:
    result = Result("$0", "a", "restored", "$1", ("the folder /srv/secret is missing",))
    restorer = services_of(app).saved_sessions.restorer
    restorer.last = Restore("0" * 12, "ada", False, 1, 1, 1, (result,))
    shown = ask(client, "GET", "/api/saved-sessions")[1]["restore"]["results"]
    assert [one["problems"] for one in shown] == [["the folder /srv/secret is missing"]]
    accounts = services_of(app).accounts
    less, _ = accounts.new_token(accounts.owner(), "x", Role.VIEWER, None, Scope.MANAGE)
    answer = client.get("/api/saved-sessions", headers={"Authorization": f"Bearer {less}"})
    assert [one["problems"] for one in answer.get_json()["restore"]["results"]] == [[]]
    assert "secret" not in answer.get_data(as_text=True)


def test_the_details_name_folders_and_programs_but_no_arguments(client: FlaskClient, tmp_path: Path) -> None:
    panes = (SavedPane("/srv/\udcff", "mysql -psecret", active=True), SavedPane("/", "'/usr/bin/vim' x"))
    session = SavedSession("c", (SavedWindow(panes=panes, active=True),), id="$7")
    SavedSets(tmp_path / "state" / "sessions").save(SavedSet(200, "2-1700000000", (session,)))
    set_id = ask(client, "GET", "/api/saved-sessions")[1]["offered"]
    expected = {"id": "$7", "name": "c", "folder": "/srv/?", "programs": ["mysql", "vim"]}
    assert ask(client, "GET", f"/api/saved-sessions/{set_id}") == (200, {"sessions": [expected]})
    assert ask(client, "GET", "/api/saved-sessions/000000000000")[0] == 404


def test_a_restore_begins_and_is_recorded(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[Order] = []

    def begin(order: Order) -> Restore:
        orders.append(order)
        return Restore(order.set_id, order.user, True, 2, len(order.sessions))

    monkeypatch.setattr(services_of(app).saved_sessions.restorer, "begin", begin)
    monkeypatch.setattr(services_of(app).saved_sessions.saver, "stored_now", lambda: None)
    set_id = ask(client, "GET", "/api/saved-sessions")[1]["offered"]
    path = f"/api/saved-sessions/{set_id}/restore"
    status, begun = ask(client, "POST", path)
    assert (status, begun["running"], begun["sessions"], begun["sessions_done"]) == (202, True, 2, 0)
    body = {"sessions": [{"id": "$1", "name": "c d"}, {"id": "$0"}], "taken": "rename"}
    assert ask(client, "POST", path, body)[0] == 202
    assert (orders[1].names, orders[1].taken) == ({"$1": "c d"}, "rename")
    orders[1].may_copy(1)
    orders[1].on_result(Result("$1", "c d", "restored", "$4", ("x",)))
    orders[1].on_result(Result("$0", "a", "skipped"))
    assert [outcome for outcome, _ in audited(app, "session_restored")] == ["failed", "ok"]
    assert len(audited(app, "restore_started")) == 2
    for wrong in (
        {"sessions": [{"id": "$9"}]},
        {"sessions": [{"id": "$0", "name": "#(id)"}]},
        {"sessions": ["$0"]},
        {"taken": "overwrite"},
    ):
        assert ask(client, "POST", path, wrong)[0] == 422
    assert ask(client, "POST", "/api/saved-sessions/..%2Fx/restore")[0] == 404


def test_sets_and_sessions_are_dismissed(app: Flask, client: FlaskClient) -> None:
    set_id = ask(client, "GET", "/api/saved-sessions")[1]["offered"]
    assert ask(client, "POST", f"/api/saved-sessions/{set_id}/dismiss", {"sessions": ["$0"]})[0] == 204
    assert ask(client, "GET", "/api/saved-sessions")[1]["sets"][0]["gone"] == 1
    assert ask(client, "POST", f"/api/saved-sessions/{set_id}/dismiss")[0] == 204
    assert ask(client, "GET", "/api/saved-sessions")[1]["offered"] is None
    assert ask(client, "POST", "/api/saved-sessions/000000000000/dismiss")[0] == 404
    assert len(audited(app, "restore_dismissed")) == 2


def test_offers_are_listed_typed_and_dropped(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def note(tmux: Any, pane_id: str) -> Offer:
        calls.append(pane_id)
        return OFFER

    monkeypatch.setattr(offers, "of_session", lambda tmux, session_id: [OFFER])
    monkeypatch.setattr(offers, "type_into", note)
    monkeypatch.setattr(offers, "drop", note)
    expected = {"pane": "%3", "window_id": "@1", "command": "vim 'a b'", "active": True, "ready": True}
    assert ask(client, "GET", "/api/sessions/%240/offers") == (200, {"offers": [expected]})
    assert ask(client, "POST", "/api/panes/%253/offer")[0] == 204
    assert ask(client, "DELETE", "/api/panes/%253/offer")[0] == 204
    assert calls == ["%3", "%3"]
    assert audited(app, "offer_typed") == [("ok", {**SERVERS_TOKEN, "pane": "%3", "window_id": "@1"})], (
        "never what was typed"
    )
    assert audited(app, "offer_dropped") == [("ok", {**SERVERS_TOKEN, "pane": "%3"})]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OfferNotFound("none"), 404, "offer_not_found"),
        (PaneBusy("busy"), 409, "pane_busy"),
        (PaneNotFound("%3"), 404, "pane_not_found"),
    ],
)
def test_an_offer_that_cannot_be_typed_says_why(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def fail(tmux: Any, pane_id: str) -> Offer:
        raise error

    monkeypatch.setattr(offers, "type_into", fail)
    answered, body = ask(client, "POST", "/api/panes/%253/offer")
    assert (answered, body["error"]["code"]) == (status, code)


def test_an_admin_chooses_whether_histories_are_saved(app: Flask, client: FlaskClient) -> None:
    path = "/api/saved-sessions"
    assert ask(client, "GET", path)[1]["history"] == "open"
    for save, state in ((True, "on"), (False, "off")):
        assert ask(client, "POST", f"{path}/history", {"save": save})[0] == 204
        assert ask(client, "GET", path)[1]["history"] == state
    assert [detail["save"] for _, detail in audited(app, "history_chosen")] == [False, True]
    assert ask(client, "POST", f"{path}/history", {})[0] == 422
