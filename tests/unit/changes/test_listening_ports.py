"""Ports of processes, by the /proc of this machine and by a pretended one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from webmux.changes.listening_ports import PORTS_MAX, ports_below

LISTENS = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_port_of_a_child_belongs_to_its_parent() -> None:
    """And not to another process."""
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LISTENS!r}])"
    process = subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        assert {"$1": [port]} == ports_below({"$1": [process.pid], "$2": [2**30], "$3": []})
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def test_a_connection_is_no_port(tmp_path: Path) -> None:
    pretended(tmp_path, state="01")
    assert {} == ports_below({"$1": [10]}, tmp_path)


def test_few_ports_are_named_in_order(tmp_path: Path) -> None:
    pretended(tmp_path, state="0A")
    assert {"$1": list(range(8000, 8000 + PORTS_MAX))} == ports_below({"$1": [10]}, tmp_path)
    assert {} == ports_below({"$1": [1, 0, -5]}, tmp_path)


def test_whatever_proc_has_gives_no_error(tmp_path: Path) -> None:
    """Broken lines, names with brackets, and processes that point at each other."""
    assert {} == ports_below({"$1": [10]}, tmp_path / "none")
    pretended(tmp_path, state="0A")
    (tmp_path / "net/tcp6").write_text("head\nx\n0: y 0 0A 0 0 0 0 0 z\n")
    for pid, parent in ((20, 21), (21, 20), (22, "x")):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_text(f"{pid} (a) b) S {parent} 0")
    assert {} == ports_below({"$1": [20]}, tmp_path)


def pretended(proc: Path, state: str) -> None:
    """A process 10 with a child 11, which has twenty sockets."""
    (proc / "net").mkdir()
    rows = [f" {n}: 0100007F:{8019 - n:04X} 0:0 {state} 0:0 0:0 0 0 0 {100 + n} 1" for n in range(20)]
    (proc / "net/tcp").write_text("\n".join(["  sl", *rows]) + "\n")
    for pid, parent in ((10, 1), (11, 10)):
        (proc / str(pid)).mkdir()
        (proc / str(pid) / "stat").write_text(f"{pid} (x y) S {parent} 0 0")
    (proc / "11/fd").mkdir()
    for number in range(20):
        os.symlink(f"socket:[{100 + number}]", proc / f"11/fd/{number}")
    os.symlink("pipe:[100]", proc / "11/fd/99")


def test_a_socket_of_ours_is_found_in_the_table() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert port in ports_below({"us": [os.getpid()]}).get("us", []) or sys.platform != "linux"
