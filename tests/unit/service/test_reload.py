"""The supervisor's part of a reload, with a supervisor that starts no processes."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from webmux.config import Config
from webmux.errors import ConfigError
from webmux.service import reload
from webmux.service.readiness import Readiness


class Sent(Readiness):
    """Collects the messages instead of sending them."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[str] = []

    def _send(self, message: str) -> None:
        self.states.append(message.partition("=")[0])


class Supervisor:
    """What a reload uses of gunicorn's arbiter. A new worker has loaded at once if `loads`."""

    def __init__(self, *, loads: bool = True) -> None:
        self.loads = loads
        self.WORKERS: dict[int, Any] = {1: worker(loaded=True)}
        self.LISTENERS = ["http://127.0.0.1:8022"]
        self.ended = 0
        self.flags: list[tuple[bool, bool]] = []

    def spawn_worker(self) -> int:
        self.flags.append((reload._Reloads.running, reload._Reloads.done))
        if self.loads:
            self.WORKERS[2] = worker(loaded=True)
        return 2

    def reap_workers(self) -> None:
        """Nothing has ended."""

    def manage_workers(self) -> None:
        self.ended = next(iter(self.WORKERS))

    def handle_term(self) -> None:
        self.ended = -1

    handle_int = handle_quit = handle_term


def worker(*, loaded: bool) -> SimpleNamespace:
    written = time.monotonic() if loaded else time.time() + 1e9
    return SimpleNamespace(tmp=SimpleNamespace(last_update=lambda: written))


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload._Reloads, "running", False)
    monkeypatch.setattr(reload._Reloads, "done", False)


def config(tmp_path: Path, **options: Any) -> Config:
    return Config(state_dir=tmp_path, **options)


def test_a_new_worker_that_loads_replaces_the_old_one() -> None:
    supervisor, sent = Supervisor(), Sent()
    reload.supervise(supervisor, sent)
    supervisor.handle_hup()
    assert 1 == supervisor.ended
    assert ["RELOADING", "READY"] == sent.states
    assert [(True, False)] == supervisor.flags
    assert reload._Reloads.done


def test_a_new_worker_that_ends_leaves_the_old_one() -> None:
    supervisor, sent = Supervisor(loads=False), Sent()
    reload.supervise(supervisor, sent)
    supervisor.handle_hup()
    assert 0 == supervisor.ended
    assert ["RELOADING", "READY"] == sent.states
    assert not reload._Reloads.done


def test_systemd_is_notified_once_the_first_worker_has_loaded() -> None:
    supervisor, sent = Supervisor(), Sent()
    reload.supervise(supervisor, sent)
    supervisor.WORKERS = {1: worker(loaded=False)}
    supervisor.handle_winch()
    assert [] == sent.states
    supervisor.WORKERS = {1: worker(loaded=True)}
    supervisor.handle_winch()
    supervisor.handle_winch()
    assert ["READY"] == sent.states
    supervisor.handle_term()
    assert ["READY", "STOPPING"] == sent.states
    assert -1 == supervisor.ended


def test_a_first_worker_does_not_read_the_configuration_again(tmp_path: Path) -> None:
    started = config(tmp_path)
    assert started is reload.config_for_worker(started, lambda: 1 / 0, lambda _: None)  # type: ignore[arg-type,return-value]


def test_options_that_need_a_restart_stay_and_the_others_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload._Reloads, "running", True)
    started, now = config(tmp_path), config(tmp_path, port=9999, sessions_per_user=3)
    new = reload.config_for_worker(started, lambda: now, lambda _: None)
    assert (8022, 3) == (new.port, new.sessions_per_user)


@pytest.mark.parametrize("running", [True, False])
def test_a_wrong_configuration_ends_only_the_worker_of_a_reload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, running: bool
) -> None:
    """Later a worker that replaces a crashed one goes on with what the server started with."""
    monkeypatch.setattr(reload._Reloads, "running", running)
    monkeypatch.setattr(reload._Reloads, "done", not running)
    started = config(tmp_path)

    def wrong() -> Config:
        raise ConfigError("port", "must be a whole number")

    if running:
        with pytest.raises(SystemExit):
            reload.config_for_worker(started, wrong, lambda _: None)
    else:
        assert started is reload.config_for_worker(started, wrong, lambda _: None)


def test_an_address_that_needs_a_restart_cannot_lose_its_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server still listens on all addresses, so the new configuration is refused as a whole."""
    monkeypatch.setattr(reload._Reloads, "running", True)
    files = {"tls_cert": tmp_path / "cert", "tls_key": tmp_path / "key"}
    started = config(tmp_path, host="0.0.0.0", **files)
    with pytest.raises(SystemExit):
        reload.config_for_worker(started, lambda: config(tmp_path), lambda _: None)
