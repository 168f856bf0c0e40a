"""What `webmux backup` refuses to write over."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from webmux import cli
from webmux.store.state_dir import StateDir


def test_a_pipe_or_a_device_is_not_replaced_by_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, pipe, link = tmp_path / "state", tmp_path / "pipe", tmp_path / "link"
    StateDir(state).secret()
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for target in (pipe, link):
        assert cli.main(["backup", str(target), "--state-dir", str(state)]) == 1
        assert "use - to write into it" in capsys.readouterr().err
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert link.is_symlink()
