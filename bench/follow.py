"""From what the tmux command line does to its tab or its card on the page, in Chromium."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from bench.rows import Row, milliseconds, percentiles
from bench.stage import Stage
from tests import pages

WINDOWS = 30
SESSIONS = 20
REACH_S = 0.25
CARDS_REACH_S = 1.0

WATCH = """() => {
  const list = document.querySelector('#tabs');
  window.__tabs = {};
  new MutationObserver(() => {
    const now = performance.timeOrigin + performance.now();
    const names = [...list.querySelectorAll('.tab-text')].map((tab) => tab.textContent.split(': ')[1]);
    for (const name of names) window.__tabs[name] ??= now;
  }).observe(list, { childList: true, subtree: true, characterData: true });
}"""

WATCH_CARDS = """() => {
  const list = document.querySelector('#cards');
  window.__came = {};
  window.__went = {};
  let before = new Set();
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    const names = new Set([...list.querySelectorAll('.card-link')].map((link) => link.textContent));
    for (const name of names) window.__came[name] ??= now;
    for (const name of before) if (!names.has(name)) window.__went[name] ??= now;
    before = names;
  };
  new MutationObserver(look).observe(list, { childList: true, subtree: true, characterData: true });
}"""


def measure() -> list[Row]:
    return [_windows_row(), _cards_row()]


def _cards_row() -> Row:
    """A session made, given another name, and killed."""
    with Stage() as stage, pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        page = context.pages[0]
        page.locator("#cards .card-link").first.wait_for()
        page.wait_for_timeout(2000)
        page.evaluate(WATCH_CARDS)
        took: list[float] = []
        for number in range(SESSIONS):
            old, new = f"s{number}", f"renamed{number}"
            took.append(_time_to_change(stage, page, ("new-session", "-d", "-s", old, "cat"), "__came", old))
            took.append(_time_to_change(stage, page, ("rename-session", "-t", f"={old}", new), "__came", new))
            took.append(_time_to_change(stage, page, ("kill-session", "-t", f"={new}"), "__went", new))
        context.close()
    cuts = percentiles(took)
    what = "follow: session made, renamed, killed by the tmux command line to its card, p50/p95/p99"
    return Row(what, "-", milliseconds(cuts), "p99 <= 1 s", cuts["p99"] <= CARDS_REACH_S)


def _time_to_change(stage: Stage, page: Page, command: tuple[str, ...], where: str, name: str) -> float:
    """From before the command starts to the change of the page."""
    began = time.time()
    stage.server.tmux(*command)
    page.wait_for_function("([where, name]) => window[where][name] !== undefined", arg=[where, name])
    shown: float = page.evaluate("([where, name]) => window[where][name]", [where, name])
    page.wait_for_timeout(100)
    return shown / 1000 - began


def _windows_row() -> Row:
    with Stage() as stage, pages.chromium() as browser:
        context = pages.logged_in(browser, stage.server)
        session = stage.session("follow", "cat")
        page = context.new_page()
        page.goto(f"{stage.server.url}/s/{session}")
        page.wait_for_function("() => document.querySelectorAll('#tabs .tab').length === 1")
        page.wait_for_timeout(2000)
        page.evaluate(WATCH)
        took = [_window(stage, page, session, f"w{number}") for number in range(WINDOWS)]
        context.close()
    cuts = percentiles(took)
    reached = cuts["p95"] <= REACH_S
    what = "follow: window made by the tmux command line to its tab, p50/p95/p99"
    return Row(what, "-", milliseconds(cuts), "p95 <= 250 ms", reached)


def _window(stage: Stage, page: Page, session: str, name: str) -> float:
    """From before the command starts: its process, 2 ms and more, is in it."""
    began = time.time()
    stage.server.tmux("new-window", "-d", "-t", f"={session}:", "-n", name, "cat")
    page.wait_for_function("(name) => window.__tabs[name] !== undefined", arg=name)
    shown: float = page.evaluate("(name) => window.__tabs[name]", name)
    page.wait_for_timeout(100)
    return shown / 1000 - began
