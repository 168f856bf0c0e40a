"""One Chromium for all browser tests, and pages that must not complain."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from tests import pages
from tests.server import ROOT


@pytest.fixture(scope="session", autouse=True)
def _packed():
    """Pages of packed modules, as set-up leaves them; at once, unless a module was edited since."""
    subprocess.run([sys.executable, "scripts/pack.py"], cwd=ROOT, check=False)


def pytest_generate_tests(metafunc):
    """Run what has to hold in both views in both, unless the environment names one."""
    if "WEBMUX_TEST_VIEW" not in os.environ and metafunc.definition.get_closest_marker("both_views"):
        metafunc.parametrize("view", ["terminal", "panes"], indirect=True)


@pytest.fixture(autouse=True)
def view(request, monkeypatch):
    """The view of session pages in this test."""
    monkeypatch.setattr(pages, "VIEW", getattr(request, "param", pages.VIEW))
    marker = request.node.get_closest_marker("attached_view")
    if marker and pages.VIEW != "terminal":
        pytest.skip(f"not in view={pages.VIEW}: {marker.args[0]}")
    return pages.VIEW


@pytest.fixture(scope="session")
def chromium():
    with pages.chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _nobody_stays(chromium):
    """A page that a test left open, as when it failed, would own the size of the next one's session."""
    before = chromium.contexts
    yield
    for context in chromium.contexts:
        if context not in before:
            context.close()


@pytest.fixture(autouse=True)
def _no_settings_stay(request):
    """What a test chose would be in the way of the next one: the server is everybody's."""
    uses_shared = "server" in request.fixturenames and not request.node.get_closest_marker("own_server")
    server = request.getfixturevalue("server") if uses_shared else None
    yield
    if server is None:
        return
    headers = {**server.bearer, "Content-Type": "application/json"}
    chosen = json.loads(server.request("GET", "/api/settings", headers=headers)[2])["settings"]
    if chosen:
        body = json.dumps({"settings": dict.fromkeys(chosen)}).encode()
        assert server.request("PATCH", "/api/settings", body, headers)[0] == 200


@pytest.fixture
def open_page(chromium, server):
    """Pages of one logged-in browser; none may complain, break the policy or ask elsewhere."""
    with uncomplaining(pages.logged_in(chromium, server), server) as make:
        yield make


@pytest.fixture
def open_page_without_worker(chromium, server):
    """As `open_page`, for `page.route`: of a page that a worker controls, Playwright sees no requests."""
    device = {**pages.DESKTOP, "service_workers": "block"}
    with uncomplaining(pages.logged_in(chromium, server, device), server) as make:
        yield make


@pytest.fixture
def open_phone(chromium, server):
    """As `open_page`, of a phone of 390x844."""
    with uncomplaining(pages.logged_in(chromium, server, pages.phone(390, 844)), server) as make:
        yield make


@pytest.fixture
def chromium_with(chromium):
    """Starts a Chromium with more arguments."""
    browsers = []

    def start(*arguments: str):
        browsers.append(pages.launched(chromium.browser_type, *arguments))
        return browsers[-1]

    yield start
    for browser in browsers:
        browser.close()


@contextmanager
def uncomplaining(context, server):
    complaints: list[str] = []
    context.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: complaints.append(str(e.error)))
    context.on(
        "request",
        lambda r: None if r.url.startswith((server.url, "blob:", "data:")) else complaints.append(r.url),
    )

    def make(path: str = "/") -> Page:
        page = context.new_page()
        page.goto(server.address + path)
        return page

    make.complaints = complaints
    yield make
    context.close()
    # The last is the service worker's, of a certificate that only this test trusts.
    known = ("WebSocket", "Failed to load", "SSL certificate error")
    unexpected = [text for text in complaints if not any(words in text for words in known)]
    assert not unexpected
