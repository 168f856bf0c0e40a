"""`webmux config`: show the effective options, and where each is set."""

from __future__ import annotations

from typing import Any

import click

from webmux.commands.options import AS_JSON, reads_server_options
from webmux.commands.output import print_table
from webmux.config import OPTION_KEYS, SECRET_KEYS, Config, Given, given, load

DEFAULT = Given(None, "default")


@click.command()
@AS_JSON
@reads_server_options
def config(options: dict[str, str], config_file: str | None, *, as_json: bool) -> None:
    """Show all options with their values, and where each one is set.

    A secret is shown as "set" or "not set".
    """
    effective = load(options, config_file)
    print_table(rows(effective, given(options, config_file)), as_json=as_json)


def rows(effective: Config, found: dict[str, Given]) -> list[dict[str, Any]]:
    """A row for each option, with `option`, `origin` and `value`. A list is a text with commas.

    The value is the last, because a long one would put the origins of all rows out of sight.
    """
    shown = {key: _shown(getattr(effective, key)) for key in OPTION_KEYS}
    shown |= {key: "not set" if getattr(effective, key) is None else "set" for key in sorted(SECRET_KEYS)}
    return [
        {"option": key, "origin": found.get(key, DEFAULT).origin, "value": value}
        for key, value in shown.items()
    ]


def _shown(value: object) -> Any:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if value is None or isinstance(value, (bool, int)) else str(value)
