"""The values of options: text from a flag or a variable, or a value from a file, becomes what the code uses.

Each function raises ValueError with what is allowed. It takes its own results too.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

_PUSH_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|localhost|::1")
UNIX_PATH_MAX_BYTES = 107  # unix(7), sun_path without its NUL


class Secret:
    """A text that is not shown by accident: not in a log, an error or a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret('**********')"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


def whole(least: int, most: int) -> Callable[[object], int]:
    """Reads a whole number within these bounds."""

    def read(value: object) -> int:
        if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError("must be a whole number")
        if not least <= value <= most:
            raise ValueError(f"must be from {least} to {most}")
        return value

    return read


def choice(*words: str) -> Callable[[object], str]:
    """Reads one of these words."""

    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"must be {', '.join(words[:-1])} or {words[-1]}")
        return str(value)

    return read


def switch(value: object) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    found = words.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise ValueError("must be yes or no")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, str) for part in value):
        raise ValueError("must be a list of texts")
    return tuple(value)


def folder(value: object) -> Path:
    if not isinstance(value, Path):
        text = _text(value)
        if not text.strip() or "\0" in text:
            raise ValueError("must be a path, not empty")
        value = Path(text)
    try:
        return Path(os.path.abspath(value.expanduser()))
    except RuntimeError:
        raise ValueError("begins with ~, but that user has no home directory here") from None


def file_path(value: object) -> Path | None:
    return None if value is None else folder(value)


def socket_path(value: object) -> Path | None:
    path = file_path(value)
    if path is not None and len(os.fsencode(path)) > UNIX_PATH_MAX_BYTES:
        raise ValueError(f"is longer than {UNIX_PATH_MAX_BYTES} bytes, the most a socket may have")
    return path


def base_path(value: object) -> str:
    path = _text(value).rstrip("/")
    segments = path.removeprefix("/").split("/")
    allowed = all(segment.replace("-", "").replace("_", "").isalnum() for segment in segments)
    if path and not (path.startswith("/") and path.isascii() and allowed):
        raise ValueError("must look like /mux: letters, digits, - and _ after each slash")
    return path


def networks(value: object) -> tuple[str, ...]:
    found = _texts(value)
    for text in found:
        try:
            ipaddress.ip_network(text)
        except ValueError as error:
            raise ValueError(
                f"{text!r} must be an address or a network, like 10.0.0.5 or 10.0.0.0/24"
            ) from error
    return found


def push_hosts(value: object) -> tuple[str, ...]:
    found = _texts(value)
    for text in found:
        if not _PUSH_HOST.fullmatch(text):
            raise ValueError(f"{text!r} must look like push.example.org or *.example.org, in small letters")
    return found


def contact(value: object) -> str:
    text = _text(value)
    plain = text.isascii() and text.isprintable() and " " not in text
    if text and not (plain and text.startswith(("mailto:", "https://"))):
        raise ValueError("must begin with mailto: or https://")
    return text


def host(value: object) -> str:
    name = _text(value).removeprefix("[").removesuffix("]")
    allowed = name.isascii() and name.replace("-", "").replace(".", "").replace(":", "").isalnum()
    if not allowed:
        raise ValueError("must be a host name or an address")
    return name.lower()


def word(value: object) -> str:
    text = _text(value)
    if not text or not text.isprintable() or text != text.strip():
        raise ValueError("must be a command, without control characters")
    return text


def secret(value: object) -> Secret | None:
    return value if value is None or isinstance(value, Secret) else Secret(_text(value))


def token(value: object) -> Secret | None:
    found = secret(value)
    if found is not None:
        text = found.get_secret_value()
        if not text or not all("!" <= char <= "~" for char in text):
            raise ValueError("must be printable ASCII without spaces, and not empty")
    return found


def origins(value: object) -> tuple[str, ...]:
    return tuple(_origin(text) for text in _texts(value))


def _origin(text: str) -> str:
    """The way browsers write an origin: lower case, no default port, nothing behind it."""
    hint = f"{text!r} must look like https://mux.example.org or http://box.lan:8022"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(hint) from error
    plain = parts.scheme in ("http", "https") and parts.path in ("", "/") and parts.hostname
    if not plain or parts.query or parts.fragment or "@" in parts.netloc or "*" in parts.netloc:
        raise ValueError(hint)
    name = host(parts.hostname or "")
    default = {"http": 80, "https": 443}[parts.scheme]
    bracketed = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port not in (None, default) else "")
