"""What only Linux has is not needed to import WebMux, and has a substitute where macOS runs the code."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from webmux.tmux import binary
from webmux.tmux.control.process import TmuxProcess

LINUX_ALONE = {
    "os": (
        "memfd_create",
        "pidfd_open",
        "eventfd",
        "sched_getaffinity",
        "posix_fadvise",
        "O_TMPFILE",
        "O_PATH",
    ),
    "socket": ("SO_PEERCRED", "TCP_USER_TIMEOUT", "SOCK_CLOEXEC", "SOCK_NONBLOCK", "AF_NETLINK"),
    "time": ("CLOCK_BOOTTIME",),
}
IMPORT_ALL = f"""
import importlib, pkgutil, sys
from gevent import monkey
monkey.patch_all()
import flask, gunicorn.workers.ggevent, psutil, sqlalchemy, aiohttp  # may need what goes now
for module, names in {LINUX_ALONE!r}.items():
    for name in names:
        vars(importlib.import_module(module)).pop(name, None)
import webmux
for found in pkgutil.walk_packages(webmux.__path__, "webmux."):
    runs = found.name.rpartition(".")[2] in ("__main__", "wsgi", "gunicorn") or "migrations" in found.name
    if not runs:
        importlib.import_module(found.name)
"""


def test_every_module_can_be_imported_without_what_linux_alone_has() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_tmux_runs_without_files_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create")
    fake = tmp_path / "fake"
    fake.write_text("#!/bin/sh\necho fine\n")
    fake.chmod(0o700)
    assert b"fine" in TmuxProcess(str(fake), str(tmp_path / "s"), 5.0).run(("list-sessions",)).encode()


def test_the_peer_of_a_socket_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    """LOCAL_PEERCRED gives a struct xucred, LOCAL_PEERPID a number."""

    class Connection:
        def getsockopt(self, level: int, name: int, size: int = 0) -> bytes | int:
            assert 0 == level
            return {1: bytes(4) + (501).to_bytes(4, sys.byteorder) + bytes(68), 2: 77}[name]

    monkeypatch.delattr(socket, "SO_PEERCRED")
    assert (77, 501) == binary._peer(Connection())  # type: ignore[arg-type]
