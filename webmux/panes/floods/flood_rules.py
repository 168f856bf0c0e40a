"""When a pane that floods is shown by pictures of its screen, and when by its output again. Pure.

An eye uses about 1 MB/s; more only costs tmux, the server and the viewers. The pane is then held: tmux sends
none of its output (`refresh-client -A %n:pause`), the program runs on, and captures show its screen.
Measured: docs/decisions/0025-frames.md.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

FLOOD_BYTES, FLOOD_S = 512 * 1024, 0.25
UNPUBLISHED_MAX_BYTES = 256 * 1024
HIDDEN_BYTES, HIDDEN_S = 64 * 1024, 1.0
"""A pane without viewers is held sooner: nobody misses anything."""
SCROLL_ROWS_S, SCROLL_S = 1500.0, 2.0
"""Nobody reads so many rows a second. A page keeps 1,000 rows, so it loses none that it would have later. And
output that tmux has not sent yet is what ends it when the pane starts again: decision 0026."""
STRING_MAX_BYTES = 16 * 1024 * 1024
"""A longer string is taken for a program that forgot to end it."""

LOOK_S = 0.1
LOOK_FAST_S = 0.033
"""For a focused pane whose program paints one place, as a video does, or that was typed into lately."""
FAST_MAX_VIEWERS = 4
FAST_AFTER_KEY_S = 2.0
LOOKS_AFTER_KEY_S = (0.008, 0.016, 0.033, 0.066)
"""The echo of a key, or the prompt after Ctrl+C, is on the screen at one of these moments."""

CALM_ROWS_S = 1000.0
"""Fewer new rows of history than this, in a second, are no flood."""
CALM_S = 0.19
"""So long it has to be calm before its output is sent again: two looks."""
STILL_S = 0.19
"""The same for a screen that does not change at all, also if the pane flooded again before."""
CALM_MAX_S = 3.0
RELAPSE_S = 2.0
"""A pane that floods again so soon has to be calm twice as long the next time, up to `CALM_MAX_S`."""
COLLECTED = 0.1
"""tmux drops this part of a history that is full (grid.c), so its length no longer tells what is new."""
SAME_ROWS = 3


class Rate:
    """How many bytes came in the last `span_s` seconds, to a sixteenth of it."""

    def __init__(self, span_s: float) -> None:
        self.bytes = 0
        self._span_s = span_s
        self._slices: deque[tuple[float, int]] = deque()

    def add(self, count: int, now: float) -> None:
        """`count` bytes came now."""
        if self._slices and now - self._slices[-1][0] < self._span_s / 16:
            began, before = self._slices.pop()
            self._slices.append((began, before + count))
        else:
            self._slices.append((now, count))
        self.bytes += count
        while self._slices[0][0] < now - self._span_s:
            self.bytes -= self._slices.popleft()[1]


class Scroll:
    """For how long rows have come fast, `fast_s`, without a pause. A burst is over before it counts."""

    SLICE_S, PAUSE_S = SCROLL_S / 4, SCROLL_S / 2

    def __init__(self) -> None:
        self.fast_s = 0.0
        self._rows = 0
        self._began = self._last = -math.inf

    def add(self, rows: int, now: float) -> None:
        """So many rows came now."""
        passed_s = now - self._began
        paused, self._last = now - self._last > self.PAUSE_S, now
        if passed_s >= self.SLICE_S:
            is_fast = not paused and self._rows >= SCROLL_ROWS_S * passed_s
            self.fast_s = self.fast_s + passed_s if is_fast else 0.0
            self._rows, self._began = 0, now
        self._rows += rows


class FloodMeter:
    """Decides when a pane is held. Times are those of one clock, in seconds."""

    def __init__(self) -> None:
        self._rate = Rate(FLOOD_S)
        self._hidden = Rate(HIDDEN_S)
        self._strings = Rate(HIDDEN_S)
        self._scroll = Scroll()

    def add(self, count: int, string_bytes: int, now: float, rows: int = 0) -> None:
        """The pane printed `count` bytes with this many ends of `rows`, some of it in strings.

        Strings do not count, because they are images, unless there are more than the longest may have.
        """
        if string_bytes or self._strings.bytes:
            self._strings.add(string_bytes, now)
        if self._strings.bytes <= STRING_MAX_BYTES:
            count = max(0, count - string_bytes)
        self._rate.add(count, now)
        self._hidden.add(count, now)
        self._scroll.add(rows if count else 0, now)

    def is_flood(self, *, seen: bool, unpublished_bytes: int, string_bytes: int) -> bool:
        """Whether to hold the pane now.

        `seen` is whether it has viewers. `string_bytes` is the length of an unfinished string, or 0.
        """
        if 0 < string_bytes <= STRING_MAX_BYTES:
            return False
        if self._rate.bytes > FLOOD_BYTES or unpublished_bytes > UNPUBLISHED_MAX_BYTES:
            return True
        if self._scroll.fast_s >= SCROLL_S:
            return True
        return not seen and self._hidden.bytes > HIDDEN_BYTES


@dataclass(frozen=True, slots=True)
class Look:
    """What one capture of a held pane shows: `history` of at most `limit` rows, the rows, the cursor."""

    history: int
    limit: int
    rows: Sequence[bytes]
    cursor: tuple[int, int] = (0, 0)
    alternate: bool = False


def new_rows(before: Look, now: Look) -> int | None:
    """How many rows went into the history between two looks; None if that cannot be known, as they are many.

    A full-screen program adds none, however much it prints.
    """
    if now.alternate and before.alternate:
        return 0
    if before.history <= now.history < now.limit * (1 - COLLECTED):
        return now.history - before.history
    collected = max(1, int(now.limit * COLLECTED))
    first = tuple(now.rows[:SAME_ROWS])
    for moved in range(len(before.rows) - SAME_ROWS + 1):
        if tuple(before.rows[moved : moved + SAME_ROWS]) == first:
            # Rows that are all alike seem not to move, but the length of the history shows it.
            return None if (now.history - before.history - moved) % collected else moved
    return None


class FramePace:
    """When to look at a held pane, and whether it has calmed down."""

    def __init__(self) -> None:
        self._needed_s = CALM_S
        self._ended_at = -RELAPSE_S
        self._looked_at = 0.0
        self._key_at = -FAST_AFTER_KEY_S
        self._last: Look | None = None
        self._paints = False
        self._calm_since = self._still_since = 0.0

    def begin(self, now: float) -> None:
        """The pane is held from now on."""
        relapsed = now - self._ended_at < RELAPSE_S
        self._needed_s = min(CALM_MAX_S, 2 * self._needed_s) if relapsed else CALM_S
        self._last = None
        self._paints = False
        self._looked_at = now

    def end(self, now: float) -> None:
        """Its output is sent again."""
        self._ended_at = now

    def on_key(self, now: float) -> None:
        """Somebody typed into it."""
        self._key_at = now

    def next_look_at(self, *, focused: bool, viewers: int) -> float:
        """When the next look is due. `focused` is whether it is the focused pane of a viewer."""
        is_used = self._paints or self._looked_at - self._key_at < FAST_AFTER_KEY_S
        is_fast = focused and viewers <= FAST_MAX_VIEWERS and is_used
        due = self._looked_at + (LOOK_FAST_S if is_fast else LOOK_S)
        after_key = [self._key_at + wait_s for wait_s in LOOKS_AFTER_KEY_S]
        return min([due, *(at for at in after_key if at > self._looked_at)])

    def has_calmed(self, look: Look, now: float) -> bool:
        """Take one look; True if the output of the pane is to be sent again."""
        last, self._last = self._last, look
        passed_s = now - self._looked_at
        self._looked_at = now
        if last is None:
            self._calm_since = self._still_since = now
            return False
        is_still = (last.rows, last.cursor, last.history) == (look.rows, look.cursor, look.history)
        rows = new_rows(last, look)
        self._paints = rows == 0
        if not is_still:
            self._still_since = now
            if rows is None or rows >= CALM_ROWS_S * passed_s:
                self._calm_since = now
        return now - self._still_since >= STILL_S or now - self._calm_since >= self._needed_s
