"""What commands print: tables for people, and JSON for programs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

import click

from webmux.program import plain


def print_table(found: Iterable[dict[str, Any]], *, as_json: bool, none: str = "nothing found") -> None:
    """Print rows of equal keys, the keys as the heading; as a JSON array with `as_json`.

    Without rows, people read `none` on standard error, and a program reads nothing.
    """
    rows = list(found)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    if not rows:
        click.echo(none, err=True)
        return
    texts = [[*rows[0]], *([_cell(key, value) for key, value in row.items()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _cell(key: str, value: object) -> str:
    if value is None or value == "":
        return "never" if key in ("expires_at", "used_at") else "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if (key == "at" or key.endswith("_at")) and isinstance(value, int):
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(value))
    return plain(str(value))
