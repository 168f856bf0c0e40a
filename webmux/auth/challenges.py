"""Challenges: random texts that an authenticator signs, each good for one thing, once, for five minutes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

LASTS_S = 300
PER_ASKER_MAX = 20
"""Open challenges of one address or user; the oldest gives way, so that nobody pushes out everybody else."""
ALL_MAX = 2000
"""Open challenges of all: half a megabyte."""


@dataclass(frozen=True, slots=True)
class _Open:
    purpose: str
    asker: str
    ends_at: float


class Challenges:
    """The challenges that are open. They are in memory only: after a restart one asks again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, _Open] = {}  # the oldest first, as dictionaries keep their order

    def __len__(self) -> int:
        return len(self._open)

    def issue(self, purpose: str, asker: str) -> str:
        """A new challenge, 256 random bits in base64url. Never switches. Cost: a look at all open ones."""
        now = self._clock()
        self._open = {text: one for text, one in self._open.items() if now < one.ends_at}
        mine = [text for text, one in self._open.items() if one.asker == asker]
        if len(mine) >= PER_ASKER_MAX:
            del self._open[mine[0]]
        elif len(self._open) >= ALL_MAX:
            del self._open[next(iter(self._open))]
        text = secrets.token_urlsafe(32)
        self._open[text] = _Open(purpose, asker, now + LASTS_S)
        return text

    def redeem(self, text: str, purpose: str) -> bool:
        """Whether this challenge is open and for `purpose`; from now on it is not. Never switches."""
        found = self._open.pop(text, None)
        return found is not None and found.purpose == purpose and self._clock() < found.ends_at
