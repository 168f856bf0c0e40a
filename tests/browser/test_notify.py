"""What a hidden page tells, once for a browser, and what is there where the server is not."""

from __future__ import annotations

import json
import os
import time

import pytest

from tests.hidden import HIDE, STUB
from tests.pages import SHELL, session, wait_screen
from tests.support import eventually

COLLECT_MS = 2000
"""Bells are collected for so long, then it is decided who tells of them."""
ICON = "() => document.querySelector('link[rel=icon]').getAttribute('href')"


@pytest.fixture
def open_tab(open_page):
    """Tabs of one browser whose notifications are written down, not shown; their clocks can be put forward.

    `__decided` has what became of each wish to tell of something: whether it was told.
    """

    def make(path: str):
        page = open_page("/login")
        page.add_init_script(STUB)
        page.clock.install()
        page.goto(page.url.removesuffix("/login") + path)
        return page

    return make


@pytest.fixture
def tab(server, open_tab):
    """A tab with the session `work`, ready with everything."""
    session(server, "work")

    def make(name: str = "work"):
        page = open_tab(f"/s/{name}")
        wait_screen(page, "$ ")
        page.wait_for_selector("#terminal[data-features=ready]", state="attached")
        return page

    return make


def shown(page) -> list[dict]:
    return page.evaluate("() => window.__shown")


def heard_ringing(page, server, target: str = "=work:") -> None:
    """Ring, and wait until the page has taken it: what counts and collects bells has heard it by then."""
    page.evaluate("() => { document.querySelector('#live').textContent = ''; }")
    server.ring(target)
    eventually(lambda: page.locator("#live").text_content() == "Bell.", every_s=0.05)


def test_a_hidden_page_tells_once_and_counts(server, tab):
    """Of two tabs with a session one tells; a visible one keeps both quiet; looking clears the counts."""
    first, second = tab(), tab()
    plain = first.evaluate(ICON)
    first.evaluate(HIDE, True)
    server.ring("=work:")
    eventually(lambda: first.title().startswith("(1) "), every_s=0.05)
    eventually(lambda: first.evaluate(ICON).startswith("data:image/svg+xml"), every_s=0.05)
    first.clock.fast_forward(COLLECT_MS)
    eventually(lambda: first.evaluate("() => window.__decided") == [False], every_s=0.05)
    assert [] == shown(first) == shown(second)  # somebody looks at the other
    assert second.title() == "work · WebMux"
    second.evaluate(HIDE, True)
    server.ring("=work:")
    eventually(lambda: first.title().startswith("(2) ") and second.title().startswith("(1) "), every_s=0.05)
    first.clock.fast_forward(COLLECT_MS)  # in both: the one that is not to tell has decided when this returns
    told = eventually(lambda: shown(first) + shown(second), every_s=0.05)
    assert [("work", "Bell in sh", "webmux:$0")] == [(one["title"], one["body"], one["tag"]) for one in told]
    first.evaluate(HIDE, False)
    eventually(lambda: first.evaluate(ICON) == plain, every_s=0.05)
    assert "work · WebMux" == first.title()


def test_a_bell_that_repeats_names_its_window_again(server, tab):
    """tmux marks the window at the first one alone, and another window is visible."""
    page = tab()
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "build", SHELL)
    page.locator("#tabs .tab").nth(1).wait_for()
    page.evaluate(HIDE, True)
    for number in (1, 2):
        server.ring("=work:1")
        eventually(lambda: len(shown(page)) == number, timeout_s=10, every_s=0.05)  # noqa: B023
        assert ("Bell in build", True) == (shown(page)[-1]["body"], shown(page)[-1].get("renotify"))
    assert page.title().startswith("(2) ")


def test_a_muted_session_is_quiet_until_it_is_heard_again(server, tab):
    page = tab()
    page.get_by_role("button", name="Mute this session").click()
    page.get_by_role("button", name="Unmute this session").wait_for()
    page.evaluate(HIDE, True)
    heard_ringing(page, server)
    server.tmux("rename-session", "-t", "=work", "play")
    eventually(lambda: page.title() == "play · WebMux", every_s=0.05)
    heard_ringing(page, server, "=play:")
    page.clock.fast_forward(COLLECT_MS)
    assert ("play · WebMux", [], []) == (page.title(), shown(page), page.evaluate("() => window.__decided"))
    page.evaluate(HIDE, False)
    page.get_by_role("button", name="Unmute this session").click()
    page.get_by_role("button", name="Mute this session", exact=True).wait_for()
    page.evaluate(HIDE, True)
    server.ring("=play:")
    eventually(lambda: shown(page), every_s=0.05)
    assert "(1) play · WebMux" == page.title()


@pytest.mark.both_views
def test_a_program_that_says_something_is_heard(server, tab):
    """Wrapped for tmux it arrives; a user who views the page sees it there, another is notified."""
    server.tmux("set-option", "-g", "allow-passthrough", "on")
    page = tab()
    page.keyboard.type("printf '\\033Ptmux;\\033\\033]777;notify;CI;seen\\007\\033\\\\'\r")
    page.locator(".toast").get_by_text("CI: seen").wait_for()
    page.evaluate(HIDE, True)
    page.keyboard.type("printf '\\033Ptmux;\\033\\033]9;All gr\\303\\274n\\007\\033\\\\'\r")
    [told] = eventually(lambda: shown(page), every_s=0.05)
    assert ("work", "All grün") == (told["title"], told["body"])


def test_permission_is_asked_by_a_click_only(server, tab, open_tab):
    page = tab()
    page.add_init_script("window.Notification.permission = 'default';")
    page.reload()
    wait_screen(page, "$ ")
    button = page.get_by_role("button", name="Notify me when this page is hidden")
    button.wait_for()
    page.evaluate(HIDE, True)
    server.ring("=work:")
    eventually(lambda: page.title().startswith("(1) "), every_s=0.05)
    page.evaluate(HIDE, False)
    assert (0, []) == (page.evaluate("() => Notification.asked"), shown(page))
    button.click()
    page.get_by_role("button", name="Mute this session", exact=True).wait_for()
    assert 1 == page.evaluate("() => Notification.asked")


def test_the_list_counts_and_tells_of_sessions_that_no_tab_has(server, open_tab):
    session(server, "work")
    home = open_tab("/")
    home.context.pages[0].close()  # the one that logged in shows the list as well
    home.locator("#cards .card-link").first.wait_for()
    home.evaluate(HIDE, True)
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "build", SHELL)
    server.ring("=work:1")
    [told] = eventually(lambda: shown(home), timeout_s=10, every_s=0.05)
    assert ("work", "webmux:$0") == (told["title"], told["tag"])
    assert home.title().startswith("(1) ")
    eventually(lambda: home.evaluate(ICON).startswith("data:image/svg+xml"), every_s=0.05)


def test_an_agent_that_waits_is_told_of_once_by_all_tabs(server, tab, open_tab):
    """By one of two hidden tabs, whichever session they show; it closes when the agent goes on."""
    server.tmux("new-session", "-d", "-s", "far", "-x", "80", "-y", "24", SHELL)

    def say(kind: str) -> None:
        value = f"{kind}:{int(time.time())}:{os.getpid()}:claude"
        server.tmux("set-option", "-p", "-t", "=far:", "@webmux_agent", value)

    page, home = tab(), open_tab("/")
    home.locator("#cards .card-link").first.wait_for()
    for one in (home, page):
        one.evaluate(HIDE, True)
    say("waiting")
    eventually(lambda: home.title().startswith("(1) ") and page.title().startswith("(1) "), every_s=0.05)
    for one in (home, page):
        one.clock.fast_forward(COLLECT_MS)
    [told] = eventually(lambda: shown(home) + shown(page), every_s=0.05)
    assert ("far", "claude needs you") == (told["title"], told["body"])
    for one in (home, page):
        eventually(lambda one=one: one.evaluate("() => window.__decided.length") > 0, every_s=0.05)
    assert 1 == len(shown(home) + shown(page))
    say("working")
    eventually(lambda: not home.title().startswith("("), every_s=0.05)


def test_the_app_says_so_where_the_server_cannot_be_reached(server, work, open_page):
    """The worker takes over at once, keeps its one page and nothing else; the manifest is one."""
    page = open_page("/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    kept = page.evaluate(
        "async () => { const all = []; for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys()) all.push(one.url); return all; }"
    )
    assert [f"{server.address}/offline"] == kept
    problems = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert [] == problems["errors"]
    assert '"standalone"' in problems["data"]
    page.context.set_offline(True)
    page.goto(server.address + "/s/work")
    page.get_by_role("heading", name="WebMux cannot be reached").wait_for()
    assert page.url == server.address + "/s/work"
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("heading", name="WebMux cannot be reached").wait_for()
    page.context.set_offline(False)  # it goes on by itself
    page.locator("#terminal").wait_for()
    wait_screen(page, "$ ")


DELIVERED = """() => navigator.serviceWorker.ready.then((one) => one.getNotifications())
  .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, ...data })))"""
CLICK = """async () => {
  const registration = self.registration;
  const [notification] = await registration.getNotifications();
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
}"""


def registration_of(page) -> tuple[object, str]:
    """The developer tools of a page, and what they call its service worker's registration."""
    devtools = page.context.new_cdp_session(page)
    registered: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    eventually(lambda: page.evaluate("() => 1") and registered, every_s=0.05)
    return devtools, registered[0]


def test_what_is_pushed_is_shown_and_leads_to_its_window(server, tab, open_page):
    """As if by a push service; a second message of the session takes the place of the first."""
    home = open_page("/")
    home.context.grant_permissions(["notifications"], origin=server.url)
    home.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page = tab()
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "other", SHELL)
    devtools, registration_id = registration_of(home)

    def push(text: str) -> None:
        told = {"origin": server.url, "registrationId": registration_id, "data": text}
        devtools.send("ServiceWorker.deliverPushMessage", told)

    message = {"title": "work", "body": "Bell", "tag": "webmux:$0", "path": "/s/work", "window": "@1"}
    push(json.dumps(message))
    push(json.dumps({**message, "body": "Bell in other"}))
    wanted = {**message, "body": "Bell in other"}
    eventually(lambda: home.evaluate(DELIVERED) == [wanted], every_s=0.05)
    [worker] = home.context.service_workers
    worker.evaluate(CLICK)
    page.locator("#tabs .is-current", has_text="other").wait_for()
    eventually(lambda: home.evaluate(DELIVERED) == [], every_s=0.05)
    push("no JSON")
    eventually(lambda: [one["title"] for one in home.evaluate(DELIVERED)] == ["WebMux"], 10, 0.05)


def test_shortcuts_of_the_app(server, work, open_page):
    page = open_page("/s/work")
    wait_screen(page, "$ ")
    page.wait_for_selector("#terminal[data-features=ready]", state="attached")
    page.goto(server.address + "/?open=new")
    page.get_by_role("dialog").wait_for()
    assert page.url == server.address + "/"
    page.goto(server.address + "/?open=last")
    page.wait_for_url("**/s/work")
