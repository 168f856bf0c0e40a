"""Give the system back what was freed: the C library keeps it otherwise, in pieces between live objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable


def _find_trim() -> Callable[[int], int] | None:
    try:
        trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    except OSError:
        return None
    return trim


_trim = _find_trim()


def give_back() -> bool:
    """Return free memory to the system; True where there was some, False also without glibc.

    For rare moments, when something large has gone: 1 to 10 ms during which nothing else runs
    (malloc_trim(3)).
    """
    return bool(_trim and _trim(0))
