"""Logins end when they should, and whoever listens hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import eventually
from webmux.auth import gate as module
from webmux.auth.gate import IDLE_S, LIFETIME_S, REFRESH_S, SessionGate
from webmux.auth.state import StateDir
from webmux.auth.tokens import Token


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make_gate(directory: Path, clock: Clock, token: str = "t") -> SessionGate:
    return SessionGate(StateDir(directory / "state"), Token(token), clock)


@pytest.fixture
def gate(tmp_path: Path, clock: Clock) -> SessionGate:
    return make_gate(tmp_path, clock)


def test_a_cookie_outlives_a_restart(gate: SessionGate, tmp_path: Path, clock: Clock) -> None:
    login = gate.begin()
    found = make_gate(tmp_path, clock).check(gate.cookie(login))
    assert found is not None
    assert login.id == found.id


def test_each_login_is_new(gate: SessionGate) -> None:
    assert 100 == len({gate.begin().id for _ in range(100)})


def test_another_token_ends_every_login(gate: SessionGate, tmp_path: Path, clock: Clock) -> None:
    assert make_gate(tmp_path, clock, token="u").check(gate.cookie(gate.begin())) is None


def test_every_changed_character_is_noticed(gate: SessionGate) -> None:
    cookie = gate.cookie(gate.begin())
    for at in range(len(cookie) - 1):  # the last one carries padding bits
        forged = cookie[:at] + ("A" if cookie[at] != "A" else "B") + cookie[at + 1 :]
        assert gate.check(forged) is None


@pytest.mark.parametrize("cookie", ["", ".", "a.b", "x" * 8192, "é", "\0", "W10.x"])
def test_garbage_is_no_login(cookie: str, gate: SessionGate) -> None:
    assert gate.check(cookie) is None


def test_a_busy_login_ends_after_its_lifetime(gate: SessionGate, clock: Clock) -> None:
    cookie = gate.cookie(gate.begin())
    for _ in range(LIFETIME_S // (IDLE_S - 1)):
        clock.now += IDLE_S - 1
        assert gate.check(cookie) is not None
    clock.now += IDLE_S - 1
    assert gate.check(cookie) is None


def test_an_idle_login_ends_earlier(gate: SessionGate, clock: Clock) -> None:
    login = gate.begin()
    clock.now += IDLE_S
    assert gate.check(gate.cookie(login)) is None
    assert not gate.still_valid(login.id)


def test_an_open_socket_keeps_a_login_from_being_idle(gate: SessionGate, clock: Clock) -> None:
    login = gate.begin()
    clock.now += IDLE_S - 1
    assert gate.still_valid(login.id)
    clock.now += IDLE_S - 1
    assert gate.check(gate.cookie(login)) is not None


def test_the_relation_of_the_times() -> None:
    assert REFRESH_S * 10 < IDLE_S < LIFETIME_S


def test_a_cookie_is_written_again_when_its_time_is_old(gate: SessionGate, clock: Clock) -> None:
    cookie = gate.cookie(gate.begin())
    assert not gate.wants_refresh(cookie)
    clock.now += REFRESH_S
    assert gate.wants_refresh(cookie)


def test_revoking_tells_each_listener_once(gate: SessionGate) -> None:
    login, other, heard = gate.begin(), gate.begin(), list[str]()
    gate.on_revoked(login.id, lambda: heard.append("a"))
    gate.on_revoked(login.id, lambda: heard.append("b"))
    gate.on_revoked(login.id, lambda: heard.append("c"))()
    forget = gate.on_revoked(other.id, lambda: heard.append("other"))
    gate.revoke(login.id)
    gate.revoke(login.id)
    assert ["a", "b"] == sorted(heard)
    forget()


def test_a_listener_that_fails_spares_the_others(gate: SessionGate) -> None:
    login, heard = gate.begin(), list[int]()

    def fail() -> None:
        raise RuntimeError("deaf")

    gate.on_revoked(login.id, fail)
    gate.on_revoked(login.id, lambda: heard.append(1))
    gate.on_revoked(login.id, lambda: heard.append(1))
    gate.revoke(login.id)
    assert [1, 1] == heard


def test_listening_to_an_ended_login_is_answered_at_once(gate: SessionGate) -> None:
    login, heard = gate.begin(), list[int]()
    gate.revoke(login.id)
    gate.on_revoked(login.id, lambda: heard.append(1))()
    assert [1] == heard


def test_a_revoked_login_stays_so_after_a_restart(gate: SessionGate, tmp_path: Path, clock: Clock) -> None:
    login, other = gate.begin(), gate.begin()
    gate.revoke(login.id)
    assert gate.check(gate.cookie(login)) is None
    again = make_gate(tmp_path, clock)
    assert again.check(gate.cookie(login)) is None
    assert again.check(gate.cookie(other)) is not None


def test_what_is_over_anyway_is_not_kept_as_revoked(gate: SessionGate, tmp_path: Path, clock: Clock) -> None:
    gate.revoke(gate.begin().id)
    clock.now += LIFETIME_S
    gate.revoke(gate.begin().id)
    assert 1 == len((tmp_path / "state" / "revoked").read_text().splitlines())


def test_a_listener_hears_when_the_lifetime_ends(
    gate: SessionGate, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMER_MAX_S", 0.01)
    login, heard = gate.begin(), list[int]()
    gate.on_revoked(login.id, lambda: heard.append(1))
    clock.now += LIFETIME_S
    eventually(lambda: heard)


def test_the_bearer_has_no_cookie_and_no_end(gate: SessionGate) -> None:
    login = gate.bearer()
    assert login.is_bearer
    assert gate.still_valid(login.id)
    gate.on_revoked(login.id, lambda: None)()
