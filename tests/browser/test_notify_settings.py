"""Notifications in the settings: each state says what to do, and a test goes all the way round."""

from __future__ import annotations

import json

import pytest

from tests.browser.test_notify import HIDE, STUB, registration_of
from tests.pages import saved_settings
from tests.push_service import HOST, Browser, push_service
from tests.support import eventually

MOUNT = """async () => {
  const of = (path) => import(`/static/js/${path}`);
  const [{ Api }, { pageSettings }, { mountNotifySettings }] =
    await Promise.all(
      ['net/api.js', 'net/user-settings.js', 'features/notifications/notify-settings.js'].map(of));
  const api = new Api();
  window.__settings = pageSettings(api);
  await mountNotifySettings(document.querySelector('main'), { api, settings: window.__settings });
}"""
SUBSCRIBED = """(subscription) => {
  let held = null;
  const unsubscribe = async () => { held = null; return true; };
  const made = { options: {}, toJSON: () => subscription, unsubscribe };
  PushManager.prototype.getSubscription = async () => held;
  PushManager.prototype.subscribe = async () => { held = made; return made; };
}"""
INSECURE = "Object.defineProperty(window, 'isSecureContext', { value: false });"


@pytest.fixture
def service():
    with push_service() as running:
        yield running


@pytest.fixture
def server(start_server):
    return start_server("--push-hosts", HOST)


@pytest.fixture
def settings_page(server, open_page):
    """The section, on a page where the browser's part is pretended."""

    def make(*scripts: str):
        page = open_page("/login")
        for script in (STUB, *scripts):
            page.add_init_script(script)
        page.goto(server.address + "/account")
        page.evaluate(MOUNT)
        return page

    return make


@pytest.mark.parametrize(
    ("script", "state", "reason"),
    [
        ("Notification.permission = 'denied';", "blocked in this browser", "icon at the left of the address"),
        (INSECURE, "do not work here", "https"),
    ],
    ids=["denied", "plain http"],
)
def test_what_is_not_possible_says_why(script: str, state: str, reason: str, settings_page):
    page = settings_page(script)
    assert state in page.locator(".notify-state").inner_text()
    assert reason in page.locator(".notify-box .hint").inner_text()
    assert page.get_by_role("button", name="Send a test").is_disabled()
    assert page.get_by_role("switch", name="Also when no WebMux tab is open").is_disabled()
    assert not page.get_by_role("button", name="Allow notifications").is_visible()


def test_allowing_choosing_and_hearing_again(settings_page):
    page = settings_page("Notification.permission = 'default';")
    assert 0 == page.evaluate("() => Notification.asked")
    page.get_by_role("button", name="Allow notifications").click()
    page.get_by_text("Notifications are allowed in this browser.").wait_for()
    page.get_by_role("button", name="Send a test").click()
    page.get_by_text("Sent.").wait_for()
    assert "Notifications work." == page.evaluate("() => window.__shown[0].body")
    page.get_by_role("switch", name="Bells").uncheck()
    page.evaluate("() => window.__settings.set('notify.muted', ['a', 'b'])")
    page.get_by_role("button", name="Unmute: a").click()
    page.get_by_role("button", name="Unmute: a").wait_for(state="detached")
    eventually(lambda: saved_settings(page).get("notify.muted") == ["b"], every_s=0.05)
    page.reload()
    page.evaluate(MOUNT)
    assert not page.get_by_role("switch", name="Bells").is_checked()
    assert page.get_by_role("switch", name="Names in notifications").is_checked()
    assert ["b"] == page.evaluate("() => window.__settings.get('notify.muted')")


def test_a_push_goes_all_the_way_round(server, settings_page, service):
    """Subscribed at the test's push service; what that gets is handed to the browser, and the page hears."""
    page = settings_page()
    page.context.grant_permissions(["notifications"], origin=server.url)
    browser = Browser(service.origin)
    page.evaluate(SUBSCRIBED, browser.subscription())
    switch = page.get_by_role("switch", name="Also when no WebMux tab is open")
    switch.check()
    page.get_by_role("button", name="Remove: This browser").wait_for()
    devtools, registration_id = registration_of(page)
    page.get_by_role("button", name="Send a test").click()
    eventually(lambda: page.evaluate("() => 1") and service.taken, every_s=0.05)
    text = json.dumps(browser.read(service.taken[0][1]))
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": server.url, "registrationId": registration_id, "data": text},
    )
    page.get_by_text("It arrived").wait_for()
    service.status = "410 Gone"
    page.get_by_role("button", name="Send a test").click()
    page.get_by_text("the push service answered 410").wait_for()
    page.evaluate(HIDE, False)  # somebody comes back from elsewhere
    switch.uncheck()
    page.get_by_role("button", name="Remove: This browser").wait_for(state="detached")
    assert not switch.is_checked()
