"""Shapes of bodies and answers in the OpenAPI document, as JSON Schema: what several routes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

COUNT: Json = {"type": "integer", "minimum": 0}
MAYBE_COUNT: Json = {"type": ["integer", "null"], "minimum": 0}
SESSION_ID: Json = {"type": "string", "pattern": r"^\$(0|[1-9][0-9]{0,9})$"}
WINDOW_ID: Json = {"type": "string", "pattern": r"^@(0|[1-9][0-9]{0,9})$"}
PANE_ID: Json = {"type": "string", "pattern": r"^%(0|[1-9][0-9]{0,9})$"}
PANE_NUMBER: Json = {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,9})$"}
"""The id of a pane in paths: without its `%`, which would have to be encoded."""
NOT_DESCRIBED: Json = {}
"""A field that a body may have, and that the document leaves out."""

_OF_TYPES: dict[Any, Json] = {
    str: {"type": "string"},
    str | None: {"type": ["string", "null"]},
    bool: {"type": "boolean"},
    int: COUNT,
    int | None: MAYBE_COUNT,
    float: {"type": "number", "minimum": 0},
    dict: {"type": "object"},
}


@dataclass(frozen=True, slots=True)
class Named:
    """A shape with a name of its own among the document's components."""

    name: str
    shape: Json

    def described(self, description: str) -> Named:
        return Named(self.name, described(self.shape, description))


def of(kind: Any) -> Any:
    """The shape of a Python type, or of `[kind]`, an array. A shape stays as it is."""
    if isinstance(kind, list):
        return {"type": "array", "items": of(kind[0])}
    return kind if isinstance(kind, dict | Named) else _OF_TYPES[kind]


def shape(**properties: Any) -> Json:
    """An object that has all of these properties; each is what `of` takes."""
    kinds = {name: of(kind) for name, kind in properties.items()}
    return {"type": "object", "properties": kinds, "required": list(kinds)}


def named(name: str, /, **properties: Any) -> Named:
    return Named(name, shape(**properties))


def choice(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}


def described(kind: Any, description: str) -> Json:
    return {**of(kind), "description": description}


ROLE = choice("viewer", "operator", "admin")
SCOPE = choice("read", "type", "manage")
SESSION_NAME = shape(id=SESSION_ID, name=str)
CELLS = shape(cols=int, rows=int)
SHARE: Json = {"share": described(str, "the id of a share link, for its guests")}
