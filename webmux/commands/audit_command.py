"""`webmux audit`: show the audit trail."""

from __future__ import annotations

import json
import time

import click

from webmux.commands.output import print_table
from webmux.commands.stores import Act, Stores, opens_stores

DAY_S = 24 * 3600


DAYS_MAX = 36_500.0


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
    from webmux.store.audit import FIND_MAX

    since = None if days is None else int(time.time() - min(DAYS_MAX, days) * DAY_S)  # also of nan
    entries = stores.audit.find(user=user, event=event, since=since, limit=max(1, min(limit, FIND_MAX)))
    rows = [entry.fields() for entry in entries]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row))
        return None
    for row in rows:
        row["detail"] = ", ".join(f"{key}: {value}" for key, value in row["detail"].items())
    print_table(rows, as_json=False, none="no events")
    return None
