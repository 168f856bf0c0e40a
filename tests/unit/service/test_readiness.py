"""Messages to systemd, received by a socket of the test."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from webmux.service.readiness import Readiness


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """A service manager: its address as systemd passes it, and its socket."""
    is_path = request.param == "path"
    address = f"{tmp_path}/notify" if is_path else f"@webmux{tmp_path}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(address if is_path else f"\0{address[1:]}")
        receiver.settimeout(5)
        yield address, receiver


def test_each_state_is_one_message(manager: tuple[str, socket.socket]) -> None:
    address, receiver = manager
    environment = {"NOTIFY_SOCKET": address, "PATH": "/bin"}
    readiness = Readiness.from_environment(environment)
    assert {"PATH": "/bin"} == environment
    readiness.ready("Listening")
    readiness.stopping()
    assert b"READY=1\nSTATUS=Listening" == receiver.recv(1000)
    assert b"STOPPING=1" == receiver.recv(1000)


def test_a_reload_carries_the_monotonic_time(manager: tuple[str, socket.socket]) -> None:
    address, receiver = manager
    before = time.monotonic_ns() // 1000
    Readiness(address).reloading()
    state, _, since = receiver.recv(1000).decode().partition("\nMONOTONIC_USEC=")
    assert "RELOADING=1" == state
    assert before <= int(since) <= time.monotonic_ns() // 1000


@pytest.mark.parametrize("address", ["", "/nowhere/notify", "@nobody", "vsock:2:1234"])
def test_a_message_that_nobody_receives_is_lost(address: str) -> None:
    Readiness(address).ready("x")
