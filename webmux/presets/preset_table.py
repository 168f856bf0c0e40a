"""A preset: the windows, panes, folders, layouts and commands of a session that can be made again. Pure.

webmux.toml has it as the table `[preset.NAME]`, the database as the same in JSON. docs/guide/presets.md
describes each key.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from webmux.errors import BadField, ConfigError
from webmux.presets.preset_limits import DESCRIPTION_MAX_CHARS
from webmux.tmux.layout_text import NAMED_LAYOUTS, parse_layout
from webmux.tmux.names import check_name

FILE_MAX = 100
"""Presets in one webmux.toml."""
WINDOWS_MAX = 100
PANES_MAX = 24
"""Of one window; more have no room on a screen."""
COMMAND_MAX_CHARS = 2000
FOLDER_MAX_BYTES = 4096
LAYOUT_MAX_CHARS = 2000
VARIABLES_MAX = 100
VALUE_MAX_CHARS = 4000
JSON_MAX_BYTES = 64 * 1024

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_RESERVED = ("TMUX", "WEBMUX_", "GUNICORN_")


def layout_panes(layout: str) -> int:
    """How many panes a layout of tmux's notation has; 0 for a named one, which fits any number."""
    return len(parse_layout(layout).panes) if "," in layout else 0


def _name(text: str) -> str:
    try:
        return check_name(text) if text else text
    except BadField as error:
        raise ValueError(error.message.partition(": ")[2]) from error


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("must be one line without control characters")
    return text


def _command(text: str) -> str:
    if text and not text.strip():
        raise ValueError("must be a command, or be left out for a shell alone")
    return _one_line(text)


def _folder(text: str) -> str:
    if len(text.encode(errors="replace")) > FOLDER_MAX_BYTES:
        raise ValueError(f"must have at most {FOLDER_MAX_BYTES} bytes")
    return _one_line(text)


def _root(text: str) -> str:
    if text and not os.path.isabs(text) and text != "~" and not text.startswith("~/"):
        raise ValueError("must be an absolute path, or begin with ~")
    return _folder(text)


def _layout(text: str) -> str:
    """A name of tmux's, or what `#{window_layout}` printed, whose checksum must fit."""
    if not text or text in NAMED_LAYOUTS:
        return text
    if "," not in text:
        raise ValueError(f"must be one of {', '.join(NAMED_LAYOUTS)}, or a layout as tmux prints it")
    try:
        parse_layout(text)
    except ValueError as error:
        raise ValueError(f"{error}: copy all that tmux prints for #{{window_layout}}") from error
    return text


def _environment(values: dict[str, str]) -> dict[str, str]:
    for name, value in values.items():
        if not _VARIABLE.fullmatch(name) or name.startswith(_RESERVED):
            raise ValueError(f"{name[:40]!r} is not a variable that a preset can set")
        if len(value) > VALUE_MAX_CHARS or "\0" in value:
            raise ValueError(f"{name} must have at most {VALUE_MAX_CHARS} characters and no NUL")
    return values


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Command = Annotated[str, Field(max_length=COMMAND_MAX_CHARS), AfterValidator(_command)]
Folder = Annotated[str, AfterValidator(_folder)]
Root = Annotated[str, AfterValidator(_root)]
Name = Annotated[str, AfterValidator(_name)]
Layout = Annotated[str, Field(max_length=LAYOUT_MAX_CHARS), AfterValidator(_layout)]
Description = Annotated[str, Field(max_length=DESCRIPTION_MAX_CHARS), AfterValidator(_one_line)]
Variables = Annotated[dict[str, str], Field(max_length=VARIABLES_MAX), AfterValidator(_environment)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PresetPane(_Part):
    """One pane. An empty folder is that of its window, an empty command a shell alone."""

    folder: Folder = ""
    command: Command = ""


class PresetWindow(_Part):
    """One window. Without a name tmux names it after its program; an empty folder is that of the preset."""

    name: Name = ""
    folder: Folder = ""
    layout: Layout = ""
    panes: Annotated[
        tuple[PresetPane, ...], BeforeValidator(_as_tuple), Field(min_length=1, max_length=PANES_MAX)
    ] = (PresetPane(),)

    @model_validator(mode="after")
    def _layout_fits(self) -> Self:
        expected = layout_panes(self.layout)
        if expected and expected != len(self.panes):
            raise ValueError(f"layout is for {expected} panes, and panes has {len(self.panes)}")
        return self


class Preset(_Part):
    """What a session can be made of. An empty folder is the home folder of the server's user."""

    description: Description = ""
    folder: Root = ""
    environment: Variables = Field(default_factory=dict)
    windows: Annotated[
        tuple[PresetWindow, ...], BeforeValidator(_as_tuple), Field(min_length=1, max_length=WINDOWS_MAX)
    ] = (PresetWindow(),)

    def folder_of(self, window: PresetWindow, pane: PresetPane) -> str:
        """The folder of a pane, absolute. Each folder is relative to the one that contains it."""
        folder = os.path.expanduser("~")
        for part in (self.folder, window.folder, pane.folder):
            folder = os.path.join(folder, os.path.expanduser(part))
        return os.path.normpath(folder)

    @property
    def panes(self) -> int:
        """The number of all panes."""
        return sum(len(window.panes) for window in self.windows)

    def text(self) -> str:
        """The preset in JSON, without what is default.

        Raises:
            BadField: it has more than `JSON_MAX_BYTES`.
        """
        text = json.dumps(self.model_dump(exclude_defaults=True), ensure_ascii=False)
        if len(text.encode()) > JSON_MAX_BYTES:
            raise BadField("preset", f"a preset can have at most {JSON_MAX_BYTES} bytes of JSON")
        return text


def parse(text: str) -> Preset:
    """What `Preset.text` wrote. Raises ValueError: it is something else."""
    return Preset.model_validate(json.loads(text))


def checked(content: Mapping[str, Any], key: str) -> Preset:
    """A preset from untrusted values.

    Raises:
        ConfigError: a key is unknown, of the wrong type or out of range; `key` is its path below `key`.
    """
    try:
        return Preset.model_validate(dict(content))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = ".".join([key, *(str(part) for part in first["loc"])])
        if first["type"] == "extra_forbidden":
            raise ConfigError(path, "is not a key of a preset") from None
        message = first["msg"].removeprefix("Value error, ")
        raise ConfigError(path, message[:1].lower() + message[1:]) from None


def presets_of(tables: Mapping[str, Any], file: object) -> dict[str, Preset]:
    """The presets in the tables `[preset.NAME]` of a file, by name.

    Raises:
        ConfigError: as `checked`; the message names the file.
    """
    try:
        if len(tables) > FILE_MAX:
            raise ConfigError("preset", f"a file can have at most {FILE_MAX} presets")
        return {name: _named(name, content) for name, content in tables.items()}
    except ConfigError as error:
        raise ConfigError(error.key, f"{error.message.removeprefix(f'{error.key}: ')} (in {file})") from None


def _named(name: str, content: object) -> Preset:
    key = f"preset.{name}"
    try:
        check_name(name)
    except BadField as error:
        message = error.message.partition(": ")[2]
        raise ConfigError(key, f"{message}: the name of a preset is that of its session") from None
    if not isinstance(content, Mapping):
        raise ConfigError(key, "must be a table, such as [preset.api]")
    return checked(content, key)
