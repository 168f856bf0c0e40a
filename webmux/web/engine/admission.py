"""Connections that are not upgraded: how many there may be, and which of them ends for a new one.

A connection is anonymous until one of its requests has a login; `OpenSockets` counts upgraded ones. No
connection is refused because of others: in a full pool the oldest connection ends, of the address or user
that has the most. A client that opens a thousand connections ends its own, and a health check or a login
from the same address is served at once.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gevent import monkey
from gevent.event import Event as Flag

from webmux.auth.failures import network_of
from webmux.web.engine.fair_queue import FairQueue

ANONYMOUS_MAX = 400
ANONYMOUS_OF_ADDRESS_MAX = 128
"""Enough for a team behind one address that loads the login page at once."""
KNOWN_MAX = 600
KNOWN_OF_USER_MAX = 200
"""Browsers open six connections each."""
WAITING_MAX = 1200
WAITING_OF_USER_MAX = 1100
"""Programs that wait for panes: each holds its connection, and needs no other."""
CONNECTIONS_MAX = 3700
"""What gunicorn may serve at once: these, the sockets of `open_sockets`, and those about to end."""
_plain_socket = monkey.get_original("socket", "socket")


class Admitted:
    """One connection, and what it is counted by: an address, a user, or nothing."""

    __slots__ = ("called", "descriptor", "ended", "pool", "served", "whose")

    def __init__(self, descriptor: int, pool: Pool, whose: str) -> None:
        self.descriptor = descriptor
        self.whose = whose
        self.pool = pool
        self.called: Flag | None = None
        self.ended = False
        self.served = False
        """Whether the server began to answer one of its requests."""

    @property
    def waits_for_us(self) -> bool:
        """Whether it is in a queue and none of its requests was answered yet.

        A peer that sends many requests and reads no answer is in a queue as well, for the next one.
        """
        return self.called is not None and not self.served


class Pool:
    """Connections in the order they came; at most `most`, and `most_each` of one address or user."""

    def __init__(self, most: int, most_each: int, end: Callable[[Admitted], None]) -> None:
        self._most = most
        self._most_each = most_each
        self._end = end
        self._all: dict[Admitted, None] = {}
        self._each: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._all)

    def add(self, one: Admitted) -> None:
        """Add a connection; ends another one if there are too many."""
        one.pool = self
        self._all[one] = None
        self._each[one.whose] += 1
        if one.whose and self._each[one.whose] > self._most_each:
            self._end_oldest(one.whose)
        elif len(self._all) > self._most:
            self._end_oldest(self._each.most_common(1)[0][0])

    def remove(self, one: Admitted) -> None:
        """Remove a connection, if it is still in the pool."""
        if one in self._all:
            del self._all[one]
            self._each[one.whose] -= 1
            if not self._each[one.whose]:
                del self._each[one.whose]

    def _end_oldest(self, whose: str) -> None:
        *theirs, newest = (one for one in self._all if one.whose == whose)
        # One that waits for us ends last. If all wait, the newest ends: otherwise none would ever be served.
        oldest = next((one for one in theirs if not one.waits_for_us), newest)
        self.remove(oldest)
        self._end(oldest)


class Admission:
    """The connections of one worker that are not upgraded. Only what waits switches."""

    def __init__(self, end: Callable[[Admitted], None] | None = None) -> None:
        self._end = end or shut
        self._arriving, self._asking = FairQueue("arrivals"), FairQueue("requests")
        self._asking_known = FairQueue("users")
        self.anonymous = Pool(ANONYMOUS_MAX, ANONYMOUS_OF_ADDRESS_MAX, self._end_one)
        self.known = Pool(KNOWN_MAX, KNOWN_OF_USER_MAX, self._end_one)
        self.waiting = Pool(WAITING_MAX, WAITING_OF_USER_MAX, self._end_one)
        self._by_descriptor: dict[int, Admitted] = {}
        self.ended = 0
        """Connections that were ended for newer ones."""

    def enter(self, descriptor: int, address: str, *, counts: bool) -> Admitted:
        """A new connection. `counts` is false for the address of a proxy, which has many users."""
        one = Admitted(descriptor, self.anonymous, network_of(address) if counts else "")
        self._by_descriptor[descriptor] = one
        self.anonymous.add(one)
        return one

    def wait_to_arrive(self, one: Admitted) -> bool:
        """Wait until a new connection can begin, which costs milliseconds with TLS; False if it was ended.

        Switches: always.
        """
        return self._wait(one, self._arriving)

    def wait_to_ask(self, descriptor: int) -> bool:
        """Wait until a request of this connection can begin. Users do not wait for anonymous clients.

        False if it was ended. Switches: always.
        """
        one = self._by_descriptor.get(descriptor)
        if one is None or not self._wait(one, self._asking_known if one.pool is self.known else self._asking):
            return False
        one.served = True
        return True

    def _wait(self, one: Admitted, queue: FairQueue) -> bool:
        if not one.ended:
            one.called = Flag()
            queue.wait(one.called)
            one.called = None
        return not one.ended

    def know(self, descriptor: int, whose: str) -> None:
        """The connection with this descriptor has a login now."""
        one = self._by_descriptor.get(descriptor)
        if one is not None and one.pool is not self.known and not one.ended:
            one.pool.remove(one)
            one.whose = whose
            self.known.add(one)

    @contextmanager
    def long_wait(self, descriptor: int) -> Iterator[None]:
        """While the body runs, the connection with this descriptor is one of a program that waits."""
        one = self._by_descriptor.get(descriptor)
        before = None if one is None else one.pool
        self._move(one, self.waiting)
        try:
            yield
        finally:
            self._move(one, before)

    def _move(self, one: Admitted | None, pool: Pool | None) -> None:
        if one is not None and pool is not None and not one.ended:
            one.pool.remove(one)
            pool.add(one)

    def upgrade(self, descriptor: int) -> None:
        """The connection with this descriptor is a WebSocket now, which `OpenSockets` counts."""
        one = self._by_descriptor.get(descriptor)
        if one is not None:
            one.pool.remove(one)

    def leave(self, one: Admitted) -> None:
        """A connection has ended. Call this before anything can switch after its descriptor was closed."""
        one.pool.remove(one)
        if self._by_descriptor.get(one.descriptor) is one:
            del self._by_descriptor[one.descriptor]

    def _end_one(self, one: Admitted) -> None:
        one.ended = True
        self.ended += 1
        self._end(one)
        if one.called is not None:
            one.called.set()


def shut(one: Admitted) -> None:
    """Shut a connection down, so that the greenlet that serves it reads its end.

    gevent's own `shutdown` would raise in that greenlet, so this asks the kernel directly.
    """
    try:
        with _plain_socket(fileno=os.dup(one.descriptor)) as same:
            same.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # gone already
