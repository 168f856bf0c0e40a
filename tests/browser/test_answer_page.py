"""The page that a notification of an agent opens, and the buttons of the notification itself."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import expect

from tests.axe import findings
from tests.browser.test_budgets import gzip_bytes
from tests.browser.test_notify import DELIVERED, registration_of
from tests.pages import session
from tests.support import eventually

OPTION = "@webmux_agent"
MENU = r"""
stty -echo -icanon; printf '%s\n\n%s\n%s\n%s\n' 'Run npm test?' '> 1. Yes' '  2. Yes, always' '  3. No'
read -n 1 key; clear; echo "got $key"; exec cat
"""
WEIGHT_MAX_BYTES = 40 * 1024
THUMB_PX = 48


@pytest.fixture
def ask(server):
    """Starts a program that asks; returns the number of its pane."""
    session(server, "work")

    def start(script: str = MENU, kind: str = "waiting", shows: str = "3. No") -> str:
        server.tmux("respawn-pane", "-k", "-t", "=work:", "bash", "-c", script)
        pane, pid = server.tmux("display-message", "-p", "-t", "=work:", "#{pane_id} #{pane_pid}").split()
        eventually(lambda: shows in server.tmux("capture-pane", "-p", "-t", pane))
        value = f"{kind}:{int(time.time())}:{pid}:claude"
        server.tmux("set-option", "-p", "-t", pane, OPTION, value)
        return pane[1:]

    return start


def waits(server, pane: str) -> None:
    """Until the server knows that the agent waits."""

    def kinds() -> dict[str, str]:
        body = server.request("GET", "/api/agents", headers=server.bearer)[2]
        return {one["pane_id"]: one["kind"] for one in json.loads(body)["agents"]}

    eventually(lambda: kinds().get(f"%{pane}") == "waiting")


def test_a_question_is_answered_by_thumb_without_a_terminal(server, ask, open_phone):
    pane = ask()
    waits(server, pane)
    page = open_phone("/login")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{server.address}/s/work?answer={pane}")
    yes = page.get_by_role("button", name=re.compile("^1 ?Yes$"))
    yes.wait_for()
    expect(page.locator("#state")).to_contain_text("claude needs you")
    assert "Run npm test?" in page.locator("#lines").text_content()
    buttons = page.locator(".answer-option").all()
    assert 3 == len(buttons)
    height = page.viewport_size["height"]
    for button in buttons:  # in the lower half of the screen, and large enough
        box = button.bounding_box()
        assert box["y"] > height / 2, box
        assert box["height"] >= THUMB_PX, box
    sizes = {url: gzip_bytes(url) for url in set(asked) if "/static/" in url and not url.endswith(".png")}
    listed = "\n".join(f"{size} {url}" for url, size in sizes.items())
    assert not [url for url in asked if "xterm" in url], listed
    assert sum(sizes.values()) <= WEIGHT_MAX_BYTES, listed
    assert [] == findings(page)
    yes.click()
    expect(page.locator("#state")).to_contain_text("Sent: Yes")
    eventually(lambda: "got 1" in server.tmux("capture-pane", "-p", "-t", f"%{pane}"))


def test_the_server_knows_that_the_question_is_visible(server, ask, open_phone):
    """Then it does not repeat the notification."""
    pane = ask()
    waits(server, pane)
    page = open_phone("/login")
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    page.goto(f"{server.address}/s/work?answer={pane}")
    page.get_by_role("button", name=re.compile("^1 ?Yes$")).wait_for()

    def reports() -> list[bool]:
        found = [json.loads(text) for text in sent if "show-question" in text]
        assert {f"%{pane}"} >= {one["paneId"] for one in found}
        return [one["visible"] for one in found]

    eventually(lambda: page.wait_for_timeout(50) or reports()[-1:] == [True])
    page.evaluate(
        """Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"))"""
    )
    eventually(lambda: page.wait_for_timeout(50) or reports()[-1:] == [False])
    assert not [text for text in sent if "unsupported" in text]


def test_a_question_that_has_moved_on_says_so_and_shows_the_present_one(server, ask, open_phone):
    pane = ask()
    waits(server, pane)
    page = open_phone(f"/s/work?answer={pane}&digest={'0' * 32}")
    expect(page.locator("#state")).to_contain_text("It has moved on")
    page.get_by_role("button", name=re.compile("Yes$")).wait_for()
    ask("printf 'All done\\n'; exec cat", "done", "All done")
    expect(page.locator("#state")).to_contain_text("claude does not wait for an answer any more")
    expect(page.locator("#lines")).to_contain_text("All done")
    expect(page.locator(".answer-option")).to_have_count(0)
    page.get_by_role("link", name="Open the terminal").click()
    page.wait_for_url(re.compile("/s/work"))
    page.locator("#terminal").wait_for(state="attached")


def test_a_question_without_a_menu_takes_text(server, ask, open_phone):
    pane = ask("echo 'Which port?'; exec cat", shows="Which port?")
    waits(server, pane)
    page = open_phone(f"/s/work?answer={pane}")
    page.get_by_label("Your answer").fill("8080 $(id)")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#state")).to_contain_text("Sent.")
    eventually(lambda: "8080 $(id)" in server.tmux("capture-pane", "-p", "-t", f"%{pane}"))


ACT = """async (action) => {
  self.clients.openWindow = async (url) => { self.__opened = url; };
  const [notification] = await self.registration.getNotifications({ tag: 'webmux:%PANE' });
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action }));
}"""


def test_the_buttons_of_a_notification_answer_what_it_shows(server, ask, open_page):
    """As if by a push service. The worker says so if nothing was sent, and a withdrawal closes it."""
    pane = ask()
    waits(server, pane)
    body = server.request("GET", f"/api/panes/{pane}/question", headers=server.bearer)[2]
    path = f"/s/work?answer={pane}"
    message = {"title": "work", "body": "Run npm test?", "tag": f"webmux:%{pane}", "path": path, "window": ""}
    question = {"episode": "1", "again": False, "pane": pane, "digest": json.loads(body)["digest"]}
    question["actions"] = [{"action": "1", "title": "Yes"}, {"action": "3", "title": "No"}]
    home = open_page("/")
    home.context.grant_permissions(["notifications"], origin=server.url)
    home.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    devtools, registration_id = registration_of(home)
    [worker] = home.context.service_workers

    def push(**fields: object) -> None:
        told = {"origin": server.url, "registrationId": registration_id, "data": json.dumps(fields)}
        devtools.send("ServiceWorker.deliverPushMessage", told)

    def shown() -> list[str]:
        return [one["body"] for one in home.evaluate(DELIVERED)]

    def press(action: str) -> None:
        eventually(lambda: "Run npm test?" in shown(), every_s=0.05)
        worker.evaluate(ACT.replace("PANE", pane), action)

    push(**message, **{**question, "digest": "0" * 32})
    press("1")
    eventually(lambda: [text for text in shown() if text.startswith("It has moved on")], every_s=0.05)
    push(**message, **question)
    press("")
    eventually(lambda: worker.evaluate("self.__opened") == server.address + path, every_s=0.05)
    push(**message, **question)
    eventually(lambda: "Run npm test?" in shown(), every_s=0.05)
    push(**message, withdraw=True)
    eventually(lambda: "Run npm test?" not in shown(), every_s=0.05)
    assert "got" not in server.tmux("capture-pane", "-p", "-t", f"%{pane}")
    push(**message, **question)
    press("1")
    eventually(lambda: "got 1" in server.tmux("capture-pane", "-p", "-t", f"%{pane}"))
