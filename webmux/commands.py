"""`webmux user`, `link`, `token`, `passkey`, `audit`, `tls`: manage users and the server from a shell.

A running server follows each change at once. Who can run a command can read the state directory, so
commands ask for no login.
"""

from __future__ import annotations

import getpass
import json
import logging
import math
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import click
import structlog

from webmux import terminal_qr
from webmux.auth import certificates
from webmux.auth.accounts import Accounts, User
from webmux.auth.administration import Administration, Done
from webmux.auth.links import OWNER, RANDOM_BYTES, LoginLinks
from webmux.auth.origins import OwnNames
from webmux.auth.passkey_store import Passkeys
from webmux.auth.roles import Role
from webmux.config import Config, load
from webmux.errors import BadField, NotServed
from webmux.store.audit import FIND_MAX, Audit
from webmux.store.database import Database
from webmux.store.reload_signal import Changes
from webmux.store.state_dir import StateDir, is_served

DAY_S = 24 * 3600
LINK_MAX_MINUTES = 24 * 60
ROLE = click.Choice([role.value for role in Role])

Act = Done | None
"""What was changed, for the audit trail; None if nothing was."""


class Place(NamedTuple):
    """Where the words before a command say that its server is."""

    config: str | None
    state_dir: str | None


@dataclass(frozen=True, slots=True)
class Stores:
    """What a command reads and changes."""

    config: Config
    state: StateDir
    accounts: Accounts
    people: Administration
    passkeys: Passkeys
    audit: Audit

    def users(self, name: str | None) -> list[User]:
        """The user of this name; all users if there is no name."""
        return self.accounts.all() if name is None else [self.accounts.named(name)]


def opens_stores(*, for_server: bool = False) -> Callable[[Callable[..., Act]], Callable[..., None]]:
    """Give a command the `Stores` as its first argument, and record what it returns.

    With `for_server` the command is refused if no server runs with the state directory.
    """

    def decorate(act: Callable[..., Act]) -> Callable[..., None]:
        def run(place: Place, /, *, config: str | None, state_dir: str | None, **words: Any) -> None:
            directory = state_dir or place.state_dir
            options = {} if directory is None else {"state_dir": directory}
            _run(act, words, load(options, config or place.config), for_server=for_server)

        run.__name__, run.__doc__ = act.__name__, act.__doc__
        command = click.pass_obj(run)
        add = click.option("--state-dir", metavar="DIR", help="The state directory of the running server.")
        return click.option("--config", metavar="FILE", help="Read this file instead of webmux.toml.")(
            add(command)
        )

    return decorate


def _run(act: Callable[..., Act], words: dict[str, Any], config: Config, *, for_server: bool) -> None:
    # The output may be a token that goes into a file: only warnings are logged, and not there.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    if for_server and not is_served(config.state_dir):
        raise NotServed(
            f"no server runs with the state directory {config.state_dir}: start it,"
            " or add --state-dir DIR with the directory that the running server printed"
        )
    state = StateDir(config.state_dir)
    database = Database(config.state_dir, config.database_url)
    accounts, passkeys = Accounts(database), Passkeys(database)
    people = Administration(database, accounts, passkeys)
    stores = Stores(config, state, accounts, people, passkeys, Audit(database, config.state_dir))
    accounts.ensure_owner()
    done = act(stores, **words)
    if done is not None:
        event, detail = done
        # A user may have any name, but none with a colon.
        shell = f"shell:{getpass.getuser()}"
        stores.audit.record(event, "ok", user=shell, address="", request_id="", **detail)
        stores.audit.flush()
        Changes(state).announce()


# -- users -------------------------------------------------------------------------------------


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
@click.option("--json", "as_json", is_flag=True)
@opens_stores()
def list_users(stores: Stores, *, as_json: bool) -> Act:
    """List all users."""
    return _print_table(stores.people.listed(), as_json=as_json)


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


def _report(done: Done, text: str) -> Act:
    click.echo(f"user {done[1]['name']} {text}")
    return done


# -- links, tokens, passkeys -------------------------------------------------------------------


@click.command()
@click.argument("user", required=False)
@click.option("--minutes", type=float, default=60, show_default=True, help="Minutes that it works.")
@click.option("--address", metavar="URL", help="The server's address for browsers.  [default: its own]")
@opens_stores(for_server=True)
def link(stores: Stores, *, user: str | None, minutes: float, address: str | None) -> Act:
    """Make a login link that works once, with a QR code for phones.

    It logs in USER, or the owner if none is named.
    """
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


@click.group(no_args_is_help=False)
def token() -> None:
    """Manage tokens for scripts."""


@token.command("create")
@click.argument("user")
@click.option("--label", required=True, help="What it is for.")
@click.option("--scope", type=ROLE, help="Its highest role.  [default: the role of its user]")
@click.option("--days", type=float, help="Days that it works.  [default: until it is revoked]")
@opens_stores()
def create_token(stores: Stores, *, user: str, label: str, scope: str | None, days: float | None) -> Act:
    """Create a token. It is printed once and not stored."""
    owner = stores.accounts.named(user)
    lasts_s = None if days is None else round(days * DAY_S)
    text, made = stores.accounts.new_token(owner, label, Role(scope or owner.role), lasts_s)
    click.echo(text)
    return "token_created", {"id": made.id, "label": made.label, "of": owner.name}


@token.command("list")
@click.argument("user", required=False)
@click.option("--json", "as_json", is_flag=True)
@opens_stores()
def list_tokens(stores: Stores, *, user: str | None, as_json: bool) -> Act:
    """List tokens that work."""
    owned = ((owner, one) for owner in stores.users(user) for one in stores.accounts.tokens_of(owner.id))
    return _print_table(({"user": owner.name, **one.fields()} for owner, one in owned), as_json=as_json)


@token.command("revoke")
@click.argument("token_id", metavar="ID", type=int)
@opens_stores()
def revoke_token(stores: Stores, *, token_id: int) -> Act:
    """End a token now."""
    stores.accounts.revoke_token(token_id)
    click.echo(f"token {token_id} was revoked")
    return "token_revoked", {"id": token_id}


@click.group(no_args_is_help=False)
def passkey() -> None:
    """Manage passkeys, which log in without typing."""


@passkey.command("list")
@click.argument("user", required=False)
@click.option("--json", "as_json", is_flag=True)
@opens_stores()
def list_passkeys(stores: Stores, *, user: str | None, as_json: bool) -> Act:
    """List passkeys that work."""
    owned = ((owner, one) for owner in stores.users(user) for one in stores.passkeys.of(owner.id))
    return _print_table(({"user": owner.name, **one.fields()} for owner, one in owned), as_json=as_json)


@passkey.command("revoke")
@click.argument("passkey_id", metavar="ID", type=int)
@opens_stores()
def revoke_passkey(stores: Stores, *, passkey_id: int) -> Act:
    """Remove a passkey. Current logins stay valid."""
    removed = stores.passkeys.remove(passkey_id)
    owner = next((one.name for one in stores.accounts.all() if one.id == removed.user_id), "")
    click.echo(f"passkey {passkey_id} was removed; current logins stay valid")
    return "passkey_removed", {"id": removed.id, "label": removed.label, "of": owner}


# -- audit trail, certificate ------------------------------------------------------------------


@click.command()
@click.option("--user", help="Only events of this user.")
@click.option("--event", help="Only events of this kind.")
@click.option("--days", type=float, help="Only this many days back.")
@click.option("--limit", type=int, default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each event.")
@opens_stores()
def audit(
    stores: Stores, *, user: str | None, event: str | None, days: float | None, limit: int, as_json: bool
) -> Act:
    """Show the audit trail, newest first."""
    since = None if days is None else int(time.time() - days * DAY_S)
    entries = stores.audit.find(user=user, event=event, since=since, limit=max(1, min(limit, FIND_MAX)))
    rows = [entry.fields() for entry in entries]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row))
        return None
    for row in rows:
        row["detail"] = ", ".join(f"{key}: {value}" for key, value in row["detail"].items())
    return _print_table(rows, as_json=False)


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


COMMANDS: tuple[click.Command, ...] = (user, link, token, passkey, audit, tls)


# -- input and output --------------------------------------------------------------------------


def _read_password() -> str:
    """The first line of a pipe, or what is typed twice without being shown."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("New password: ")
    if password != getpass.getpass("Repeat it: "):
        raise BadField("password", "the two passwords differ")
    return password


def _print_table(found: Iterable[dict[str, Any]], *, as_json: bool) -> Act:
    """Print rows; nothing was changed by it."""
    rows = list(found)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    if as_json or not rows:
        return None
    texts = [[*rows[0]], *([_cell(key, value) for key, value in row.items()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    return None


def _cell(key: str, value: object) -> str:
    if value is None:
        return "never" if key in ("expires_at", "used_at") else "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if (key == "at" or key.endswith("_at")) and isinstance(value, int):
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(value))
    return str(value)
