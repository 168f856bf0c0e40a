"""Windows and panes from the page in a real browser: tabs, keys, and the address that names a window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages import SHELL, screen, session, terminal, wait_screen, window, windows
from tests.support import eventually


def panes(server, what: str = "#{pane_id}") -> list[str]:
    return server.tmux("list-panes", "-t", "=work:0", "-F", what).splitlines()


def tabs(page: Page) -> list[str]:
    return page.locator("#tabs .tab-text").all_inner_texts()


def tab(page: Page, name: str):
    return page.locator("#tabs .tab").filter(has_text=name)


def test_tabs_follow_tmux(open_page, server):
    """Made, renamed, selected and killed by the tmux command line."""
    page = terminal(open_page, server)
    window(server, "logs")
    eventually(lambda: tabs(page) == windows(server) and len(tabs(page)) == 2)
    server.tmux("rename-window", "-t", "=work:1", "news")
    eventually(lambda: tabs(page)[1] == "1: news")
    server.tmux("select-window", "-t", "=work:1")
    expect(tab(page, "news").locator(".tab-main")).to_have_attribute("aria-current", "true")
    server.ring("=work:0")
    expect(page.locator("#tabs .tab").first.locator(".tab-badge.is-bell")).to_be_visible()
    page.locator("#tabs .tab-main").first.click()
    eventually(lambda: windows(server, "#{window_active}") == ["1", "0"])
    expect(page.locator(".tab-badge.is-bell")).to_have_count(0)
    page.keyboard.type("echo ty''ped\r")
    wait_screen(page, "typed")
    server.tmux("kill-window", "-t", "=work:1")
    eventually(lambda: len(tabs(page)) == 1)


@pytest.mark.attached_view("the client of this view never switches to another session")
def test_the_page_follows_tmux_to_another_session(open_page, server):
    """By prefix s, `)`, or the end of the one before: what one does is for the session that one sees."""
    page = terminal(open_page, server)
    server.tmux("new-session", "-d", "-s", "other", "-n", "there", "env PS1='$ ' sh")
    server.tmux("new-window", "-d", "-t", "=other:", "-n", "more", "env PS1='$ ' sh")
    listed = server.tmux("list-clients", "-F", "#{client_control_mode} #{client_tty}").splitlines()
    [tty] = [line[2:] for line in listed if line.startswith("0 ")]
    server.tmux("switch-client", "-c", tty, "-t", "=other")
    expect(page.locator("#name")).to_have_text("other")
    expect(page.locator(".toast")).to_contain_text("This page now shows “other”")
    eventually(lambda: tabs(page) == ["0: there", "1: more"])
    assert "/s/other?window=@1" in page.url
    assert page.title().startswith("other")
    page.get_by_role("button", name="New window").click()
    eventually(lambda: len(windows(server, session="other")) == 3 and len(tabs(page)) == 3)
    assert len(windows(server)) == 1
    page.reload()
    expect(page.locator("#name")).to_have_text("other")
    eventually(lambda: len(tabs(page)) == 3)


def test_titles_and_zoom_are_seen(open_page, server, view):
    """What a program calls its pane: on the page, its tab and its card; the name of the host is no title."""
    page = terminal(open_page, server)
    assert page.title() == "work · WebMux"
    page.keyboard.type("printf '\\033]2;%s\\007' '* Fix the login'\r")
    eventually(lambda: page.title() == "Fix the login · work · WebMux", timeout_s=10)
    expect(page.locator("#window-title")).to_have_text("Fix the login")
    assert "Fix the login" in page.locator("#tabs .tab-main").first.get_attribute("title")
    home = open_page("/")
    expect(home.locator(".card-where").first).to_contain_text("Fix the login")
    home.close()
    page.bring_to_front()
    server.tmux("split-window", "-d", "-t", "=work:", SHELL)
    server.tmux("resize-pane", "-Z", "-t", "=work:")
    expect(page.locator("#tabs .tab-badge.is-zoomed")).to_have_text("Z (zoomed)")
    if view == "terminal":  # tmux sets titles of terminals only
        server.tmux("set-option", "-g", "set-titles-string", "tmux says #S")
        server.tmux("set-option", "-g", "set-titles", "on")
        eventually(lambda: page.title() == "tmux says work", timeout_s=10)
    page.set_viewport_size({"width": 1280, "height": 700})
    for number in range(12):
        window(server, f"w{number}")
    eventually(lambda: len(tabs(page)) == 13)
    free = "() => document.querySelector('#window-title').getBoundingClientRect().width"
    assert page.evaluate(free) < 10, "the tabs have the room"


def test_windows_are_made_renamed_moved_and_closed_from_the_tabs(open_page, server):
    page = terminal(open_page, server)
    page.get_by_role("button", name="New window").click()
    eventually(lambda: len(tabs(page)) == 2)
    window(server, "logs", "exec cat")
    expect(tab(page, "logs")).to_have_count(1)

    tab(page, "logs").locator(".tab-main").dblclick()
    page.get_by_role("dialog").locator("input").fill("vi")
    page.keyboard.press("Enter")
    eventually(lambda: windows(server)[2] == "2: vi")

    tab(page, "2: vi").drag_to(page.locator("#tabs .tab").first)
    eventually(lambda: windows(server)[0] == "0: vi" and tabs(page)[0] == "0: vi")
    tab(page, "vi").locator(".tab-main").focus()
    page.keyboard.press("Shift+ArrowRight")
    eventually(lambda: windows(server)[1] == "1: vi" and tabs(page)[1] == "1: vi")
    page.evaluate("() => document.querySelector('.xterm-helper-textarea').focus()")

    tab(page, "vi").hover()
    page.get_by_role("button", name="Close window 1: vi").click()
    dialog = page.get_by_role("dialog", name="Close window “1: vi”?")
    dialog.get_by_role("button", name="Cancel").click()
    assert "1: vi" in windows(server)
    tab(page, "vi").click(button="right")
    page.get_by_role("menuitem", name="Close window").click()
    dialog.get_by_role("button", name="Close window").click()
    eventually(lambda: len(tabs(page)) == 2 and len(windows(server)) == 2)


def test_keys_go_through_windows_and_panes(open_page, server):
    page = terminal(open_page, server)
    page.keyboard.press("Alt+Shift+N")
    eventually(lambda: windows(server, "#{window_active}") == ["0", "1"])
    expect(page.locator("#tabs .tab").nth(1).locator(".tab-main")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Control+Shift+PageUp")
    eventually(lambda: windows(server, "#{window_active}") == ["1", "0"])
    page.keyboard.press("Control+Shift+D")
    eventually(lambda: windows(server, "#{window_panes}")[0] == "2")
    expect(page.locator("#tabs .tab-main").first).to_have_attribute("title", "0: sh, 2 panes")
    page.keyboard.press("Control+Alt+ArrowLeft")
    eventually(lambda: server.tmux("display-message", "-p", "-t", "=work:", "#{pane_index}") == "0")
    widths = panes(server, "#{pane_width}")
    for _ in range(3):
        page.keyboard.press("Control+Alt+Shift+ArrowRight")
    eventually(lambda: panes(server, "#{pane_width}") == [str(int(widths[0]) + 9), str(int(widths[1]) - 9)])
    page.keyboard.press("Control+Shift+K")
    page.keyboard.type("> even out")
    page.keyboard.press("Enter")
    eventually(lambda: panes(server, "#{pane_width}") == widths)
    page.keyboard.press("Control+Shift+Enter")
    eventually(lambda: windows(server, "#{window_zoomed_flag}")[0] == "1")
    expect(page.locator("#tabs .tab-main").first).to_have_attribute("title", "0: sh, 2 panes, zoomed")


def test_the_pane_that_one_saw_is_closed_and_no_other(open_page, server):
    page = terminal(open_page, server)
    server.tmux("split-window", "-h", "-t", "=work:", "cat")
    expect(page.locator("#tabs .tab-main").first).to_have_attribute("title", re.compile("2 panes"))
    left = panes(server)[0]
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="Close pane").click()
    page.get_by_role("dialog", name=re.compile(r"^Close (pane 1|this pane)\?$")).wait_for()
    server.tmux("select-pane", "-t", left)
    page.get_by_role("button", name="Close pane").click()
    eventually(lambda: panes(server) == [left])


def test_a_long_menu_scrolls_down_and_not_to_the_side(open_page, server):
    page = terminal(open_page, server)
    page.set_viewport_size({"width": 1280, "height": 600})
    page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("menu")
    last = menu.get_by_role("menuitem", name="All sessions", exact=True)
    last.wait_for()
    assert menu.evaluate("(it) => it.scrollHeight > it.clientHeight && it.scrollWidth === it.clientWidth")
    last.press("End")
    expect(last).to_be_in_viewport(ratio=1)


SIZED_BY_ANOTHER = """() => {
  for (const one of document.querySelectorAll('#sized, #fit, #viewers')) one.hidden = false;
  document.querySelector('#sized').textContent = 'Sized by the computer of somebody';
}"""


def test_many_tabs_scroll_and_the_current_one_is_in_view(open_page, server):
    page = terminal(open_page, server)
    for number in range(14):
        window(server, f"the long name of window-{number}")
    eventually(lambda: len(tabs(page)) == 15)
    page.keyboard.press("Control+Shift+PageUp")
    seen = """() => {
      const list = document.querySelector('#tabs').getBoundingClientRect();
      const tab = document.querySelector('.tab.is-current').getBoundingClientRect();
      const inside = tab.left >= list.left - 1 && tab.right <= list.right + 1;
      return inside && document.querySelector('.tab.is-current').innerText;
    }"""
    eventually(lambda: "14: the long name" in (page.evaluate(seen) or ""))
    assert page.locator("#tabs").get_attribute("data-more") == "before"
    page.get_by_role("button", name="all windows").click()
    page.get_by_role("menuitemradio", name="3: the long name of window-2").click()
    eventually(lambda: "3: the long name" in (page.evaluate(seen) or ""))
    expect(page.get_by_role("button", name="Menu")).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 820, "height": 1180})
    page.evaluate(SIZED_BY_ANOTHER)
    eventually(lambda: "3: the long name" in (page.evaluate(seen) or ""))
    expect(page.get_by_role("button", name="Menu")).to_be_in_viewport(ratio=1)


def test_an_address_leads_to_a_window_and_follows_the_one_on_show(open_page, server):
    session(server, "work")
    session(server, "gamma", "env PS1='gamma> ' sh")
    server.tmux("new-window", "-d", "-t", "=work:", "-n", "logs", "env PS1='logs> ' sh")
    first, logs = (f"{server.url}/s/work?window={one}" for one in windows(server, "#{window_id}"))
    page = open_page("/s/work?window=1")
    wait_screen(page, "logs> ")
    page.wait_for_url(logs)
    page.keyboard.press("Control+Shift+O")
    page.get_by_role("option", name="gamma").wait_for()
    page.keyboard.press("Enter")
    wait_screen(page, "gamma> ")
    assert page.url == f"{server.url}/s/gamma"
    server.tmux("select-window", "-t", "=work:0")
    page.go_back()
    wait_screen(page, "logs> ")
    page.go_forward()
    wait_screen(page, "gamma> ")
    assert page.url == f"{server.url}/s/gamma"
    page.go_back()
    page.wait_for_url(logs)
    wait_screen(page, "logs> ")
    # The list of sessions does it too; a reload switches no window, for all see the same.
    page.locator("#home").click()
    page.wait_for_url(f"{server.url}/")
    server.tmux("select-window", "-t", "=work:0")
    page.go_back()
    wait_screen(page, "logs> ")
    server.tmux("select-window", "-t", "=work:0")
    page.wait_for_url(first)
    page.evaluate("(url) => history.replaceState(null, '', url)", logs)
    page.reload()
    page.wait_for_url(first)
    assert windows(server, "#{window_active}") == ["1", "0"]
    page.goto(f"{server.url}/s/work?window=@99")
    page.locator(".toast").get_by_text("The window in this address no longer exists").wait_for()
    page.wait_for_url(first)


def test_who_may_only_look_sees_the_tabs_and_turns_none(open_page, server):
    session(server, "work")
    window(server, "logs")
    page = open_page("/s/work?view=mirror&watch=1")
    wait_screen(page, "$ ")
    expect(tab(page, "logs").locator(".tab-main")).to_be_disabled()
    expect(page.get_by_role("button", name="New window")).to_be_hidden()
    expect(page.get_by_role("button", name="Close window 1: logs")).to_be_hidden()
    page.locator("#menu").click()
    expect(page.get_by_role("menuitem", name="All sessions", exact=True)).to_be_visible()
    expect(page.get_by_role("menuitem", name="Split right")).to_have_count(0)
    assert screen(page)
