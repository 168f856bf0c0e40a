"""Whether a screen shows a text that was pasted, however the program wraps it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

TAIL_CHARS = 24
"""The end of the text is compared: a field may show no more of it."""
_LEFT_OUT = re.compile(r"[\s│┃║▌]+")
_PLACEHOLDER = "[Pasted"
"""What agents show instead of a long text."""


def count_shown(text: str, screen: Sequence[str]) -> int:
    """How often the screen shows the end of the text, or a placeholder for one."""
    shown = _LEFT_OUT.sub("", "".join(screen))
    return shown.count(_LEFT_OUT.sub("", text)[-TAIL_CHARS:]) + shown.count(_PLACEHOLDER)
