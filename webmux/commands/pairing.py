"""Pairing codes in a shell: one after the other, on a terminal or in a pipe."""

from __future__ import annotations

import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from webmux import terminal_qr
from webmux.auth.accounts import User
from webmux.auth.links import PAIRING_LASTS_S, RANDOM_BYTES, LoginLinks, id_of
from webmux.auth.paired_device import PairedDevice
from webmux.commands.stores import Stores, record
from webmux.errors import NotServed, WebMuxError

TICK_S = 0.5
ENDED_MAX = 2
"""The server removes a code a moment before it stores the login, so a look may come between."""
NO_ADDRESS = (
    "a phone cannot reach this server: it listens on this machine only and has no public_origins."
    " Start it with TLS for the local network (`webmux tls self-signed`, then --host 0.0.0.0), or behind a"
    " proxy or `tailscale serve` with --behind-proxy and --public-origins https://NAME;"
    " or name the address of a tunnel: --address URL"
)


class NotPaired(WebMuxError):
    """No device used the code, or none could."""


class Codes:
    """Pairing codes of one user, one after the other."""

    def __init__(
        self,
        links: LoginLinks,
        person: User,
        find: Callable[[str], PairedDevice | None],
        served: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._links = links
        self._person = person
        self._find = find
        self._served = served
        self._clock = clock
        self._sleep = sleep

    def make(self) -> str:
        """A new code."""
        random = secrets.token_bytes(RANDOM_BYTES)
        return self._links.issue(random, self._person.id, PAIRING_LASTS_S, pairs=True)

    def wait(self, code: str, on_second: Callable[[int], object]) -> PairedDevice | None:
        """The device that used the code; None if it ended unused. It is dead afterwards.

        `on_second` gets the seconds that are left, again and again.

        Raises:
            NotServed: the server has stopped.
        """
        code_id, until, times_ended = id_of(code), self._clock() + PAIRING_LASTS_S, 0
        try:
            while times_ended < ENDED_MAX:
                if self._links.find(code_id) is None:
                    times_ended += 1
                device = self._find(code_id)
                if device is not None:
                    return device
                on_second(max(0, round(until - self._clock())))
                self._sleep(TICK_S)
        finally:
            self._links.remove(code_id)
        if not self._served():
            raise NotServed("the server has stopped: start it, then run the command again")
        return None


def choose(addresses: list[str], *, ask: bool) -> str:
    """The address for the phone.

    Raises:
        NotPaired: there is none.
    """
    if not addresses:
        raise NotPaired(NO_ADDRESS)
    if len(addresses) == 1 or not ask:
        return addresses[0]
    for number, address in enumerate(addresses, 1):
        click.echo(f"{number}  {address}")
    number = click.prompt("Address for the phone", type=click.IntRange(1, len(addresses)), default=1)
    return addresses[number - 1]


def record_code(stores: Stores, person: User) -> None:
    """Add a new code to the audit trail."""
    record(stores.audit, "pairing_code_created", lasts_s=PAIRING_LASTS_S, of=person.name)


@contextmanager
def own_screen(*, on: bool) -> Iterator[None]:
    """The terminal's alternate screen: no code stays in the scrollback."""
    if not on:
        yield
        return
    sys.stdout.write("\x1b[?1049h")
    try:
        yield
    finally:
        sys.stdout.write("\x1b[?1049l")
        sys.stdout.flush()


def on_terminal(url: str, name: str) -> Callable[[int], object]:
    """Show the code; the result shows the seconds below it."""
    sys.stdout.write("\x1b[H\x1b[J" + page(url, name, shutil.get_terminal_size().lines))

    def on_second(left: int) -> None:
        sys.stdout.write(f"\r\x1b[KNew code in {left} s. Ctrl+C ends it.")
        sys.stdout.flush()

    return on_second


def page(url: str, name: str, rows: int) -> str:
    """What a terminal of so many rows shows; its last line stays free."""
    code = terminal_qr.drawn(url)
    height = code.count("\n")
    if rows > height + 5:
        return f"Scan this with the phone's camera. It logs in as {name}, once.\n{code}{url}\n"
    if rows > height:
        return code
    return f"Make the terminal {height + 1} rows high for a QR code, or open on the phone:\n{url}\n"


def in_pipe(url: str, _name: str) -> Callable[[int], object]:
    """Print the link alone."""
    click.echo(url)
    sys.stdout.flush()
    return lambda left: None
