"""What an uploaded file may be called. Pure."""

from __future__ import annotations

import os
import re

from webmux.errors import BadField

NAME_MAX_BYTES = 200
"""File systems take 255; the number of a second one, and what an upload is called meanwhile, need room."""
_FIRST = re.compile(r"[-.\s]")
_BAD = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028-\u202e\u2066-\u2069]")


def check_name(name: str) -> str:
    """The name as it is: of a file in one folder, that no program takes for an option and that is not hidden.

    Raises:
        BadField: `bad_name`; browsers clean a name before they send it, so nothing is cleaned here.
    """
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        raise BadField("name", "must be UTF-8", code="bad_name") from None
    if not 0 < length <= NAME_MAX_BYTES:
        raise BadField("name", f"must have 1 to {NAME_MAX_BYTES} bytes", code="bad_name")
    if _BAD.search(name) or _FIRST.match(name) or name[-1].isspace():
        told = "must be a plain file name: no slashes, no control characters, no dash, dot or space in front"
        raise BadField("name", told, code="bad_name")
    return name


def numbered(name: str, number: int) -> str:
    """The name for the n-th file that wants it: `a.png`, `a (2).png`, `a (3).png`."""
    if number == 1:
        return name
    stem, suffix = os.path.splitext(name)
    return f"{stem} ({number}){suffix}"
