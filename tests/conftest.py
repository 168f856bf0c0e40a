"""Fixtures for all tests. gevent patches before anything else is imported, as in app.py."""

# ruff: noqa: I001  # the first import must stay first
from gevent import monkey

monkey.patch_all()

import os
from pathlib import Path

if "WEBMUX_TEST_TMUX" in os.environ:
    # Before any import that asks for the version. Servers and the shells in panes then mean this one too.
    os.environ["PATH"] = f"{Path(os.environ['WEBMUX_TEST_TMUX']).parent}:{os.environ['PATH']}"

MEMORY = Path("/dev/shm")
MEMORY_FREE_BYTES = 2 << 30
"""Files of tests need less than a tenth; a small /dev/shm, as in containers, is left to Chromium."""


def _is_fit(folder: Path) -> bool:
    """Whether tests can have their files in this folder: programs in it start, and it has space."""
    try:
        about = os.statvfs(folder)
    except OSError:
        return False
    free_bytes = about.f_bavail * about.f_frsize
    return not about.f_flag & os.ST_NOEXEC and free_bytes > MEMORY_FREE_BYTES and os.access(folder, os.W_OK)


# Each test has its own databases, and each write waits for the disk: most of the time of many tests.
if "TMPDIR" not in os.environ and _is_fit(MEMORY):
    os.environ["TMPDIR"] = str(MEMORY)

from collections.abc import Iterator
import shutil
import tempfile

import gevent
import pytest

from tests import leaks
from tests.tmux import TmuxServer

pytest_plugins = ["tests.server"]

TIMEOUT_S = 20.0


class TestTimedOut(BaseException):
    """A test took too long. Not an Exception, so that no handler in the code under test catches it."""

    __test__ = False


def pytest_sessionstart() -> None:
    leaks.warm_up()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """End a test that takes more than 20 s, or what its `timeout_s` marker says."""
    marker = item.get_closest_marker("timeout_s")
    limit_s = float(marker.args[0]) if marker else TIMEOUT_S
    timer = gevent.Timeout.start_new(limit_s, TestTimedOut(f"still running after {limit_s:g} s"))
    try:
        return (yield)
    finally:
        timer.close()


@pytest.fixture(autouse=True, scope="module")
def heap_of_earlier_modules() -> None:
    leaks.forget_heap()


@pytest.fixture(autouse=True)
def nothing_outlives_the_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a greenlet, a descriptor, a child or a tmux server.

    What fixtures of a wider scope hold was there before the test, and is not counted.
    """
    baseline = leaks.Baseline.take()
    yield
    if request.node.get_closest_marker("allow_leaks"):
        return
    left = baseline.leaks_after_grace()
    if left:
        pytest.fail("the test left behind:\n  " + "\n  ".join(left), pytrace=False)


@pytest.fixture
def socket_dir() -> Iterator[Path]:
    """An empty private directory with a path short enough for a Unix socket in it.

    pytest's own `tmp_path` is not: the kernel takes 107 bytes.
    """
    path = Path(tempfile.mkdtemp(prefix="wm-", dir="/tmp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def tmux_server(socket_dir: Path) -> Iterator[TmuxServer]:
    """A tmux of the test's own; its server starts with the first session and ends with the test."""
    tmux = TmuxServer(socket_dir / "tmux")
    yield tmux
    tmux.kill()
