"""What differs between the versions of tmux, in one place: nothing else compares version numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Traits:
    """How one version of tmux behaves. Sources are its own files at that tag."""

    encodes_buffers: bool
    """`show-buffer` prints the C way, vis(3), instead of the bytes: before 3.4 (cmd-save-buffer.c)."""
    leaks_captures: bool
    """`capture-pane -p` of a control client keeps its memory for ever: before 3.6 (tmux#4590)."""
    captures_used_cells: bool
    """`capture-pane -T` leaves out cells that nothing was written to: from 3.4 on (cmd-capture-pane.c)."""
    escapes_dollars: bool
    r"""What other commands print has `\$` before a name: 3.4 alone (server-client.c, utf8.c)."""
    knows_hyperlinks: bool
    """The terminal features `hyperlinks` and `sync` are known: from 3.4 on (tty-features.c)."""
    plain_keys_otherwise: bool
    """Extended keys are plain for a program that did not ask: from 3.5 on, dropped before (input-keys.c)."""
    cleans_pastes: bool
    """`paste-buffer` makes control characters visible unless told `-S`: from 3.7 on (cmd-paste-buffer.c)."""
    crashes_on_early_events: bool
    """News while a control client introduces itself crashes the server: before 3.7 (control-notify.c)."""
    joining: str
    """The first version that joins characters into cells as this one does; see `_joining`."""


@lru_cache(maxsize=16)
def traits(version: str) -> Traits:
    """The traits of `3.3a`, `next-3.6` and the like; `master` counts as newer than any number."""
    since_3_4 = at_least(version, 3, 4)
    return Traits(
        encodes_buffers=not since_3_4,
        leaks_captures=not at_least(version, 3, 6),
        captures_used_cells=since_3_4,
        escapes_dollars=since_3_4 and not at_least(version, 3, 5),
        knows_hyperlinks=since_3_4,
        plain_keys_otherwise=at_least(version, 3, 5),
        cleans_pastes=at_least(version, 3, 7),
        crashes_on_early_events=not at_least(version, 3, 7),
        joining=_joining(version),
    )


def _joining(version: str) -> str:
    """The version that brought these rules.

    3.2 joins what takes no column, 3.3 also what follows U+200D, 3.4 skin tones and flags with whatever
    is before them (3.5 without a blank behind what it widens), 3.6 those only with what they belong to,
    and jamo; 3.7 pairs flags two by two.
    """
    return next((f"3.{minor}" for minor in (7, 6, 5, 4, 3) if at_least(version, 3, minor)), "3.2")


def at_least(version: str, major: int, minor: int) -> bool:
    """Whether `3.3a`, `next-3.6` and the like are this version or newer; `master` is newer than any."""
    number = _NUMBER.search(version)
    return number is None or (int(number[1]), int(number[2])) >= (major, minor)
