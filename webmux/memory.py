"""Returns freed memory to the system: otherwise the C library keeps it, in pieces between live objects."""

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
    """Return free memory to the system; True if there was some, False also without glibc (malloc_trim(3)).

    Cost: 1 to 10 ms during which nothing else runs, so call it only after something large was freed.
    """
    return bool(_trim and _trim(0))
