"""The types of option values: a text becomes a value, or an error that says how to write it."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

_PUSH_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|localhost|::1")
UNIX_PATH_MAX_BYTES = 107  # unix(7), sun_path without its NUL


def _whole_number(value: object) -> object:
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit():
        return int(value)
    return value


def _switch(value: object) -> object:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    return words.get(value.lower(), value) if isinstance(value, str) else value


def _list(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(value) if isinstance(value, list) else value


def _path_text(value: object) -> object:
    if isinstance(value, str) and (not value.strip() or "\0" in value):
        raise ValueError("must be a path, not empty")
    return value


def _path(value: Path) -> Path:
    return Path(os.path.abspath(value.expanduser()))


def _socket_path(value: Path | None) -> Path | None:
    if value is None:
        return None
    path = _path(value)
    if len(os.fsencode(path)) > UNIX_PATH_MAX_BYTES:
        raise ValueError(f"is longer than {UNIX_PATH_MAX_BYTES} bytes, the most a socket may have")
    return path


def _file_path(value: Path | None) -> Path | None:
    return None if value is None else _path(value)


def _base_path(value: str) -> str:
    path = value.rstrip("/")
    segments = path.removeprefix("/").split("/")
    allowed = all(segment.replace("-", "").replace("_", "").isalnum() for segment in segments)
    if path and not (path.startswith("/") and path.isascii() and allowed):
        raise ValueError("must look like /mux: letters, digits, - and _ after each slash")
    return path


def _networks(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        try:
            ipaddress.ip_network(text)
        except ValueError as error:
            raise ValueError(
                f"{text!r} must be an address or a network, like 10.0.0.5 or 10.0.0.0/24"
            ) from error
    return value


def _push_hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        if not _PUSH_HOST.fullmatch(text):
            raise ValueError(f"{text!r} must look like push.example.org or *.example.org, in small letters")
    return value


def _contact(value: str) -> str:
    plain = value.isascii() and value.isprintable() and " " not in value
    if value and not (plain and value.startswith(("mailto:", "https://"))):
        raise ValueError("must begin with mailto: or https://")
    return value


def _host(value: str) -> str:
    host = value.removeprefix("[").removesuffix("]")
    allowed = host.isascii() and host.replace("-", "").replace(".", "").replace(":", "").isalnum()
    if not allowed:
        raise ValueError("must be a host name or an address")
    return host.lower()


def _word(value: str) -> str:
    if not value or not value.isprintable() or value != value.strip():
        raise ValueError("must be a command, without control characters")
    return value


def _token(value: SecretStr | None) -> SecretStr | None:
    if value is None:
        return None
    text = value.get_secret_value()
    if not text or not all("!" <= char <= "~" for char in text):
        raise ValueError("must be printable ASCII without spaces, and not empty")
    return value


def _origins(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_origin(text) for text in value)


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
    host = _host(parts.hostname or "")
    default = {"http": 80, "https": 443}[parts.scheme]
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port not in (None, default) else "")


Whole = Annotated[int, BeforeValidator(_whole_number), Field(strict=True)]
Switch = Annotated[bool, BeforeValidator(_switch), Field(strict=True)]
SocketPath = Annotated[Path | None, BeforeValidator(_path_text), AfterValidator(_socket_path)]
FilePath = Annotated[Path | None, BeforeValidator(_path_text), AfterValidator(_file_path)]
Texts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list)]
Host = Annotated[str, AfterValidator(_host)]
Word = Annotated[str, AfterValidator(_word)]
Folder = Annotated[Path, BeforeValidator(_path_text), AfterValidator(_path)]
Token = Annotated[SecretStr | None, AfterValidator(_token)]
Networks = Annotated[Texts, AfterValidator(_networks)]
BasePath = Annotated[str, AfterValidator(_base_path)]
Origins = Annotated[Texts, AfterValidator(_origins)]
PushHosts = Annotated[Texts, AfterValidator(_push_hosts)]
Contact = Annotated[str, AfterValidator(_contact)]
