"""`webmux token`: manage tokens for scripts."""

from __future__ import annotations

import click

from webmux.auth.roles import Role, Scope
from webmux.commands.options import AS_JSON
from webmux.commands.output import print_table
from webmux.commands.stores import Act, Stores, opens_stores

DAY_S = 24 * 3600
SCOPE = click.Choice([scope.value for scope in Scope])
ROLE = click.Choice([role.value for role in Role])


@click.group(no_args_is_help=False)
def token() -> None:
    """Manage tokens for scripts."""


@token.command("create")
@click.argument("user")
@click.option("--label", required=True, help="What it is for.")
@click.option(
    "--scope",
    type=SCOPE,
    default="read",
    show_default=True,
    help="read looks, type also types into panes, manage does all that its role may.",
)
@click.option("--role", type=ROLE, help="Its highest role.  [default: the role of its user]")
@click.option("--days", type=float, help="Days that it works.  [default: until it is revoked]")
@opens_stores()
def create_token(
    stores: Stores, *, user: str, label: str, scope: str, role: str | None, days: float | None
) -> Act:
    """Create a token. It is printed once and not stored."""
    owner = stores.accounts.named(user)
    lasts_s = None if days is None else round(days * DAY_S)
    text, made = stores.accounts.new_token(owner, label, Role(role or owner.role), lasts_s, Scope(scope))
    click.echo(text)
    return "token_created", {"id": made.id, "label": made.label, "of": owner.name, "scope": made.scope.value}


@token.command("list")
@click.argument("user", required=False)
@AS_JSON
@opens_stores()
def list_tokens(stores: Stores, *, user: str | None, as_json: bool) -> Act:
    """List tokens that work."""
    owned = ((owner, one) for owner in stores.users(user) for one in stores.accounts.tokens_of(owner.id))
    print_table(
        ({"user": owner.name, **one.fields()} for owner, one in owned), as_json=as_json, none="no tokens"
    )
    return None


@token.command("revoke")
@click.argument("token_id", metavar="ID", type=int)
@opens_stores()
def revoke_token(stores: Stores, *, token_id: int) -> Act:
    """End a token now."""
    stores.accounts.revoke_token(token_id)
    click.echo(f"token {token_id} was revoked")
    return "token_revoked", {"id": token_id}
