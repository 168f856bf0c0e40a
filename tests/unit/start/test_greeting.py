"""What a server prints, and where it must not print a login link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from webmux.config import Config
from webmux.start import greeting
from webmux.store.state_dir import StateDir


@pytest.mark.parametrize("recorded", [False, True])
def test_a_login_link_is_printed_only_where_nobody_stores_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, recorded: bool
) -> None:
    monkeypatch.setattr(greeting, "is_recorded", lambda descriptor, environment: recorded)
    state = StateDir(tmp_path)
    state.secret()
    serving = state.open_to_serve()
    try:
        greeting.greet(Config(state_dir=tmp_path), serving, "3.5a")
    finally:
        os.close(serving)
    printed = capsys.readouterr().out
    assert recorded != ("/login#" in printed)
    assert f"link --state-dir {tmp_path}" in printed
    assert (0 if recorded else 1) == len(list(state.links.iterdir()))
