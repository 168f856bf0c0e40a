"""The process that supervises, and the worker before it has loaded anything."""

from __future__ import annotations

import subprocess
import sys
import textwrap

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
