"""The device that logged in with a pairing code, for the process that showed the code."""

from __future__ import annotations

from typing import NamedTuple

from webmux.auth.browser_names import browser_name
from webmux.store.database import Database
from webmux.store.sql import select
from webmux.store.tables import logins


class PairedDevice(NamedTuple):
    """A device, by what it said of itself."""

    name: str
    address: str


def find_paired(database: Database, code_id: str) -> PairedDevice | None:
    """The device that used the code with this id. Switches: yes."""
    query = select(logins.c.agent, logins.c.address).where(logins.c.pairing == code_id)
    row = database.run(lambda connection: connection.execute(query).first())
    return None if row is None else PairedDevice(browser_name(row.agent), row.address)
