"""Connections that are no terminals yet: how many there may be, and which of them ends for a new one.

A connection is a stranger's until one of its requests was answered to a login; an upgraded one is counted by
`open_sockets`. Nobody is refused for the number of others: where a pool is full its oldest connection ends,
of the address or user that has the most. So whoever opens a thousand and reads none ends their own, and a
health check or a login is served at once, from the same address too.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Callable

from gevent import monkey
from gevent.event import Event as Flag

from webmux.auth.failures import network_of
from webmux.web.engine.take_turns import Turns

STRANGERS_MAX = 400
STRANGERS_OF_ADDRESS_MAX = 128
"""A team that loads the login page at once from behind one address fits."""
KNOWN_MAX = 600
KNOWN_OF_USER_MAX = 200
"""Browsers open six connections each."""
CONNECTIONS_MAX = 2500
"""What gunicorn may serve at once: these, the sockets of `open_sockets`, and those about to end."""
_plain_socket = monkey.get_original("socket", "socket")


class Admitted:
    """One connection, and what it is counted by: an address, a user, or nothing."""

    __slots__ = ("descriptor", "ended", "pool", "served", "turn", "whose")

    def __init__(self, descriptor: int, pool: Pool, whose: str) -> None:
        self.descriptor = descriptor
        self.whose = whose
        self.pool = pool
        self.turn: Flag | None = None
        self.ended = False
        self.served = False
        """Whether one of its requests was begun."""

    @property
    def waits_for_us(self) -> bool:
        """Whether it waits for its turn and nothing was done for it yet.

        A peer that sends many requests and reads no answer waits as well, for the turn of the next one.
        """
        return self.turn is not None and not self.served


class Pool:
    """Connections in the order they came; never more than `most`, nor `most_each` of one."""

    def __init__(self, most: int, most_each: int, end: Callable[[Admitted], None]) -> None:
        self._most = most
        self._most_each = most_each
        self._end = end
        self._all: dict[Admitted, None] = {}
        self._each: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._all)

    def add(self, one: Admitted) -> None:
        """Count one more; ends another if that is too many."""
        one.pool = self
        self._all[one] = None
        self._each[one.whose] += 1
        if one.whose and self._each[one.whose] > self._most_each:
            self._end_oldest(one.whose)
        elif len(self._all) > self._most:
            self._end_oldest(self._each.most_common(1)[0][0])

    def remove(self, one: Admitted) -> None:
        """Count one less, if it is still counted."""
        if one in self._all:
            del self._all[one]
            self._each[one.whose] -= 1
            if not self._each[one.whose]:
                del self._each[one.whose]

    def _end_oldest(self, whose: str) -> None:
        *theirs, newest = (one for one in self._all if one.whose == whose)
        # One that waits for us goes last. If all do, the newest goes: in place of the oldest none would
        # ever be served.
        oldest = next((one for one in theirs if not one.waits_for_us), newest)
        self.remove(oldest)
        self._end(oldest)


class Admission:
    """The connections of one worker that are not upgraded. Only what waits switches."""

    def __init__(self, end: Callable[[Admitted], None] | None = None) -> None:
        self._end = end or shut
        self._arriving, self._asking, self._asking_known = (
            Turns("arrivals"),
            Turns("requests"),
            Turns("users"),
        )
        self.strangers = Pool(STRANGERS_MAX, STRANGERS_OF_ADDRESS_MAX, self._end_one)
        self.known = Pool(KNOWN_MAX, KNOWN_OF_USER_MAX, self._end_one)
        self._by_descriptor: dict[int, Admitted] = {}
        self.ended = 0
        """How many were ended for newer ones."""

    def enter(self, descriptor: int, address: str, *, counts: bool) -> Admitted:
        """A new connection. `counts` is false for a proxy's address, which speaks for many."""
        one = Admitted(descriptor, self.strangers, network_of(address) if counts else "")
        self._by_descriptor[descriptor] = one
        self.strangers.add(one)
        return one

    def wait_to_arrive(self, one: Admitted) -> bool:
        """Wait until a new connection may begin, which with TLS costs milliseconds; False if it was ended.

        Switches: always.
        """
        return self._wait(one, self._arriving)

    def wait_to_ask(self, descriptor: int) -> bool:
        """Wait until a request of this connection may begin: users do not wait for strangers.

        False if it was ended. Switches: always.
        """
        one = self._by_descriptor.get(descriptor)
        if one is None or not self._wait(one, self._asking_known if one.pool is self.known else self._asking):
            return False
        one.served = True
        return True

    def _wait(self, one: Admitted, turns: Turns) -> bool:
        if not one.ended:
            one.turn = Flag()
            turns.wait(one.turn)
            one.turn = None
        return not one.ended

    def know(self, descriptor: int, whose: str) -> None:
        """The connection with this descriptor is a user's from now on."""
        one = self._by_descriptor.get(descriptor)
        if one is not None and one.pool is not self.known and not one.ended:
            one.pool.remove(one)
            one.whose = whose
            self.known.add(one)

    def upgrade(self, descriptor: int) -> None:
        """The connection with this descriptor is a socket from now on, which others count."""
        one = self._by_descriptor.get(descriptor)
        if one is not None:
            one.pool.remove(one)

    def leave(self, one: Admitted) -> None:
        """A connection is over. Call it before anything can switch after its descriptor was closed."""
        one.pool.remove(one)
        if self._by_descriptor.get(one.descriptor) is one:
            del self._by_descriptor[one.descriptor]

    def _end_one(self, one: Admitted) -> None:
        one.ended = True
        self.ended += 1
        self._end(one)
        if one.turn is not None:
            one.turn.set()


def shut(one: Admitted) -> None:
    """Cut a connection, so that whoever serves it finds its end.

    gevent's own `shutdown` would raise in the greenlet that reads: ask the kernel alone.
    """
    try:
        with _plain_socket(fileno=os.dup(one.descriptor)) as same:
            same.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # gone already
