"""The state of one pane by the rules that fitted its captures, and its form in an option. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from webmux.agents.agent_state import UNKNOWN
from webmux.agents.screen_manifest import Rule

DWELL_S = 1.0
"""A new state counts when captures at least this time apart show it."""
OPTION = "@webmux_screen"
FORM = "^[a-z]+:[0-9]+:[0-9]+$"
"""Of the values that we read: `KIND:EPOCH:PID`."""

_VALUE = re.compile(r"(working|waiting|done|idle):([1-9][0-9]{0,11}):([1-9][0-9]{0,9})", re.ASCII)
_LASTING = frozenset(("done", "idle"))


class Stored(NamedTuple):
    """A state in the option of a pane."""

    kind: str
    since: int
    pid: int

    def value(self) -> str:
        return f"{self.kind}:{self.since}:{self.pid}"


def stored_value(text: str) -> Stored | None:
    """The state in a value, or None: anybody may set the option."""
    match = _VALUE.fullmatch(text)
    return Stored(match[1], int(match[2]), int(match[3])) if match else None


def kind_of(rule: Rule | None, before: str) -> str:
    """The kind that a rule means after the kind `before`, the last one that was not unknown."""
    if rule is None:
        return UNKNOWN
    after = rule.after_working
    return after if after and before in ("working", "waiting", after) else rule.kind


class ScreenState:
    """What the captures of one process show. `kind` is unknown until a state lasted for `DWELL_S`."""

    def __init__(self, stored: Stored | None = None) -> None:
        """`stored` is what was known of the same process before a restart of ours."""
        self.kind = UNKNOWN
        self.since = 0
        self.rule: Rule | None = None
        self._known = stored
        """The last state that was not unknown."""
        self._next: tuple[str, float, float] | None = None
        self._fresh = True

    @property
    def settles_at(self) -> float | None:
        """When another capture decides, by the clock of `take`; None if nothing is open."""
        return None if self._next is None else self._next[1] + DWELL_S

    def take(self, rule: Rule | None, now_s: float, wall_s: float) -> bool:
        """Note which rule fitted a capture; returns whether the state changed.

        `now_s` is monotonic, `wall_s` in seconds since 1970.
        """
        kind = kind_of(rule, self._known.kind if self._known is not None else "")
        if kind == self.kind and not self._fresh:
            self._next = None
            changed, self.rule = self.rule is not rule, rule
            return changed
        if self._next is None or self._next[0] != kind:
            self._next = (kind, now_s, wall_s)
        is_known = self._fresh and self._known is not None and self._known.kind == kind
        if not is_known and now_s < self._next[1] + DWELL_S:
            return False
        self._accept(kind, rule, int(self._next[2]))
        return True

    def stored(self, pid: int) -> Stored | None:
        """What the option must contain for this process; None if nothing is known yet."""
        return None if self._known is None else self._known._replace(pid=pid)

    def _accept(self, kind: str, rule: Rule | None, since: int) -> None:
        known = self._known
        # After a restart, or after a menu hid it, a state has the age that it had.
        if known is not None and known.kind == kind and (self._fresh or kind in _LASTING):
            since = known.since
        self.kind, self.since, self.rule = kind, since, rule
        self._next, self._fresh = None, False
        if kind != UNKNOWN:
            self._known = Stored(kind, since, 0)
