"""What a command works on: the configuration, and the stores below the state directory.

A running server follows each change at once. Who can run a command can read the state directory, so
commands ask for no login. The stores are imported when a command runs: shells import commands to complete
their words.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webmux import logs
from webmux.commands.options import reads_config
from webmux.config import Config
from webmux.errors import NotServed

if TYPE_CHECKING:
    from webmux.auth.accounts import Accounts, User
    from webmux.auth.administration import Administration
    from webmux.auth.passkey_store import Passkeys
    from webmux.store.audit import Audit
    from webmux.store.database import Database
    from webmux.store.state_dir import StateDir

Act = tuple[str, dict[str, Any]] | None
"""What was changed, for the audit trail: the event and its details; None if nothing was."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What a command reads and changes."""

    config: Config
    state: StateDir
    accounts: Accounts
    people: Administration
    passkeys: Passkeys
    audit: Audit
    database: Database

    def users(self, name: str | None) -> list[User]:
        """The user of this name; all users if there is no name."""
        return self.accounts.all() if name is None else [self.accounts.named(name)]


def opens_stores(*, for_server: bool = False) -> Callable[[Callable[..., Act]], Callable[..., int | None]]:
    """Give a command the `Stores` as its first argument, and record what it returns.

    With `for_server` the command is refused if no server runs with the state directory.
    """

    def decorate(act: Callable[..., Act]) -> Callable[..., int | None]:
        def run(config: Config, /, **words: Any) -> None:
            _run(act, words, config, for_server=for_server)

        run.__name__, run.__doc__ = act.__name__, act.__doc__
        return reads_config(run)

    return decorate


def _run(act: Callable[..., Act], words: dict[str, Any], config: Config, *, for_server: bool) -> None:
    from webmux.store.reload_signal import Changes
    from webmux.store.state_dir import is_served

    logs.configure("text")  # standard output may be a token that goes into a file
    if for_server and not is_served(config.state_dir):
        raise NotServed(
            f"no server runs with the state directory {config.state_dir}: start it,"
            " or add --state-dir DIR with the directory that the running server printed"
        )
    stores = _open(config)
    stores.accounts.ensure_owner()
    done = act(stores, **words)
    if done is not None:
        event, detail = done
        record(stores.audit, event, **detail)
        Changes(stores.state).announce()


def record(audit: Audit, event: str, **detail: Any) -> None:
    """Record what this command did in the audit trail, and wait until it is written."""
    audit.record(event, "ok", user=shell_user(), address="", request_id="", **detail)
    audit.flush()


def shell_user() -> str:
    """Who runs this command, for the audit trail: `shell:` and the name of the system user.

    If the system has no name for the user, as in some containers, it is the number. No user of WebMux has a
    name with a colon.
    """
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return f"shell:{name}"


def _open(config: Config) -> Stores:
    from webmux.auth.accounts import Accounts
    from webmux.auth.administration import Administration
    from webmux.auth.passkey_store import Passkeys
    from webmux.store.audit import Audit
    from webmux.store.database import Database
    from webmux.store.state_dir import StateDir

    state = StateDir(config.state_dir)
    database = Database(config.state_dir, config.database_url)
    accounts, passkeys = Accounts(database), Passkeys(database)
    people = Administration(database, accounts, passkeys)
    return Stores(config, state, accounts, people, passkeys, Audit(database, config.state_dir), database)
