"""What a version of tmux lacks for native panes, which the page shows its user. Pure."""

from __future__ import annotations

from webmux.tmux.version import traits


def limits_of(version: str) -> list[str]:
    """Names of what this tmux lacks, the worst first; docs/protocol.md says what each means."""
    known = traits(version)
    limits = {
        "respawn": known.crashes_on_respawn,
        "dead-panes": known.crashes_on_dead_output,
        "keys": not known.plain_keys_otherwise,
        "cleared-colours": not known.captures_used_cells,
        "black": known.answers_default_colours and not known.takes_reported_colours,
    }
    return [name for name, lacks in limits.items() if lacks]
