"""What a phone loads first, and in which order: nothing here measures time."""

from __future__ import annotations

import re

import pytest

from tests import pages
from tests.browser.conftest import uncomplaining
from tests.pages import screen, session
from tests.support import eventually

QUESTION = "Continue? [y/n]"
UNTIL_READABLE_MAX = 10
"""Requests: the page, its styles, five modules, the theme, the icon, and one in hand."""
CELLS = """() => ({ cols: window.__term.cols, rows: window.__term.rows })"""
READ_ONLY = "() => document.querySelector('.xterm-helper-textarea').readOnly"


@pytest.fixture
def open_cold_phone(chromium, server):
    device = {**pages.phone(390, 844), "service_workers": "block"}
    with uncomplaining(pages.logged_in(chromium, server, device), server) as make:
        yield make


def shows(page, text: str) -> bool:
    return page.evaluate("() => window.__term !== undefined") and any(text in line for line in screen(page))


def held_back(page, pattern: str) -> list:
    """Files of that name wait here until somebody has them go on."""
    waiting: list = []
    page.route(re.compile(pattern), lambda route, _: waiting.append(route))
    return waiting


def test_a_phone_connects_while_the_terminal_is_still_loading(server, open_cold_phone):
    """One connection, opened at once; nothing that can wait is asked for before the first screen."""
    session(server, "cold", f"printf {QUESTION!r}; exec cat")
    page = open_cold_phone("/login")
    asked: list[str] = []
    sockets: list[str] = []
    frames: list[bytes] = []
    page.on("request", lambda one: asked.append(one.url))

    def opened(socket):
        sockets.append(socket.url)
        socket.on("framereceived", lambda frame: frames.append(bytes(frame)))

    page.on("websocket", opened)
    waiting = held_back(page, r"/(xterm|features)-\w+\.js$")
    page.goto(server.address + "/s/cold", wait_until="commit")

    # Asking the page also lets Playwright report requests and frames.
    def no_terminal():
        return page.evaluate("() => window.__term === undefined")

    eventually(lambda: no_terminal() and QUESTION.encode() in b"".join(frames) and waiting, every_s=0.05)
    waiting.pop(0).continue_()
    eventually(lambda: shows(page, QUESTION), every_s=0.05)
    eventually(lambda: not no_terminal() and waiting, every_s=0.05)
    start, end = asked.index(server.address + "/s/cold"), asked.index(waiting[0].request.url)
    first = [url for url in asked[start:end] if not re.search("/touch|/compose", url)]
    module_of_panes = pages.VIEW == "panes"
    assert len(first) <= UNTIL_READABLE_MAX + module_of_panes, first
    assert not [url for url in first if re.search(r"rail|files|drawer|overlays|/api/", url)]

    # The soft keyboard stays away until its text can be taken as it comes; other keys need not wait.
    assert page.evaluate(READ_ONLY)
    page.keyboard.press("y")
    eventually(lambda: shows(page, f"{QUESTION}y"), every_s=0.05)
    waiting.pop(0).continue_()
    eventually(lambda: not page.evaluate(READ_ONLY), every_s=0.05)
    page.keyboard.insert_text("hello there")
    eventually(lambda: shows(page, f"{QUESTION}yhello there"), every_s=0.05)
    assert 1 == len(sockets)


def test_the_size_is_known_before_there_is_a_terminal(server, open_page, work):
    """A browser that guessed wrong would have the session resized twice."""
    page = open_page("/login")
    sockets: list[str] = []
    page.on("websocket", lambda one: sockets.append(one.url))
    page.goto(server.address + "/s/work")
    eventually(lambda: page.evaluate("() => window.__term !== undefined"), every_s=0.05)
    cells = page.evaluate(CELLS)
    [own] = [url for url in sockets if "/ws/optimized" in url]
    assert f"&cols={cells['cols']}&rows={cells['rows']}&" in own
