"""How the versions of tmux differ; no other module compares version numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Traits:
    """How one version of tmux behaves. Sources are tmux's files at that tag."""

    encodes_buffers: bool
    """`show-buffer` prints the C way, vis(3), instead of the bytes: before 3.4 (cmd-save-buffer.c)."""
    leaks_captures: bool
    """`capture-pane -p` of a control client never frees its memory: before 3.6 (tmux#4590)."""
    captures_used_cells: bool
    """`capture-pane -T` omits cells that were never written: since 3.4 (cmd-capture-pane.c)."""
    escapes_dollars: bool
    r"""Other commands print `$` before a name as `\$`: only 3.4 (server-client.c, utf8.c)."""
    knows_hyperlinks: bool
    """It has the terminal feature `hyperlinks`: since 3.4 (tty-features.c)."""
    messages_control_clients: bool
    """`display-message -c` reaches a control client: since 3.4 (cmd-display-message.c)."""
    plain_keys_otherwise: bool
    """A program without extended keys gets the plain key: since 3.5, before it gets none (input-keys.c)."""
    cleans_pastes: bool
    """`paste-buffer` without `-S` makes control characters visible: since 3.7 (cmd-paste-buffer.c)."""
    crashes_on_early_events: bool
    """A notification while a control client introduces itself crashes it: before 3.7 (control-notify.c)."""
    crashes_on_manual_size: bool
    """A new window ends the server if `window-size` is manual for all: 3.3 to 3.6 (resize.c)."""
    drops_early_input: bool
    """What is typed before the client has its terminal is lost: before 3.3 (tty.c, tty_start_tty)."""
    pauses_panes: bool
    """A control client can stop the output of single panes, `refresh-client -A`: since 3.2."""
    crashes_on_respawn: bool
    """A pane that starts again ends the server if a control client has not read its last output: before 3.8
    (spawn.c, spawn_pane; tmux#5498)."""
    crashes_on_dead_output: bool
    """The same if a pane with `remain-on-exit` ends after its last output: before 3.3 (control.c)."""
    answers_default_colours: bool
    """OSC 10 and 11 have an answer, if only that of a control client, which is black: since 3.4 (input.c)."""
    takes_reported_colours: bool
    """A control client can report the colours of a pane, `refresh-client -r`: since 3.5."""
    asks_terminals_for_palette: bool
    """OSC 4 is answered with the colours of an attached terminal: since 3.6 (input.c)."""
    joining: str
    """The first version that joins characters into cells in the same way; see `_joining`."""


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
        messages_control_clients=since_3_4,
        plain_keys_otherwise=at_least(version, 3, 5),
        cleans_pastes=at_least(version, 3, 7),
        crashes_on_early_events=not at_least(version, 3, 7),
        crashes_on_manual_size=at_least(version, 3, 3) and not at_least(version, 3, 7),
        drops_early_input=not at_least(version, 3, 3),
        pauses_panes=at_least(version, 3, 2),
        crashes_on_respawn=not at_least(version, 3, 8),
        crashes_on_dead_output=not at_least(version, 3, 3),
        answers_default_colours=since_3_4,
        takes_reported_colours=at_least(version, 3, 5),
        asks_terminals_for_palette=at_least(version, 3, 6),
        joining=_joining(version),
    )


def _joining(version: str) -> str:
    """The version that introduced these rules.

    3.2 joins characters without a column. 3.3 also joins what follows U+200D. 3.4 joins skin tones and flags
    with any character before them; 3.5 adds no blank behind one that it widens. 3.6 joins those only with the
    character they belong to, and jamo. 3.7 pairs flags.
    """
    return next((f"3.{minor}" for minor in (7, 6, 5, 4, 3) if at_least(version, 3, minor)), "3.2")


def understands(client: str, server: str) -> bool:
    """Whether a client of one version can attach to a server of another.

    The form of their messages changed in 3.6, with imsg of OpenBSD (measured for pairs from 3.2a to 3.7c).
    An older client is refused. A newer one can run commands at an older server, but not attach.
    """
    return at_least(client, 3, 6) == at_least(server, 3, 6)


def at_least(version: str, major: int, minor: int) -> bool:
    """Whether `3.3a`, `next-3.6` and the like are this version or newer; `master` is newer than any."""
    number = _NUMBER.search(version)
    return number is None or (int(number[1]), int(number[2])) >= (major, minor)
