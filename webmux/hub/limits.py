"""The configured bounds of a hub."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HubLimits:
    """How much a hub reads at once, how long it gathers output, and how much of it the hub stores."""

    read_chunk_bytes: int = 65536
    batch_timeout_s: float = 0.005
    batch_max_reads: int = 32
    queue_max_frames: int = 256
    max_buffer_bytes: int = 10 * 1024 * 1024
