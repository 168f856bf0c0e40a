"""A real agent asks, its options are tapped in Chromium, and it goes on."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from tests import pages
from tests.agents import test_claude
from tests.agents.lab import Lab
from tests.server import Server
from tests.support import eventually

pytestmark = pytest.mark.timeout_s(150)  # the program is a quarter of a gigabyte, and starts slowly


def test_claude_goes_on_after_a_tap_in_the_inbox(lab: Lab, server: Server) -> None:
    """The buttons are the options of its menu; the file is made only after one tap on Yes."""
    lab.model.answers.append([test_claude.run("touch made-by-agent")])
    test_claude.start(lab)
    lab.ask("make a file")
    made = lab.project / "made-by-agent"
    with pages.chromium() as browser:
        context = pages.logged_in(browser, server, pages.phone(390, 844))
        page = context.new_page()
        page.goto(server.address + "/inbox")
        options = page.locator(".question-option span")
        expect(options.first).to_have_text("Yes", timeout=60_000)
        assert options.all_inner_texts() == [label for _, label in lab.options()]
        assert not made.exists()
        yes = page.get_by_role("button", name="Yes", exact=True)
        toast = page.locator(".toast", has_text="Sent: Yes")

        def sent() -> bool:
            """Options that have just changed take no tap. They can go away while a tap waits."""
            with suppress(PlaywrightTimeout):
                yes.tap(timeout=1000)
                toast.wait_for(timeout=1000)
            return toast.count() > 0

        eventually(sent, 30)
        lab.until("done")
        expect(page.get_by_role("heading", name="No agent waits for you")).to_be_visible(timeout=10_000)
        context.close()
    assert made.exists()
