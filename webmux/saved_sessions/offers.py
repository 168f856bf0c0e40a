"""Commands that ran in panes before tmux ended: each is offered to the user of the pane, and never run."""

from __future__ import annotations

import unicodedata

OFFER_OPTION = "@webmux_offer"
"""Option of a pane with the command line that ran in it. tmux stores it, so it ends with the pane."""
COMMAND_MAX_CHARS = 2000
_JOINERS = "\u200c\u200d"


def clean_command(text: str) -> str:
    """A command line that can be shown and typed: one line without control and other invisible characters.

    `""` if nothing is left, or if it is longer than `COMMAND_MAX_CHARS`: a part of a command is another
    command.
    """
    stored = "".join(char for char in text if not _is_hidden(char)).strip()
    return stored if len(stored) <= COMMAND_MAX_CHARS else ""


def _is_hidden(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
