"""What an agent in a pane does, and where. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

KINDS = frozenset(("waiting", "working", "done", "idle"))
"""What an agent can say.

`waiting`: it needs an answer. `done`: it ended its task. `idle`: it has nothing to do yet.
"""

UNKNOWN = "unknown"
"""An agent runs, and neither it nor a rule says what it does."""


class AgentState(NamedTuple):
    """One state. `since` is in seconds since 1970, `agent` the name of the program or `""`.

    `source` says who knows it: `hook` (the agent itself), `screen` or `process`. `rule` says what decided.
    """

    kind: str
    since: int
    agent: str = ""
    source: str = "hook"
    rule: str = ""
    rule_name: str = ""
    """Of a rule in the manifest of the agent; `""` for other sources."""


class AgentInPane(NamedTuple):
    """The state of a pane, in one of the sessions that have its window.

    It ends with the process `pid`.
    """

    session_id: str
    window_id: str
    pane_id: str
    pid: int
    state: AgentState

    def fields(self) -> dict[str, Any]:
        """As the API sends it; the process is left out."""
        where = {"session_id": self.session_id, "window_id": self.window_id, "pane_id": self.pane_id}
        return {**where, **self.state._asdict()}
