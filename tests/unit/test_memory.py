"""Freed memory is returned to the system."""

from __future__ import annotations

import psutil

from webmux import memory

PIECES = 400
PIECE_BYTES = 100_000


def test_memory_freed_between_live_objects_is_returned():
    """Ninety of a hundred large pieces are freed; without help the process would keep them all."""
    process = psutil.Process()
    pieces = [bytes([i % 256]) * PIECE_BYTES for i in range(PIECES)]
    kept = pieces[::10]
    full = process.memory_info().rss
    del pieces
    memory.give_back()
    assert full - process.memory_info().rss > PIECES * PIECE_BYTES // 2
    assert len(kept) == PIECES // 10


def test_without_glibc_nothing_happens(monkeypatch):
    """On a system with another C library the call is there and does nothing."""
    monkeypatch.setattr(memory, "_trim", None)
    assert memory.give_back() is False
