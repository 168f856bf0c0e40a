"""A bell in a real tmux reaches a subscribed browser by a push service, unless a user views the window."""

from __future__ import annotations

import json
import re
import time

import pytest

from tests.push_service import HOST, Browser, claims_of, push_service
from tests.support import eventually

MENU = """
stty -echo -icanon; printf '%s\\n' 'Run npm test?' '> 1. Yes' '  2. Yes, always' '  3. No'; exec cat
"""


@pytest.fixture
def service():
    with push_service() as running:
        yield running


@pytest.fixture
def server(start_server):
    return start_server("--push-hosts", HOST, "--push-contact", "mailto:me@example.org")


@pytest.fixture
def owner(server) -> dict[str, str]:
    """The headers of a logged-in browser."""
    body = json.dumps({"token": server.token}).encode()
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    status, told, _ = server.request("POST", "/login", body, headers)
    assert 204 == status
    return {**headers, "Cookie": told["set-cookie"].partition(";")[0]}


@pytest.fixture
def browser(server, owner, service) -> Browser:
    """One that is subscribed."""
    made = Browser(service.origin)
    body = json.dumps(made.subscription()).encode()
    assert 201 == server.request("POST", "/api/push/subscriptions", body, owner)[0]
    return made


def test_a_bell_reaches_a_closed_browser(server, work, owner, browser, service) -> None:
    """Encrypted for the browser and signed with the key of its subscription."""
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "build", "env PS1='$ ' sh")
    wants_lines = json.dumps({"settings": {"notify.lines": True}}).encode()
    assert 200 == server.request("PATCH", "/api/settings", wants_lines, owner)[0]
    server.tmux("send-keys", "-t", "=work:1", "clear; echo 'Do you want this?'", "Enter")
    eventually(lambda: "\nDo you" in "\n" + server.tmux("capture-pane", "-p", "-t", "=work:1"))
    server.ring("=work:1")
    eventually(lambda: service.taken, timeout_s=10)
    headers, body = service.taken[0]
    assert "high" == headers["HTTP_URGENCY"]
    told = browser.read(body)
    assert "\nDo you want this?" in told["body"]
    told["body"] = told["body"].partition("\n")[0]
    assert ("work", "Bell in build", "/s/work", "@1") == tuple(
        told[name] for name in ("title", "body", "path", "window")
    )
    public = json.loads(server.request("GET", "/api/push/key", None, owner)[2])["key"]
    claims = claims_of(headers, public)
    assert ("mailto:me@example.org", service.origin) == (claims["sub"], claims["aud"])
    service.status = "410 Gone"
    assert 502 == server.request("POST", "/api/push/test", b"{}", owner)[0]
    listed = server.request("GET", "/api/push/subscriptions", None, owner)[2]
    assert {"subscriptions": []} == json.loads(listed)


def test_a_bell_of_the_only_window_is_pushed(server, work, owner, browser, service, attach) -> None:
    """Our control client shows it, so tmux does not flag it; the bell counts once, until a user views it."""
    server.ring("=work:0")
    eventually(lambda: service.taken, timeout_s=10)
    assert ("work", "@0") == tuple(browser.read(service.taken[0][1])[name] for name in ("title", "window"))

    def bells() -> list[bool]:
        listed = server.request("GET", "/api/sessions/%240/windows", None, owner)[2]
        return [window["bell"] for window in json.loads(listed)["windows"]]

    assert [True] == bells()
    attach().wait(b"$ ")
    eventually(lambda: [False] == bells())


def test_a_visible_page_gets_no_push(server, work, owner, browser, service, attach) -> None:
    page = attach()
    page.wait(b"$ ")
    server.ring("=work:0")
    page.wait(lambda c: any(event["event"] == "bell" for event in c.events))
    assert page.ask("visible", visible="no")["ok"] is False
    assert page.ask("visible", visible=False)["ok"]
    server.tmux("new-session", "-d", "-s", "play", "-n", "sh", "env PS1='$ ' sh")
    server.ring("=work:0")
    eventually(lambda: service.taken, timeout_s=10)
    told = [browser.read(body) for _, body in service.taken]
    assert ["Bell in sh"] == [one["body"] for one in told]
    # A user who mutes a session still gets the notifications of others.
    body = json.dumps({"settings": {"notify.muted": ["work"], "notify.names": False}}).encode()
    assert 200 == server.request("PATCH", "/api/settings", body, owner)[0]
    server.ring("=work:0")
    server.ring("=play:0")
    server.tmux("new-window", "-t", "=play:", "env PS1='$ ' sh")
    server.ring("=play:0")
    eventually(lambda: len(service.taken) > 1, timeout_s=10)
    assert {"WebMux"} == {browser.read(body)["title"] for _, body in service.taken[1:]}


def test_the_end_of_a_login_removes_its_subscription(server, work, owner, browser, service) -> None:
    assert 204 == server.request("POST", "/logout", b"{}", owner)[0]
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "build", "env PS1='$ ' sh")
    server.ring("=work:1")
    body = json.dumps({"token": server.token}).encode()
    headers = {"Origin": server.url, "Content-Type": "application/json"}
    told = server.request("POST", "/login", body, headers)[1]
    again = {**headers, "Cookie": told["set-cookie"].partition(";")[0]}
    other = Browser(service.origin, "other")
    assert (
        201
        == server.request(
            "POST", "/api/push/subscriptions", json.dumps(other.subscription()).encode(), again
        )[0]
    )
    server.tmux("new-session", "-d", "-s", "play", "-n", "sh", "env PS1='$ ' sh")
    server.ring("=play:0")
    eventually(lambda: service.taken, timeout_s=10)
    assert {other.path} == {headers["PATH_INFO"] for headers, _ in service.taken}


def test_an_agent_that_waits_is_pushed_once_and_withdrawn(server, work, owner, browser, service) -> None:
    """In a window that nobody views, and over a restart. The withdrawal replaces an undelivered message."""
    wants_lines = json.dumps({"settings": {"notify.lines": True}}).encode()
    assert 200 == server.request("PATCH", "/api/settings", wants_lines, owner)[0]
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "api", "bash", "-c", MENU)
    eventually(lambda: "3. No" in server.tmux("capture-pane", "-p", "-t", "=work:1"))
    pane, pid = server.tmux("display-message", "-p", "-t", "=work:1", "#{pane_id} #{pane_pid}").split()

    def read() -> list[dict]:
        return [browser.read(body) for _, body in service.taken]

    value = f"waiting:{int(time.time())}:{pid}:claude"
    server.tmux("set-option", "-p", "-t", pane, "@webmux_agent", value)
    eventually(lambda: service.taken, timeout_s=10)
    eventually((server.state_dir / "agents-notified").exists)
    server.stop()
    server.start()

    def kinds() -> list[str]:
        body = server.request("GET", "/api/agents", headers=server.bearer)[2]
        return [one["kind"] for one in json.loads(body)["agents"]]

    eventually(lambda: kinds() == ["waiting"], timeout_s=10)
    [shown] = read()
    assert [("1", "Yes"), ("3", "No")] == [(one["action"], one["title"]) for one in shown["actions"]]
    press = json.dumps({"digest": shown["digest"], "option": "1"}).encode()
    assert 200 == server.request("POST", f"/api/panes/{shown['pane']}/answer", press, owner)[0]
    eventually(lambda: len(service.taken) > 1, timeout_s=10)
    _, withdrawn = read()
    assert ("work", "claude needs you in api\nRun npm test?") == (shown["title"], shown["body"])
    assert re.fullmatch(rf"/s/work\?answer={pane[1:]}&digest=[0-9a-f]{{32}}", shown["path"])
    assert (1, 0) == (shown["count"], withdrawn["count"])
    assert (True, shown["tag"]) == (withdrawn["withdraw"], withdrawn["tag"])
    assert 1 == len({headers["HTTP_TOPIC"] for headers, _ in service.taken})
