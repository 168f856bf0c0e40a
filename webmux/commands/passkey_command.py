"""`webmux passkey`: manage passkeys."""

from __future__ import annotations

import click

from webmux.commands.options import AS_JSON
from webmux.commands.output import print_table
from webmux.commands.stores import Act, Stores, opens_stores


@click.group(no_args_is_help=False)
def passkey() -> None:
    """Manage passkeys, which log in without typing."""


@passkey.command("list")
@click.argument("user", required=False)
@AS_JSON
@opens_stores()
def list_passkeys(stores: Stores, *, user: str | None, as_json: bool) -> Act:
    """List passkeys that work."""
    owned = ((owner, one) for owner in stores.users(user) for one in stores.passkeys.of(owner.id))
    print_table(
        ({"user": owner.name, **one.fields()} for owner, one in owned), as_json=as_json, none="no passkeys"
    )
    return None


@passkey.command("revoke")
@click.argument("passkey_id", metavar="ID", type=int)
@opens_stores()
def revoke_passkey(stores: Stores, *, passkey_id: int) -> Act:
    """Remove a passkey. Current logins stay valid."""
    removed = stores.passkeys.remove(passkey_id)
    owner = next((one.name for one in stores.accounts.all() if one.id == removed.user_id), "")
    click.echo(f"passkey {passkey_id} was removed; current logins stay valid")
    return "passkey_removed", {"id": removed.id, "label": removed.label, "of": owner}
