"""`webmux link`: make a login link."""

from __future__ import annotations

import math
import secrets
import sys

import click

from webmux.commands.stores import Act, Stores, opens_stores
from webmux.errors import BadField

LINK_MAX_MINUTES = 24 * 60


@click.command()
@click.argument("user", required=False)
@click.option("--minutes", type=float, default=60, show_default=True, help="Minutes that it works.")
@click.option("--address", metavar="URL", help="The server's address for browsers.  [default: its own]")
@opens_stores(for_server=True)
def link(stores: Stores, *, user: str | None, minutes: float, address: str | None) -> Act:
    """Make a login link that works once, with a QR code for phones.

    It logs in USER, or the owner if none is named.
    """
    from webmux import terminal_qr
    from webmux.auth.links import OWNER, RANDOM_BYTES, LoginLinks
    from webmux.auth.origins import OwnNames

    user_id, name = OWNER, stores.accounts.owner().name
    if user is not None:
        found = stores.accounts.named(user)
        if found.disabled:
            raise BadField("user", f"{found.name} is disabled")
        user_id, name = found.id, found.name
    if not (math.isfinite(minutes) and 0 < minutes <= LINK_MAX_MINUTES):
        raise BadField("minutes", f"must be more than 0, at most {LINK_MAX_MINUTES}")
    lasts_s = max(1, round(minutes * 60))
    links = LoginLinks(stores.state.links, stores.state.secret())
    text = links.issue(secrets.token_bytes(RANDOM_BYTES), user_id, lasts_s)
    origin = address or (stores.state.read("address") or "").strip() or OwnNames.of(stores.config).address
    url = f"{origin.rstrip('/')}/login#{text}"
    click.echo(url)
    if sys.stdout.isatty():
        terminal_qr.show(url)
        click.echo(f"Logs in as {name}, once, within {minutes:g} minutes.")
    return "login_link_created", {"lasts_s": lasts_s, "of": name}
