"""The JSON messages of `/ws`: text in, checked fields; values in, text out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from webmux.errors import BadField
from webmux.model import Session, Window

PING_ID_MAX = 8
_INDEX = re.compile(r"[0-9]{1,9}")


def parse(text: str) -> dict[str, Any]:
    """One client message.

    Raises:
        BadField: not a JSON object with a text `type`.
    """
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadField("message", "must be JSON", code="bad_json") from error
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise BadField("type", "a message is an object with a type", code="bad_json")
    return message


def text_field(message: dict[str, Any], field: str, *, required: bool = True) -> str | None:
    """A text field; None if it is absent and not required.

    Raises:
        BadField: required and absent, or not text that can be UTF-8.
    """
    value = message.get(field)
    if value is None and not required:
        return None
    if not isinstance(value, str):
        raise BadField(field, "must be text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadField(field, "must be text without lone surrogates") from error
    return value


def index_field(message: dict[str, Any], field: str) -> int:
    """A window index, which some clients send as text.

    Raises:
        BadField: not a whole number from 0 on.
    """
    value = message.get(field)
    if isinstance(value, str) and _INDEX.fullmatch(value):
        return int(value)
    if type(value) is not int or value < 0:
        raise BadField(field, "must be a whole number from 0 on")
    return value


def ping_id(message: dict[str, Any]) -> list[int] | None:
    """The id of a ping, which the pong repeats; None if there is none.

    Raises:
        BadField: not a list of at most 8 numbers below 256.
    """
    value = message.get("id")
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > PING_ID_MAX or not all(map(_is_byte, value)):
        raise BadField("id", f"must be a list of at most {PING_ID_MAX} bytes")
    return value


def _is_byte(value: object) -> bool:
    return type(value) is int and 0 <= value < 256


def encode(kind: str, **fields: Any) -> str:
    """One server message; None-valued fields are left out."""
    return json.dumps({"type": kind, **{name: value for name, value in fields.items() if value is not None}})


def session_entry(session: Session, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A session in `sessions-list`: `fields` of the HTTP API, and those of this protocol, which win.

    `clients` is the field that the API calls `attached`.
    """
    return {
        **fields,
        "clients": session.attached,
        "name": session.name,
        "attached": session.attached > 0,
        "created": datetime.fromtimestamp(session.created_at, UTC).isoformat(),
        "windows": session.windows,
        "dimensions": f"{session.size.cols}x{session.size.rows}",
    }


def window_entry(window: Window) -> dict[str, Any]:
    """A window in `windows-list`."""
    return {
        "index": window.index,
        "name": window.name,
        "active": window.active,
        "panes": window.panes,
    }
