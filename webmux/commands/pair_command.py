"""`webmux pair`: show a QR code that logs a phone in."""

from __future__ import annotations

import sys
from functools import partial

import click

from webmux.commands.stores import Act, Stores, opens_stores
from webmux.errors import BadField


@click.command()
@click.argument("user", required=False)
@click.option(
    "--address", metavar="URL", help="The server's address for the phone.  [default: one of its own]"
)
@opens_stores(for_server=True)
def pair(stores: Stores, *, user: str | None, address: str | None) -> Act:
    """Show a QR code that logs a phone in as USER, or as the owner.

    A code works once, for a minute. On a terminal a new one follows until a phone used it, or Ctrl+C.
    """
    from webmux.auth.links import PAIRING_LASTS_S, LoginLinks
    from webmux.auth.paired_device import find_paired
    from webmux.commands import pairing
    from webmux.store.state_dir import is_served

    person = stores.accounts.owner() if user is None else stores.accounts.named(user)
    if person.disabled:
        raise BadField("user", f"{person.name} is disabled")
    known = [address] if address else (stores.state.read("addresses") or "").split()
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    origin = pairing.choose(known, ask=is_terminal).rstrip("/")
    codes = pairing.Codes(
        LoginLinks(stores.state.links, stores.state.secret()),
        person,
        partial(find_paired, stores.database),
        partial(is_served, stores.config.state_dir),
    )
    shown = pairing.on_terminal if is_terminal else pairing.in_pipe
    with pairing.own_screen(on=is_terminal):
        device = None
        while device is None:
            code = codes.make()
            pairing.record_code(stores, person)
            device = codes.wait(code, shown(f"{origin}/login#{code}", person.name))
            if device is None and not is_terminal:
                text = f"no device used the code within {PAIRING_LASTS_S} s: run the command again"
                raise pairing.NotPaired(text)
    click.echo(f"{device.name}, from {device.address}, is logged in as {person.name}.")
    click.echo("It is listed on the account page, which can log it out.")
    return None
