"""Which session our control client attaches to, so that it disturbs as little as possible. Pure.

tmux has no client without a session. Its lists, `destroy-unattached` and the user's scripts count ours. So it
attaches where another client is attached too, and never to a session that would end without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FORMAT = "#{session_id} #{session_attached} #{destroy-unattached} #{version}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session as tmux lists it; `others` are its clients but ours."""

    session_id: str
    others: int
    ends_alone: bool
    version: str

    @property
    def rank(self) -> tuple[bool, bool]:
        """The least is the best: another client is attached, and it does not end with its last client."""
        return self.others == 0, self.ends_alone

    @property
    def is_eligible(self) -> bool:
        """Whether it would exist without our client."""
        return self.others > 0 or not self.ends_alone


def parse(lines: Iterable[str], ours: str = "") -> list[Candidate]:
    """What `list-sessions -F FORMAT` printed; `ours` is the session that our client is attached to."""
    found = []
    for words in (line.split(" ") for line in lines):
        if len(words) == 4 and words[1].isdigit():
            session_id, attached, destroys, version = words
            others = int(attached) - (session_id == ours)
            found.append(Candidate(session_id, others, destroys not in ("off", "0", ""), version))
    return found


def best(candidates: Iterable[Candidate], ours: str = "") -> Candidate | None:
    """The session to attach to: `ours` unless another one is better; None if there is none."""
    eligible = [candidate for candidate in candidates if candidate.is_eligible]
    return min(eligible, key=lambda one: (one.rank, one.session_id != ours, one.session_id), default=None)
