"""No user gets more sessions and windows than allowed, in any way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tmux import TmuxServer
from webmux.errors import NameTaken, QuotaReached
from webmux.tmux.quotas import Quotas
from webmux.tmux.server import Tmux


@pytest.fixture
def tmux(tmux_server: TmuxServer) -> Iterator[Tmux]:
    tmux = Tmux("tmux", tmux_server.socket_path)
    yield tmux
    tmux.stop()


@pytest.fixture
def quotas(tmux: Tmux) -> Quotas:
    return Quotas(tmux, sessions_max=2, windows_max=4)


def test_the_sessions_of_each_user_are_counted_separately(quotas: Quotas, tmux: Tmux) -> None:
    first = quotas.create_session("ada", name="one")
    quotas.create_session("ada")
    with pytest.raises(QuotaReached, match="2 sessions"):
        quotas.create_session("ada")
    quotas.create_session("olga")
    tmux.kill_session(first.id)
    quotas.create_session("ada", name="one")


def test_windows_opened_by_tmux_itself_count(quotas: Quotas, tmux_server: TmuxServer) -> None:
    session = quotas.create_session("ada", name="one")
    tmux_server.run("new-window", "-d", "-t", "=one:")
    tmux_server.run("new-window", "-d", "-t", "=one:")
    quotas.create_window("ada", session.id, name="four")
    with pytest.raises(QuotaReached, match="4 windows"):
        quotas.create_window("ada", session.id)
    with pytest.raises(QuotaReached, match="4 windows"):
        quotas.create_session("ada")
    quotas.create_window("olga", session.id)


def test_another_instance_counts_the_same(quotas: Quotas, tmux: Tmux) -> None:
    """As after a restart."""
    quotas.create_session("ada")
    quotas.create_session("ada")
    with pytest.raises(QuotaReached):
        Quotas(tmux, 2, 4).create_session("ada")


def test_a_refused_session_does_not_count(quotas: Quotas, tmux_server: TmuxServer) -> None:
    tmux_server.new_session("outside")
    quotas.create_session("ada", name="one")
    for _ in range(3):
        with pytest.raises(NameTaken):
            quotas.create_session("ada", name="one")
    quotas.create_session("ada", name="two")


def test_a_session_of_many_panes_must_fit(quotas: Quotas, tmux: Tmux) -> None:
    made = []
    quotas.create_session("ada")
    with pytest.raises(QuotaReached, match="1 windows and panes, and 4 more would exceed 4"):
        quotas.make("ada", 4, lambda: made.append("too many"))
    quotas.make("ada", 3, lambda: made.append("fits"))
    assert ["fits"] == made
