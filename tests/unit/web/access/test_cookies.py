"""Cookies are named so that no other server on the same host name reads or clears them."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.config import Config
from webmux.web.services import cookie_suffix


@pytest.mark.parametrize(("base", "secret"), [("", b"b"), ("/mux", b"a"), ("/mux", b"b")])
def test_another_secret_or_path_gives_another_name(base: str, secret: bytes, tmp_path: Path) -> None:
    ours = cookie_suffix(Config(state_dir=tmp_path), b"a")
    assert ours != cookie_suffix(Config(state_dir=tmp_path, base_path=base), secret)
    assert ours == cookie_suffix(Config(state_dir=tmp_path, port=9000), b"a")
