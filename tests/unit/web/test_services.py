"""What views share is the application's own."""

from __future__ import annotations

from pathlib import Path

from tests.apps import make_app
from webmux.web.services import client_address, current_login, services


def test_each_application_has_its_own(tmp_path: Path) -> None:
    first, second = make_app(tmp_path / "a"), make_app(tmp_path / "b")
    with first.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        mine = services()
        assert "192.0.2.1" == client_address()
        assert current_login() is None
    with second.test_request_context("/"):
        assert services() is not mine
        assert "unknown" == client_address()
