"""Being told by the kernel that a path changed, so that nobody asks again and again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import gevent

ROUND_S = 0.001


@contextmanager
def watching(path: str | Path, changed: Callable[[], object]) -> Iterator[None]:
    """Have `changed` called whenever something happens to `path`, which need not exist, until the end.

    It is called in the hub and must not wait. What happened before the body began may not be told:
    look once inside it. A path of inotify(7) is told at once, one of a network file system only within
    seconds.

    Switches: on entering, one round of the loop, because libev (4.33) begins its watches anew in the first
    round after a fork and tells nothing of before.
    """
    watcher = gevent.get_hub().loop.stat(os.fspath(path), 0.0)
    try:
        watcher.start(changed)
        gevent.sleep(ROUND_S)
        yield
    finally:
        watcher.stop()
        watcher.close()
