"""The services that views share belong to one application."""

from __future__ import annotations

from pathlib import Path

from flask import g

from tests.apps import make_app, services_of
from webmux.auth.roles import Role
from webmux.auth.shares import Share, Shared
from webmux.web.services import client_address, current_login, rate_key, services


def test_each_application_has_its_own_services(tmp_path: Path) -> None:
    first, second = make_app(tmp_path / "a"), make_app(tmp_path / "b")
    with first.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        mine = services()
        assert "192.0.2.1" == client_address()
        assert current_login() is None
    with second.test_request_context("/"):
        assert services() is not mine
        assert "unknown" == client_address()


def test_guests_have_a_rate_separate_from_the_maker_of_the_link(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    held = services_of(app)
    owner = held.accounts.owner()
    share = Share("0123456789abcdef", owner.id, Shared("1-2", "$0", "work"), Role.VIEWER, 0, 2**40)
    host, _ = held.gate.begin(owner)
    keys = []
    for address, login in (("a", None), ("a", host), ("b", host), ("a", share), ("b", share)):
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            g.login = held.gate._guest_login(login) if isinstance(login, Share) else login
            keys.append(rate_key())
    assert ["a", f"user {owner.id}", f"user {owner.id}"] == keys[:3]
    assert 4 == len(set(keys))
