"""The status of the server: numbers, or a message for a part that does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import FakeTmux, config, make_app, services_of
from webmux.errors import DatabaseFailed, TmuxTimeout
from webmux.web.views.server_status import health, options


def test_a_healthy_server_reports_its_stats(tmp_path: Path) -> None:
    tmux = FakeTmux()
    tmux.add("work")
    with make_app(tmp_path, tmux).app_context():
        state = health()
    assert {"ok": True, "version": "3.3a", "sessions": 1, "windows": 1, "message": ""} == state["tmux"]
    assert (True, "sqlite") == (state["database"]["ok"], state["database"]["kind"])
    assert state["memory_bytes"] > 2**20
    assert state["uptime_s"] >= 0


def test_a_part_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmux = FakeTmux()
    app = make_app(tmp_path, tmux)

    def fail(work: object) -> None:
        raise DatabaseFailed("the disk is full")

    tmux.broken = TmuxTimeout("tmux did not answer")
    monkeypatch.setattr(services_of(app).database, "run", fail)
    with app.app_context():
        state = health()
    assert (False, "tmux did not answer") == (state["tmux"]["ok"], state["tmux"]["message"])
    assert (False, "the disk is full") == (state["database"]["ok"], state["database"]["message"])


def test_options_show_the_configured_values(tmp_path: Path) -> None:
    found = options(config(tmp_path, base_path="/mux", public_origins=("https://a.example",)))
    chosen = {option.key: option.value for option in found if option.chosen}
    assert {"base_path": "/mux", "public_origins": "https://a.example"}.items() <= chosen.items()
    values = {option.key: option.value for option in found}
    assert ("none", "no", "8022") == (values["unix_socket"], values["behind_proxy"], values["port"])
    assert ("64 KiB", "1 GiB") == (values["read_chunk_bytes"], values["recording_max_bytes"])
    assert not {"token", "database_url"} & values.keys()


def test_the_meaning_of_an_option_has_no_markdown(tmp_path: Path) -> None:
    found = options(config(tmp_path))
    assert [] == [option.key for option in found if not option.meaning or "`" in option.meaning]
