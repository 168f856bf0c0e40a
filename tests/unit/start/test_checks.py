"""What a worker checks before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.config import load
from webmux.errors import ConfigError
from webmux.start.checks import check_options


def test_a_user_without_a_home_directory_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as for a user whom nothing describes
    with pytest.raises(ConfigError, match="set HOME") as refused:
        check_options(load({"state_dir": str(tmp_path / "state")}))
    assert "HOME" == refused.value.key
    assert not (tmp_path / "state").exists()
