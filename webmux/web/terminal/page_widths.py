"""How wide characters are in the tmux that runs, for pages and connections."""

from __future__ import annotations

import json
from typing import Any

from webmux.errors import TmuxError
from webmux.web.services import services


def page_widths() -> str:
    """For pages that draw characters; nothing where tmux cannot say."""
    try:
        return json.dumps(services().tmux.widths().fields, separators=(",", ":"))
    except TmuxError:
        return ""


def news_of_widths(known: str | None) -> dict[str, Any]:
    """What Attached says to a client that has the widths of this id; None is one that wants none."""
    if known is None:
        return {}
    fields = services().tmux.widths().fields
    return {} if fields["id"] == known else {"widths": fields}
