"""A phone shows the size that others gave the session, until it requests its own."""

from __future__ import annotations

import pytest

from tests.client import Refused
from tests.screens import program_size
from tests.support import eventually


def test_a_phone_borrows_the_size_and_a_desktop_takes_it(server, work, attach):
    """Alone it fills its screen; then it follows, asks, and gives back."""
    phone = attach(cols=40, rows=30, size="follow")
    phone.wait(b"$ ")
    assert phone.attached["owner"] is True
    eventually(lambda: program_size(server, "work") == (40, 29))
    desk = attach(cols=100, rows=30)
    phone.wait(lambda c: c.size == (100, 30))
    phone.resize(41, 20)
    phone.settle()
    eventually(lambda: program_size(server, "work") == (100, 29))
    assert phone.ask("give-size")["error"]["code"] == "forbidden"
    assert phone.ask("take-size")["ok"]
    desk.wait(lambda c: c.size == (41, 20))
    assert phone.ask("give-size")["ok"]
    phone.wait(lambda c: c.size == (100, 30))


def test_a_phone_does_not_change_the_size_of_other_terminals(server, work, attach):
    """Also of terminals that do not belong to the same hub."""
    terminal = attach(cols=90, rows=25, own=1)
    terminal.wait(b"$ ")
    eventually(lambda: program_size(server, "work") == (90, 24))
    phone = attach(cols=40, rows=30, size="follow")
    phone.wait(b"$ ")
    phone.resize(41, 20)
    assert (phone.attached["owner"], phone.size) == (False, (90, 25))
    assert program_size(server, "work") == (90, 24)


def test_a_phone_asks_whether_a_program_fills_the_screen(server, work, attach):
    """It scrolls those by keys, and reads the history of others."""
    phone = attach(size="follow")
    phone.wait(b"$ ")
    assert phone.ask("pane")["result"] == {"alternate": False, "mode": ""}
    phone.type("tput smcup\r")
    eventually(lambda: phone.ask("pane")["result"]["alternate"])


def test_an_unknown_size_policy_is_refused(server, work, attach):
    """Before the upgrade."""
    with pytest.raises(Refused) as refused:
        attach(size="mine")
    assert refused.value.status == 400
