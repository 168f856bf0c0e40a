"""`webmux tls`: make a certificate."""

from __future__ import annotations

import click

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
@click.option("--days", type=int, help="Days that it is valid.  [default: 397]")
@opens_stores()
def self_signed(stores: Stores, *, names: tuple[str, ...], days: int | None) -> Act:
    """Make a certificate and its key, for a LAN."""
    from webmux.auth import certificates

    names = names or tuple(certificates.machine_names())
    lasts = certificates.DAYS if days is None else days
    made = certificates.self_signed(stores.config.state_dir / "tls", names, lasts)
    click.echo(f"for              {', '.join(made.names)}")
    click.echo(f"until            {made.not_after:%Y-%m-%d}")
    click.echo(f"SHA-256          {made.fingerprint}")
    click.echo(f"start it with    --tls-cert {made.certificate} --tls-key {made.key} --host 0.0.0.0")
    click.echo("Browsers warn once about a self-signed certificate: compare the fingerprint, then trust it.")
    return "certificate_made", {"names": ", ".join(made.names)}
