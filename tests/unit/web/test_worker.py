"""gunicorn, made ours. The ends of the process are in tests/integration/test_http_server.py."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import textwrap

import pytest

from tests.server import ROOT
from webmux.web.policy import HEADERS
from webmux.web.worker import write_error


@pytest.mark.parametrize("message", ["Invalid header", "\x1b[31m\u202e\ud800", 'a"b\r\nX: y', "x" * 5000])
def test_gunicorns_errors_look_like_ours(message: str) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_error(ours, 400, "Bad Request", message)
        ours.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := theirs.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    assert "HTTP/1.1 400 Bad Request" == lines[0]
    assert {f"{name}: {value}" for name, value in HEADERS.items()} <= set(lines)
    assert f"Content-Length: {len(body)}" in lines
    assert "bad_request" == json.loads(body)["error"]["code"]
    assert all(0x20 <= byte <= 0x7E for byte in body)


def test_a_child_dies_with_its_parent() -> None:
    """The parent kills itself with SIGKILL; the child, which would sleep for a minute, is gone."""
    program = textwrap.dedent("""
        import os, signal, sys, time
        from webmux.web.worker import die_with_parent
        parent, (ready, tell) = os.getpid(), os.pipe()
        if os.fork() == 0:
            die_with_parent(parent)
            os.write(tell, b"x")
            time.sleep(60)
        os.read(ready, 1)
        os.kill(parent, signal.SIGKILL)
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, timeout=10, check=False
    )
    assert -9 == done.returncode  # and standard output closed: the child held it
