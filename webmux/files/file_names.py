"""What an uploaded file may be called. Pure."""

from __future__ import annotations

import os
import re

from webmux.errors import BadField

NAME_MAX_BYTES = 200
"""File systems allow 255; the number of a copy and the name during the upload need room."""
_FIRST = re.compile(r"[-.\s]")
_BAD = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028-\u202e\u2066-\u2069]")


def check_name(name: str) -> str:
    """The name, if it is a plain file name: not hidden, and not like an option of a program.

    Raises:
        BadField: `bad_name`. Browsers clean a name before they send it.
    """
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        raise BadField("name", "must be UTF-8", code="bad_name") from None
    if not 0 < length <= NAME_MAX_BYTES:
        raise BadField("name", f"must have 1 to {NAME_MAX_BYTES} bytes", code="bad_name")
    if _BAD.search(name) or _FIRST.match(name) or name[-1].isspace():
        text = "must be a plain file name: no slashes, no control characters, no dash, dot or space in front"
        raise BadField("name", text, code="bad_name")
    return name


def numbered(name: str, number: int) -> str:
    """The name of the n-th file with this name: `a.png`, `a (2).png`, `a (3).png`."""
    if number == 1:
        return name
    stem, suffix = os.path.splitext(name)
    return f"{stem} ({number}){suffix}"
