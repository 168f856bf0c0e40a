"""The rules for the setting `snippets`, which is typed into terminals. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

from webmux.errors import BadField

COUNT_MAX = 100
NAME_MAX_CHARS = 64
TEXT_MAX_BYTES = 4096
ALL_MAX_BYTES = 16 * 1024
"""All snippets of a user in JSON: half of what all settings may have."""
_KEYS = {"name", "text", "enter"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ALLOWED = str.maketrans("", "", "\t\n")
"""A text may have lines and tabs, but no other control character."""


def check_snippets(value: object) -> None:
    """Check a list of `{"name", "text", "enter"}`, none of them empty, within the limits.

    Raises:
        BadField: anything else; `field` says which, as `snippets.3.text`.
    """
    if not isinstance(value, list) or len(value) > COUNT_MAX:
        raise BadField("snippets", f"must be a list of at most {COUNT_MAX}")
    for place, one in enumerate(value):
        _check(one, f"snippets.{place}")
    if len(json.dumps(value, ensure_ascii=False).encode()) > ALL_MAX_BYTES:
        raise BadField("snippets", f"all snippets together may have {ALL_MAX_BYTES} bytes of JSON")


def _check(one: Any, field: str) -> None:
    if not isinstance(one, dict) or one.keys() != _KEYS:
        raise BadField(field, "must have name, text and enter, and nothing else")
    name, text = one["name"], one["text"]
    if not isinstance(name, str) or not name.strip() or len(name) > NAME_MAX_CHARS or _CONTROL.search(name):
        raise BadField(
            f"{field}.name", f"must be 1 to {NAME_MAX_CHARS} characters without control characters"
        )
    if not isinstance(text, str) or not text or len(text.encode()) > TEXT_MAX_BYTES:
        raise BadField(f"{field}.text", f"must be text of 1 to {TEXT_MAX_BYTES} bytes")
    if _CONTROL.search(text.translate(_ALLOWED)):
        raise BadField(f"{field}.text", "may have no control characters but tabs and line ends")
    if not isinstance(one["enter"], bool):
        raise BadField(f"{field}.enter", "must be true or false")
