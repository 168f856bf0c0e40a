"""`webmux user`, `link`, `token`, `passkey`, `audit`, `tls`: looking after people and the server.

A running server hears of each change at once. Whoever can run these can read the state directory,
which is why they ask for no login.
"""

from __future__ import annotations

import argparse
import getpass
import json
import logging
import math
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import structlog

from webmux import terminal_qr
from webmux.auth import certificates
from webmux.auth.accounts import Accounts, ApiToken, User
from webmux.auth.administration import Administration, Done
from webmux.auth.links import OWNER, RANDOM_BYTES, LoginLinks
from webmux.auth.origins import OwnNames
from webmux.auth.passkey_store import Passkey, Passkeys
from webmux.auth.roles import Role
from webmux.config import OPTION_KEYS, Config, load
from webmux.errors import BadField, ConfigError, NotServed, WebMuxError
from webmux.store.audit import FIND_MAX, Audit
from webmux.store.database import Database
from webmux.store.reload_signal import Changes
from webmux.store.state_dir import StateDir, is_served

COMMANDS = ("user", "link", "token", "passkey", "audit", "tls")
EXIT_REFUSED = 1
EXIT_WRONG_START = 2
DAY_S = 24 * 3600
LINK_MAX_MINUTES = 24 * 60


Act = Done | None
"""What was changed, as the audit trail has it; None where nothing was."""


@dataclass(frozen=True, slots=True)
class _Held:
    accounts: Accounts
    people: Administration
    passkeys: Passkeys
    audit: Audit
    config: Config


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigError(self.prog, message)


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 1 where it was refused, 2 where it was misunderstood, with one line."""
    # What is printed may be a token that goes into a file: only complaints are logged, and not there.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        asked = _parse(arguments)
        options = {} if asked.state_dir is None else {"state_dir": asked.state_dir}
        config = load(options, asked.config)
        if asked.act is _make_link and not is_served(config.state_dir):
            raise NotServed(
                f"no server runs with the state directory {config.state_dir}: start it,"
                " or add --state-dir DIR with the directory that the running server printed"
            )
        state = StateDir(config.state_dir)
        database = Database(config.state_dir, config.database_url)
        accounts, passkeys = Accounts(database), Passkeys(database)
        people = Administration(database, accounts, passkeys)
        held = _Held(accounts, people, passkeys, Audit(database, config.state_dir), config)
        held.accounts.ensure_owner()
        act: Callable[[_Held, Any], Act] = asked.act
        done = act(held, asked)
        if done is not None:
            event, detail = done
            held.audit.record(event, "ok", user=_who(), address="", request_id="", **detail)
            held.audit.flush()
            Changes(state).announce()
    except WebMuxError as error:
        print(f"webmux: {' '.join(error.message.split())}", file=sys.stderr)
        return EXIT_WRONG_START if isinstance(error, ConfigError) else EXIT_REFUSED
    return 0


# -- what each does -----------------------------------------------------------------------------


def _add_user(held: _Held, asked: Any) -> Act:
    password = None if asked.no_password else _read_password()
    done = held.people.add(asked.name, Role(asked.role), password)
    print(f"user {asked.name} added as {asked.role}")
    return done


def _list_users(held: _Held, asked: Any) -> Act:
    _print_table(held.people.listed(), as_json=asked.json)
    return None


def _set_role(held: _Held, asked: Any) -> Act:
    done = held.people.set_role(asked.name, Role(asked.role))
    print(f"user {asked.name} is now {asked.role}")
    return done


def _disable(held: _Held, asked: Any) -> Act:
    done = held.people.set_disabled(asked.name, disabled=True)
    print(f"user {asked.name} is disabled; their connections end now")
    return done


def _enable(held: _Held, asked: Any) -> Act:
    done = held.people.set_disabled(asked.name, disabled=False)
    print(f"user {asked.name} can log in again")
    return done


def _set_password(held: _Held, asked: Any) -> Act:
    held.accounts.named(asked.name)
    done = held.people.set_password(asked.name, _read_password())
    print(f"user {asked.name} has a new password")
    return done


def _end_logins(held: _Held, asked: Any) -> Act:
    done = held.people.end_logins(asked.name)
    print(f"user {asked.name} is logged out everywhere; access tokens still work")
    return done


def _make_link(held: _Held, asked: Any) -> Act:
    config, user_id, name = held.config, OWNER, held.accounts.owner().name
    if asked.user is not None:
        user = held.accounts.named(asked.user)
        if user.disabled:
            raise BadField("user", f"{user.name} is disabled")
        user_id, name = user.id, user.name
    if not (math.isfinite(asked.minutes) and 0 < asked.minutes <= LINK_MAX_MINUTES):
        raise BadField("minutes", f"must be more than 0, at most {LINK_MAX_MINUTES}")
    state = StateDir(config.state_dir)
    lasts_s = max(1, round(asked.minutes * 60))
    link = LoginLinks(state.links, state.secret()).issue(secrets.token_bytes(RANDOM_BYTES), user_id, lasts_s)
    origin = asked.address or (state.read("address") or "").strip() or OwnNames.of(config).address
    address = f"{origin.rstrip('/')}/login#{link}"
    print(address)
    if sys.stdout.isatty():
        terminal_qr.show(address)
        print(f"Logs in as {name}, once, within {asked.minutes:g} minutes.")
    return "login_link_created", {"lasts_s": lasts_s, "of": name}


def _create_token(held: _Held, asked: Any) -> Act:
    user = held.accounts.named(asked.user)
    lasts_s = None if asked.days is None else round(asked.days * DAY_S)
    text, token = held.accounts.new_token(user, asked.label, Role(asked.scope or user.role), lasts_s)
    print(text)
    return "token_created", {"id": token.id, "label": token.label, "of": user.name}


def _list_tokens(held: _Held, asked: Any) -> Act:
    users = held.accounts.all() if asked.user is None else [held.accounts.named(asked.user)]
    rows = [_token_fields(user, token) for user in users for token in held.accounts.tokens_of(user.id)]
    _print_table(rows, as_json=asked.json)
    return None


def _revoke_token(held: _Held, asked: Any) -> Act:
    held.accounts.revoke_token(asked.id)
    print(f"token {asked.id} was revoked")
    return "token_revoked", {"id": asked.id}


def _list_passkeys(held: _Held, asked: Any) -> Act:
    users = held.accounts.all() if asked.user is None else [held.accounts.named(asked.user)]
    rows = [_passkey_fields(user, passkey) for user in users for passkey in held.passkeys.of(user.id)]
    _print_table(rows, as_json=asked.json)
    return None


def _revoke_passkey(held: _Held, asked: Any) -> Act:
    removed = held.passkeys.remove(asked.id)
    owner = next((user.name for user in held.accounts.all() if user.id == removed.user_id), "")
    print(f"passkey {asked.id} was removed; current logins stay valid")
    return "passkey_removed", {"id": removed.id, "label": removed.label, "of": owner}


def _show_audit(held: _Held, asked: Any) -> Act:
    since = None if asked.days is None else int(time.time() - asked.days * DAY_S)
    limit = max(1, min(asked.limit, FIND_MAX))
    entries = held.audit.find(user=asked.user, event=asked.event, since=since, limit=limit)
    if asked.json:
        for entry in entries:
            print(json.dumps(entry.fields()))
        return None
    rows = [entry.fields() for entry in entries]
    for row in rows:
        row["detail"] = ", ".join(f"{key}: {value}" for key, value in row["detail"].items())
    _print_table(rows, as_json=False)
    return None


def _make_certificate(held: _Held, asked: Any) -> Act:
    made = certificates.self_signed(
        held.config.state_dir / "tls", asked.name or certificates.machine_names(), asked.days
    )
    print(f"for              {', '.join(made.names)}")
    print(f"until            {made.not_after:%Y-%m-%d}")
    print(f"SHA-256          {made.fingerprint}")
    print(f"start it with    --tls-cert {made.certificate} --tls-key {made.key} --host 0.0.0.0")
    print("Browsers warn once about a self-signed certificate: compare the fingerprint, then trust it.")
    return "certificate_made", {"names": ", ".join(made.names)}


# -- words in, words out ----------------------------------------------------------------------


def _parse(arguments: Sequence[str]) -> Any:
    asked, unknown = _parser().parse_known_args(list(arguments))
    if not unknown:
        return asked
    word = unknown[0].partition("=")[0]
    if word.startswith("--") and word[2:].replace("-", "_") in OPTION_KEYS:
        raise ConfigError(
            word,
            "is an option for starting the server; a command finds the server by its state directory,"
            f" write: app.py {arguments[0]} ... [--state-dir DIR] [--config FILE]",
        )
    raise ConfigError(word, f"is not an option of {arguments[0]}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="webmux", description="manage users, logins, tokens and certificates", allow_abbrev=False
    )
    things = parser.add_subparsers(required=True, metavar="|".join(COMMANDS))
    roles = [role.value for role in Role]

    users = things.add_parser("user", help="who may log in").add_subparsers(required=True, metavar="ACTION")
    add = _action(users, "add", _add_user, "a new user; the password is asked for, or read from a pipe")
    add.add_argument("name")
    add.add_argument("--role", choices=roles, default=Role.OPERATOR.value)
    add.add_argument("--no-password", action="store_true", help="for tokens only, or until `passwd` sets one")
    _action(users, "list", _list_users, "all users").add_argument("--json", action="store_true")
    role = _action(users, "role", _set_role, "change the role of a user")
    role.add_argument("name")
    role.add_argument("role", choices=roles)
    for name, act, told in (
        ("disable", _disable, "refuse logins and end their connections"),
        ("enable", _enable, "allow logins again"),
        ("passwd", _set_password, "set a password; it is asked for, or read from a pipe"),
        ("logout", _end_logins, "log out all their browsers"),
    ):
        _action(users, name, act, told).add_argument("name")

    _add_link(things)
    found = _action(things, "audit", _show_audit, "the audit trail, newest first")
    found.add_argument("--user")
    found.add_argument("--event")
    found.add_argument("--days", type=float, help="only this many days back")
    found.add_argument("--limit", type=int, default=50)
    found.add_argument("--json", action="store_true", help="one line of JSON for each event")
    tokens = things.add_parser("token", help="for scripts").add_subparsers(required=True, metavar="ACTION")
    create = _action(tokens, "create", _create_token, "a new token; it is printed once and not stored")
    create.add_argument("user")
    create.add_argument("--label", required=True, help="what it is for")
    create.add_argument("--scope", choices=roles, help="its highest role (default: the role of its user)")
    create.add_argument("--days", type=float, help="days that it works (default: until it is revoked)")
    listed = _action(tokens, "list", _list_tokens, "tokens that work")
    listed.add_argument("user", nargs="?")
    listed.add_argument("--json", action="store_true")
    _action(tokens, "revoke", _revoke_token, "end a token now").add_argument("id", type=int)
    passkeys = things.add_parser("passkey", help="to log in without typing").add_subparsers(
        required=True, metavar="ACTION"
    )
    known = _action(passkeys, "list", _list_passkeys, "passkeys that work")
    known.add_argument("user", nargs="?")
    known.add_argument("--json", action="store_true")
    gone = _action(passkeys, "revoke", _revoke_passkey, "remove a passkey; current logins stay valid")
    gone.add_argument("id", type=int)

    made = things.add_parser("tls", help="a certificate").add_subparsers(required=True, metavar="ACTION")
    sign = _action(made, "self-signed", _make_certificate, "a certificate and its key, for a LAN")
    sign.add_argument(
        "--name",
        action="append",
        help="host name or address; may be given several times (default: all of this machine)",
    )
    sign.add_argument(
        "--days",
        type=int,
        default=certificates.DAYS,
        help="days that it is valid (default: %(default)s)",
    )
    return parser


def _add_link(things: Any) -> None:
    link = _action(things, "link", _make_link, "a new login link that works once, with a QR code for phones")
    link.add_argument("user", nargs="?", help="who it logs in (default: the owner)")
    link.add_argument(
        "--minutes", type=float, default=60, help="minutes that it works (default: %(default)s)"
    )
    link.add_argument("--address", metavar="URL", help="the server's address for browsers (default: its own)")


def _action(into: Any, name: str, act: Callable[[_Held, Any], Act], told: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = into.add_parser(name, help=told, description=told, allow_abbrev=False)
    parser.add_argument("--config", metavar="FILE", help="read this file instead of webmux.toml")
    parser.add_argument("--state-dir", metavar="DIR", help="the state directory of the running server")
    parser.set_defaults(act=act)
    return parser


def _who() -> str:
    """Whose shell it is; a user may have any name, but none with a colon."""
    return f"shell:{getpass.getuser()}"


def _read_password() -> str:
    """The first line of a pipe, or what is typed twice without being shown."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("New password: ")
    if password != getpass.getpass("Repeat it: "):
        raise BadField("password", "the two passwords differ")
    return password


def _token_fields(user: User, token: ApiToken) -> dict[str, Any]:
    return {"user": user.name, **token.fields()}


def _passkey_fields(user: User, passkey: Passkey) -> dict[str, Any]:
    return {"user": user.name, **passkey.fields()}


def _print_table(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    if not rows:
        return
    texts = [[*rows[0]], *([_cell(key, value) for key, value in row.items()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _cell(key: str, value: object) -> str:
    if value is None:
        return "never" if key in ("expires_at", "used_at") else "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if (key == "at" or key.endswith("_at")) and isinstance(value, int):
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(value))
    return str(value)
