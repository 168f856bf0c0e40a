"""Who has the address: this WebMux, another program, or nobody."""

from __future__ import annotations

import errno
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.doctor.inputs import inputs
from webmux.config import Config
from webmux.doctor import listen_check
from webmux.doctor.exchange import Reply
from webmux.doctor.finding import Level
from webmux.doctor.listen_check import Listening, gather, judge

FREE = Listening("127.0.0.1:8022")
TAKEN = replace(FREE, fault=errno.EADDRINUSE, free_port=8023)


@pytest.mark.parametrize(
    ("facts", "name", "level"),
    [
        (FREE, "listen", Level.OK),
        (replace(TAKEN, is_ours=True, version="1.0"), "listen", Level.OK),
        (replace(FREE, served=True), "listen-other", Level.WARNING),
        (TAKEN, "port-in-use", Level.ERROR),
        (replace(TAKEN, silent=True), "listen-silent", Level.ERROR),
        (replace(FREE, fault=errno.EACCES), "port-forbidden", Level.ERROR),
        (replace(FREE, fault=errno.EADDRNOTAVAIL), "host-unknown", Level.ERROR),
        (replace(TAKEN, is_path=True), "unix-socket", Level.ERROR),
        (replace(FREE, is_path=True, fault=errno.EEXIST), "unix-socket", Level.ERROR),
        (replace(FREE, is_path=True, fault=errno.EACCES), "unix-socket", Level.ERROR),
    ],
)
def test_who_has_it(facts: Listening, name: str, level: Level) -> None:
    [found] = judge(facts)
    assert (name, level) == (found.id, found.level)


def test_the_other_program_and_a_free_port_are_named() -> None:
    [found] = judge(replace(TAKEN, program="nginx (process 12)"))
    assert "nginx (process 12)" in found.cause
    assert found.fix.endswith("--port 8023")


@pytest.mark.parametrize(
    ("reply", "ours", "silent"),
    [
        (Reply(200, is_ours=True), True, False),
        (Reply(403, code="not_the_proxy"), True, False),
        (Reply(401, code="not_logged_in"), False, False),
        (None, False, True),
    ],
)
def test_a_running_server(
    reply: Reply | None, ours: bool, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One whose proxy is on another machine refuses to answer, which is an answer."""
    monkeypatch.setattr(listen_check, "ask_own_port", lambda inputs: reply)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = Config(port=taken.getsockname()[1])
        facts = gather(inputs(config=config, served=True))
    assert (ours, silent) == (facts.is_ours, facts.silent)


def test_an_address_of_another_machine_and_a_path(tmp_path: Path) -> None:
    assert errno.EADDRNOTAVAIL == gather(inputs(config=Config(host="192.0.2.7", behind_proxy=True))).fault
    here = Config(unix_socket=tmp_path / "socket")
    assert 0 == gather(inputs(config=here)).fault
    (tmp_path / "socket").touch()
    assert errno.EEXIST == gather(inputs(config=here)).fault
