"""Helpers for every test: wait for something with a deadline, never by a fixed sleep."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import gevent
import greenlet

T = TypeVar("T")


def eventually(check: Callable[[], T], timeout_s: float = 10.0, every_s: float = 0.005) -> T:
    """Poll `check` until it returns something true, and return that.

    Raises:
        AssertionError: it stayed false for `timeout_s`.
    """
    deadline = time.monotonic() + timeout_s
    while not (result := check()):
        assert time.monotonic() < deadline, f"still {result!r} after {timeout_s} s"
        gevent.sleep(every_s)
    return result


@contextmanager
def no_switch() -> Iterator[None]:
    """The block must not switch greenlets."""
    switches: list[str] = []
    before = greenlet.settrace(lambda event, args: switches.append(event))
    try:
        yield
    finally:
        greenlet.settrace(before)
    assert not switches
