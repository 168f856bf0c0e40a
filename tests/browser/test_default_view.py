"""The view in which a session opens: by the user's setting, in every browser."""

from __future__ import annotations

import pytest

from tests.pages import READY, saved_settings, session
from tests.support import eventually


def opened(page, view: str):
    page.wait_for_function(f"() => document.querySelector('#terminal')?.dataset.view === '{view}'")
    page.wait_for_function(READY)


@pytest.mark.attached_view("it chooses the view itself")
def test_sessions_open_in_the_view_that_the_user_chose(open_page, server):
    """Everywhere, until an address names the other view. The key to the other view leaves the setting."""
    session(server, "work")
    page = open_page("/settings")
    page.get_by_label("Native panes", exact=True).check()
    eventually(lambda: saved_settings(page).get("session.view") == "panes", every_s=0.05)
    page.goto(server.address + "/")
    page.locator('a[href="/s/work"]').first.click()
    opened(page, "panes")
    page.keyboard.press("Alt+Shift+V")
    opened(page, "terminal")
    assert "?view=terminal" == page.evaluate("location.search")
    page.reload()
    opened(page, "terminal")
    page.keyboard.press("Alt+Shift+V")
    opened(page, "panes")
    assert "panes" == saved_settings(page)["session.view"]
