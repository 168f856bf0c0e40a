"""One Chromium for all browser tests, and pages that must not complain."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import pages


@pytest.fixture(scope="session")
def chromium():
    with pages.chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium, server):
    """Pages of one logged-in browser; none may complain, break the policy or ask elsewhere."""
    context = pages.logged_in(chromium, server)
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
    unexpected = [text for text in complaints if "WebSocket" not in text and "Failed to load" not in text]
    assert not unexpected
