"""Limits what one connection sends: a token bucket of messages and one of bytes."""

from __future__ import annotations

MESSAGES_PER_S = 2_000
MESSAGES_BURST = 10_000
BYTES_PER_S = 8 * 1024 * 1024
BYTES_BURST = 32 * 1024 * 1024
"""A user types a few bytes a second and pastes some megabytes."""


class MessageBudget:
    """Both buckets of one connection. Never switches, O(1)."""

    def __init__(self) -> None:
        self._messages = float(MESSAGES_BURST)
        self._bytes = float(BYTES_BURST)
        self._at = 0.0

    def allows(self, messages: int, length: int, now: float) -> bool:
        """Count what came at `now` (monotonic seconds), including control frames; False above a limit."""
        elapsed = now - self._at if self._at else 0.0
        self._at = now
        self._messages = min(MESSAGES_BURST, self._messages + elapsed * MESSAGES_PER_S) - messages
        self._bytes = min(BYTES_BURST, self._bytes + elapsed * BYTES_PER_S) - length
        return self._messages >= 0 and self._bytes >= 0
