"""`webmux tls`: make a certificate."""

from __future__ import annotations

import click

from webmux.auth import certificates
from webmux.commands.stores import Act, Stores, opens_stores


@click.group(no_args_is_help=False)
def tls() -> None:
    """Make a certificate."""


@tls.command("self-signed")
@click.option(
    "--name",
    "names",
    multiple=True,
    help="Host name or address; may be given several times.  [default: all of this machine]",
)
@click.option("--days", type=int, default=certificates.DAYS, show_default=True, help="Days that it is valid.")
@opens_stores()
def self_signed(stores: Stores, *, names: tuple[str, ...], days: int) -> Act:
    """Make a certificate and its key, for a LAN."""
    made = certificates.self_signed(
        stores.config.state_dir / "tls", names or certificates.machine_names(), days
    )
    click.echo(f"for              {', '.join(made.names)}")
    click.echo(f"until            {made.not_after:%Y-%m-%d}")
    click.echo(f"SHA-256          {made.fingerprint}")
    click.echo(f"start it with    --tls-cert {made.certificate} --tls-key {made.key} --host 0.0.0.0")
    click.echo("Browsers warn once about a self-signed certificate: compare the fingerprint, then trust it.")
    return "certificate_made", {"names": ", ".join(made.names)}
