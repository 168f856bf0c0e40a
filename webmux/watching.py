"""Watches a path by notifications of the kernel instead of polling."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import gevent

ROUND_S = 0.001


@contextmanager
def watching(path: str | Path, changed: Callable[[], object]) -> Iterator[None]:
    """Call `changed` during the `with` block whenever something happens to `path`, which need not exist.

    It is called in gevent's hub and must not wait. A change before the block may be missed, so check the path
    once inside. Changes are reported at once by inotify(7), but on a network file system within seconds.

    Switches: on entering, one round of the loop, because libev (4.33) restarts its watches in the first round
    after a fork and misses what happened before.
    """
    watcher = gevent.get_hub().loop.stat(os.fspath(path), 0.0)
    try:
        watcher.start(changed)
        gevent.sleep(ROUND_S)
        yield
    finally:
        watcher.stop()
        watcher.close()
