"""The requests of the terminal page's bar to a running server: windows, panes and viewers."""

from __future__ import annotations

import json

import pytest

from tests.people import add_token, add_user, seen_by

pytestmark = pytest.mark.own_server

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"

CHANGES = [("move", {"index": 0}), ("split", {"direction": "down"}), ("zoom", None), ("kill-pane", None)]


def ask(server, path, body=None, headers=None):
    sent = None if body is None else json.dumps(body).encode()
    kind = {} if body is None else {"Content-Type": "application/json"}
    status, _, answer = server.request("POST", path, sent, {**kind, **(headers or server.bearer)})
    return status, json.loads(answer) if answer.startswith(b"{") else answer


def bearer_of(server, name, role):
    add_user(server, name, role)
    token = add_token(server, name)
    return {"Authorization": f"Bearer {token}"}


def names(event):
    return [window["name"] for window in event["windows"]]


def latest(client, name):
    return next((event for event in reversed(client.events) if event["event"] == name), None)


def told_of(client):
    """The viewers, as sent to this client last."""
    return latest(client, "presence") or {"viewers": 0, "people": []}


def test_moved_windows_and_split_panes_are_reported_at_once(server, work, attach):
    for name in ("vim", "logs"):
        server.tmux("new-window", "-d", "-t", "=work:", "-n", name, "env PS1='$ ' sh")
    client = attach("work")
    client.wait(lambda c: names(latest(c, "windows") or {"windows": []}) == ["sh", "vim", "logs"])
    assert ask(server, "/api/windows/%402/move", {"index": 0})[0] == 200
    client.wait(lambda c: names(latest(c, "windows")) == ["logs", "sh", "vim"])
    status, made = ask(server, "/api/windows/%400/split", {"direction": "right"})
    assert (status, made["window_id"]) == (201, "@0")
    client.wait(lambda c: latest(c, "windows")["windows"][1]["panes"] == 2)
    assert ask(server, "/api/windows/%400/zoom")[0] == 204
    client.wait(lambda c: latest(c, "windows")["windows"][1]["zoomed"])
    assert ask(server, "/api/windows/%400/select-pane", {"direction": "left"})[0] == 204
    assert server.tmux("display-message", "-p", "-t", "@0", "#{pane_index}") == "0"
    layout = latest(client, "windows")["windows"][1]["layout"]
    assert ask(server, "/api/windows/%400/resize-pane", {"direction": "right", "cells": 5})[0] == 204
    client.wait(lambda c: latest(c, "windows")["windows"][1]["layout"] != layout)
    assert ask(server, "/api/windows/%400/kill-pane", {"pane": made["id"]})[0] == 204
    client.wait(lambda c: latest(c, "windows")["windows"][1]["panes"] == 1)
    status, refused = ask(server, "/api/windows/%400/kill-pane", {"pane": made["id"]})
    assert (status, refused["error"]["code"]) == (404, "pane_not_found")
    listed = json.loads(server.request("GET", "/api/windows", headers=server.bearer)[2])["windows"]
    assert [one["name"] for one in listed] == ["logs", "sh", "vim"]
    assert ask(server, "/api/windows/%409/move", {"index": 0})[1]["error"]["code"] == "window_not_found"
    assert ask(server, "/api/windows/%400/move", {"index": 9})[1]["error"]["code"] == "bad_range"


@pytest.mark.timeout_s(60)  # a user and a token are made by processes
def test_viewers_are_listed_by_name_but_not_to_guests(server, work, attach):
    vera = bearer_of(server, "vera", "viewer")
    share = ask(server, "/api/shares", {"session_id": "$0", "lasts_s": 600})[1]
    path, _, secret = share["path"].partition("#")
    body = json.dumps({"secret": secret}).encode()
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    status, told, _ = server.request("POST", path, body, headers)
    assert status == 204
    cookie = {"Cookie": told["set-cookie"].split(";")[0], "Origin": server.url}

    first = attach("work", to=seen_by(server, **{**server.bearer, "User-Agent": PHONE}), view="mirror")
    attach("work", to=seen_by(server, **vera), view="mirror")
    guest = attach("", to=seen_by(server, **cookie), view="mirror", share=share["id"])
    first.wait(lambda c: told_of(c)["viewers"] == 3)
    people = told_of(first)["people"]
    assert {(one["name"], one["guest"], one["device"], one["role"], one["me"]) for one in people} == {
        ("owner", False, "phone", "operator", True),
        ("vera", False, "desktop", "viewer", False),
        ("", True, "desktop", "viewer", False),
    }
    guest.wait(lambda c: told_of(c)["viewers"] == 3)
    assert [one["name"] for one in told_of(guest)["people"]] == ["", "", ""]

    for who in (vera, cookie):
        for what, body in (
            ("move", {"index": 0}),
            ("split", {"direction": "down"}),
            ("zoom", None),
            ("kill-pane", None),
            ("resize-pane", {"direction": "up"}),
            ("select-layout", {"layout": "tiled"}),
        ):
            assert ask(server, f"/api/windows/%400/{what}", body, who)[0] in (401, 403), what
    assert server.tmux("list-panes", "-t", "=work:", "-F", "x") == "x"


def test_the_size_has_an_owner_by_name_and_pages_a_version(server, work, attach):
    first, second = attach("work"), attach("work")
    second.wait(lambda c: told_of(c)["viewers"] == 2)
    assert [one["me"] for one in told_of(second)["people"] if one["owner"]] == [False]
    second.command("take-size")
    first.wait(lambda c: [one["me"] for one in told_of(c)["people"] if one["owner"]] == [False])
    page = server.request("GET", "/s/work", headers=server.bearer)[2].decode()
    assert f'data-version="{first.attached["version"]}"' in page
