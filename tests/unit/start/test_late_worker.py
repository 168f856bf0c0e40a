"""The process that supervises, and the worker before it has loaded anything."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.server import ROOT


def test_a_child_dies_with_its_parent() -> None:
    """The parent kills itself with SIGKILL; the child, which would sleep for a minute, has ended."""
    program = textwrap.dedent("""
        import os, signal, sys, time
        from webmux.start.late_worker import die_with_parent
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
    assert -9 == done.returncode  # and standard output closed: the child holds it


LATE = {
    "argon2",
    "cryptography",
    "prometheus_client",
    "psutil",
    "pydantic",
    "segno",
    "simple_websocket",
    "sqlalchemy",
    "webauthn",
}
"""Libraries of some megabytes that a server needs only for some requests."""


LATE_OF_OURS = ("webmux.panes", "webmux.web.panes", "webmux.changes")
"""Packages of ours that the first request loads which needs them."""


def test_the_worker_starts_without_large_libraries(tmp_path: Path) -> None:
    """Whatever is imported at the top of a module stays in the memory of each server."""
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from gevent import monkey
        monkey.patch_all()
        import webmux.web.server.worker, webmux.start.greeting
        from webmux.config import Config
        from webmux.start.gunicorn_app import make_app
        make_app(Config(state_dir=Path(sys.argv[1]), log_format="text"))
        print(*sys.modules)
    """)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "state")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=15,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "flask" in loaded
    assert set() == LATE & {name.partition(".")[0] for name in loaded}
    assert set() == {name for name in loaded if name.startswith(LATE_OF_OURS)}
