"""`webmux user`: manage who may log in."""

from __future__ import annotations

import getpass
import sys
from typing import Any

import click

from webmux.auth.roles import Role
from webmux.commands.options import AS_JSON
from webmux.commands.output import print_table
from webmux.commands.stores import Act, Stores, opens_stores
from webmux.errors import BadField

ROLE = click.Choice([role.value for role in Role])


@click.group(no_args_is_help=False)
def user() -> None:
    """Manage who may log in."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, default=Role.OPERATOR.value, show_default=True)
@click.option("--no-password", is_flag=True, help="For tokens only, or until `passwd` sets a password.")
@opens_stores()
def add_user(stores: Stores, *, name: str, role: str, no_password: bool) -> Act:
    """Add a user. The password is asked for, or read from a pipe."""
    password = None if no_password else _read_password()
    return _report(stores.people.add(name, Role(role), password), f"added as {role}")


@user.command("list")
@AS_JSON
@opens_stores()
def list_users(stores: Stores, *, as_json: bool) -> Act:
    """List all users."""
    print_table(stores.people.listed(), as_json=as_json)
    return None


@user.command("role")
@click.argument("name")
@click.argument("role", type=ROLE)
@opens_stores()
def set_role(stores: Stores, *, name: str, role: str) -> Act:
    """Change the role of a user."""
    return _report(stores.people.set_role(name, Role(role)), f"is now {role}")


@user.command("disable")
@click.argument("name")
@opens_stores()
def disable_user(stores: Stores, *, name: str) -> Act:
    """Refuse logins of a user and end their connections."""
    return _report(stores.people.set_disabled(name, disabled=True), "is disabled; their connections end now")


@user.command("enable")
@click.argument("name")
@opens_stores()
def enable_user(stores: Stores, *, name: str) -> Act:
    """Allow logins of a user again."""
    return _report(stores.people.set_disabled(name, disabled=False), "can log in again")


@user.command("passwd")
@click.argument("name")
@opens_stores()
def set_password(stores: Stores, *, name: str) -> Act:
    """Set a password. It is asked for, or read from a pipe."""
    stores.accounts.named(name)
    return _report(stores.people.set_password(name, _read_password()), "has a new password")


@user.command("logout")
@click.argument("name")
@opens_stores()
def end_logins(stores: Stores, *, name: str) -> Act:
    """Log out all browsers of a user."""
    return _report(stores.people.end_logins(name), "is logged out everywhere; access tokens still work")


def _report(done: tuple[str, dict[str, Any]], text: str) -> Act:
    click.echo(f"user {done[1]['name']} {text}")
    return done


def _read_password() -> str:
    """The first line of a pipe, or what is typed twice without being shown."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("New password: ")
    if password != getpass.getpass("Repeat it: "):
        raise BadField("password", "the two passwords differ")
    return password
