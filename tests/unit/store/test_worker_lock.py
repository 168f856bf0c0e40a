"""One worker at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.errors import ConfigError
from webmux.store.worker_lock import FILE, WorkerLock


def test_a_second_worker_waits_until_the_first_has_let_go(tmp_path: Path) -> None:
    first, second = WorkerLock(tmp_path), WorkerLock(tmp_path)
    assert not first.acquire(1, lambda _: None)
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            first.release()

    assert second.acquire(10, pause)
    assert 3 == len(pauses)
    assert 0o600 == (tmp_path / FILE).stat().st_mode & 0o777
    second.release()
    second.release()


def test_a_worker_that_never_lets_go_does_not_stop_the_next_one(tmp_path: Path) -> None:
    first, second = WorkerLock(tmp_path), WorkerLock(tmp_path)
    first.acquire(1, lambda _: None)
    assert second.acquire(0, lambda _: None)
    first.release()
    second.release()


def test_a_link_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="worker"):
        WorkerLock(tmp_path).acquire(1, lambda _: None)
