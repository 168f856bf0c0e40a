"""Greenlets with names and owners: the owner is notified of a crash, and stopping has a deadline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import gevent

from webmux.logs import get_logger

log = get_logger(__name__)

T = TypeVar("T")


class Nursery:
    """The greenlets of one owner.

    An exception that ends a greenlet is logged with its name. Then `on_crash` is called with the exception,
    in the same greenlet, so that the owner can close what depended on it.
    """

    def __init__(self, owner: str, on_crash: Callable[[BaseException], None] | None = None) -> None:
        self._owner = owner
        self._on_crash = on_crash
        self._greenlets: set[gevent.Greenlet[..., Any]] = set()

    def __len__(self) -> int:
        return len(self._greenlets)

    def spawn(self, name: str, function: Callable[..., Any], *args: Any) -> gevent.Greenlet[..., Any]:
        """Start `function` in a greenlet named `<owner>/<name>`. Does not switch."""
        greenlet = gevent.Greenlet(self._run, name, function, *args)
        greenlet.name = f"{self._owner}/{name}"
        self._greenlets.add(greenlet)
        greenlet.rawlink(self._greenlets.discard)  # `_run` does it sooner, but not if it is killed before
        greenlet.start()
        return greenlet

    def stop(self, deadline_s: float = 2.0) -> bool:
        """Kill all except the caller's own greenlet; True if all ended before the deadline.

        Switches: yes, until they ended or the deadline passed.
        """
        others = [g for g in self._greenlets if g is not gevent.getcurrent()]
        with gevent.Timeout(deadline_s, False):  # type: ignore[arg-type]  # documented
            gevent.killall(others, block=True)
        left = [g.name for g in others if not g.dead]
        if left:
            log.error("greenlets did not stop", owner=self._owner, names=left)
        return not left

    def _run(self, name: str, function: Callable[..., Any], *args: Any) -> None:
        try:
            function(*args)
        except gevent.GreenletExit:
            pass
        except Exception as error:
            log.exception("greenlet crashed", owner=self._owner, name=name)
            if self._on_crash is not None:
                self._on_crash(error)
        finally:
            current = gevent.getcurrent()
            self._greenlets.discard(current)


def in_thread(work: Callable[[], T]) -> T:
    """Run `work` in a thread of gevent's pool while other greenlets run; returns or raises what it does.

    Switches: yes. The exception is caught in the thread because the pool would print it.
    """

    def attempt() -> tuple[T | None, Exception | None]:
        try:
            return work(), None
        except Exception as error:  # noqa: BLE001  # raised below
            return None, error

    result, error = gevent.get_hub().threadpool.apply(attempt)
    if error is not None:
        raise error
    return cast(T, result)
