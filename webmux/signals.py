"""Signals: functions that are called when something happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Signal(Generic[P]):
    """The listeners of one kind of event, in the order they were added.

    Listeners run in the greenlet that sends. They must not wait unless the signal says that they may.
    """

    def __init__(self) -> None:
        self._listeners: dict[object, Callable[P, object]] = {}

    def __len__(self) -> int:
        return len(self._listeners)

    def __iter__(self) -> Iterator[Callable[P, object]]:
        """The listeners now; adding and removing some meanwhile is safe."""
        return iter(list(self._listeners.values()))

    def add(self, listener: Callable[P, object]) -> Callable[[], None]:
        """Call `listener` for each event from now on; returns a function that ends this, safe to repeat.

        A listener that is added twice is called twice.
        """
        key = object()
        self._listeners[key] = listener

        def remove() -> None:
            self._listeners.pop(key, None)

        return remove

    def send(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call every listener. If one raises, the error reaches the sender and the rest are not called."""
        for listener in self:
            listener(*args, **kwargs)
