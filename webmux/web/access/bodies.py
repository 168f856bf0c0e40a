"""Bodies of requests: strict JSON, bounded in bytes, depth and time, checked field by field."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qsl

import gevent
from flask import request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from webmux.errors import BadField, PeerError, TooBig
from webmux.web.access.body_model import StrictBody
from webmux.web.access.error_replies import HttpError

BODY_MAX_BYTES = 64 * 1024
BODY_TIMEOUT_S = 30.0
DEPTH_MAX = 16

Body = TypeVar("Body", bound=StrictBody)


class BadJson(PeerError):
    """The body is not a JSON object that all parsers read alike."""

    code = "bad_json"


class Nothing(StrictBody):
    """The body of a request that needs none."""


def read_body(model: type[Body], *, optional: bool = False, max_bytes: int = BODY_MAX_BYTES) -> Body:
    """The checked body of the current request.

    If the body is optional, or the model has no fields, the client may send none at all.

    Raises:
        HttpError: 415, the content type is not JSON; 408, it did not arrive within 30 s.
        TooBig: it has more than `max_bytes`.
        BadJson: it is not one JSON object in UTF-8 with unique keys and plain numbers.
        BadField: a field is unknown, missing or of the wrong type; `field` is its path.
    """
    if (optional or not model.fields()) and not has_body():
        return model()
    if request.mimetype != "application/json":
        raise HttpError(415, "unsupported_media_type", "send JSON as application/json")
    return model.check(parse_object(_read_bytes(max_bytes)))


def read_object(max_bytes: int) -> dict[str, Any]:
    """The JSON object that is the body of the current request, whatever its fields. Raises as `read_body`."""
    if request.mimetype != "application/json":
        raise HttpError(415, "unsupported_media_type", "send JSON as application/json")
    return parse_object(_read_bytes(max_bytes))


def query_path(name: str) -> str:
    """A path from the query, or `""`. Bytes that are not UTF-8 become surrogates, as in Python's paths."""
    query = request.query_string.decode("utf-8", "surrogateescape")
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    return next((value for key, value in pairs if key == name), "")


def parse_object(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`.

    Raises:
        BadJson: it is not one, or another parser could read it differently.
        BadField: a number that no double can hold.
    """
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_unique_keys, parse_constant=_no_constant, parse_float=_finite
        )
        json.dumps(value, ensure_ascii=False).encode()  # lone surrogates cannot be encoded
    except (ValueError, RecursionError) as error:
        raise BadJson(f"the body is not plain JSON: {type(error).__name__}") from error
    if not isinstance(value, dict) or not _is_shallow(value, DEPTH_MAX):
        raise BadJson("the body must be a JSON object, not nested deeply")
    return value


def has_body() -> bool:
    """Whether the current request has a body, or names its type."""
    declared = request.headers.get("Content-Length", "0") != "0"
    return declared or "Transfer-Encoding" in request.headers or bool(request.mimetype)


def _read_bytes(max_bytes: int) -> bytes:
    # Werkzeug cuts a chunked body at the limit without an error, so count here.
    body, length = b"", request.content_length or 0
    try:
        with gevent.Timeout(BODY_TIMEOUT_S, HttpError(408, "timeout", "the body arrived too slowly")):
            while max(length, len(body)) <= max_bytes:
                chunk = request.stream.read(max_bytes + 1 - len(body))
                if not chunk:
                    return body
                body += chunk
    except (OSError, ParseException, HTTPException) as error:
        raise PeerError("the body is broken") from error
    raise TooBig(f"a body can have at most {max_bytes} bytes", max_bytes)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key appears twice")
    return found


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise BadField("body", "a number is too large")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _is_shallow(value: object, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    children = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(child, levels - 1) for child in children)
