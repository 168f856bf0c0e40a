"""Character widths of the running tmux, for pages and connections."""

from __future__ import annotations

import json
from typing import Any

from webmux.errors import TmuxError
from webmux.web.services import services


def page_widths() -> str:
    """The widths as JSON for pages that draw characters; empty if tmux does not answer."""
    try:
        return json.dumps(services().tmux.widths().fields, separators=(",", ":"))
    except TmuxError:
        return ""


def changed_widths(known: str | None) -> dict[str, Any]:
    """The widths for Attached, unless the client has those with the id `known`, or wants none (None)."""
    if known is None:
        return {}
    fields = services().tmux.widths().fields
    return {} if fields["id"] == known else {"widths": fields}
