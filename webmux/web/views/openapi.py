"""The OpenAPI document, served at /api/openapi.json. It is made of the declarations of the routes."""

from __future__ import annotations

import re
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from webmux import __version__
from webmux.web.access.bodies import Nothing
from webmux.web.access.body_model import FieldInfo, StrictBody
from webmux.web.access.routes import PUBLIC, ROUTES, Route
from webmux.web.views.schemas import PANE_NUMBER, SESSION_ID, WINDOW_ID, Json, Named, choice, named, of, shape

ERROR = named("Error", error=shape(code=str, message=str, request_id=str))
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_PARAMETERS: Json = {"session_id": SESSION_ID, "window_id": WINDOW_ID, "pane_number": PANE_NUMBER, "int": int}


def document(base_path: str = "") -> Json:
    """The OpenAPI 3.1 document of a server below `base_path`."""
    paths: Json = {}
    for route in sorted(ROUTES.values(), key=lambda route: route.path):
        if route.answers is not None:
            paths.setdefault(_path(route), _shared(route))[route.method.lower()] = _operation(route)
    components: Json = {}
    error = {"description": "what went wrong", "content": _content(ERROR)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "WebMux", "version": __version__},
        "servers": [{"url": base_path or "/"}],
        "security": [{"bearer": []}, {"cookie": []}],
        "paths": _resolved(paths, components),
        "components": {
            "responses": {"Error": _resolved(error, components)},
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "webmux-12345678"},
            },
        },
    }


def _path(route: Route) -> str:
    return _PARAMETER.sub(r"{\2}", route.path)


def _shared(route: Route) -> Json:
    """What the routes of one path share: its parameters."""
    found = [
        {"name": name, "in": "path", "required": True, "schema": of(_PARAMETERS.get(kind or name, str))}
        for kind, name in _PARAMETER.findall(route.path)
    ]
    found += [
        {"name": name, "in": "query", "required": name == route.required, "schema": of(kind)}
        for name, kind in route.query.items()
    ]
    return {"parameters": found} if found else {}


def _operation(route: Route) -> Json:
    # The names that generators give to functions.
    words = "_".join(re.findall(r"[\w.-]+", _path(route).removeprefix("/api")))
    operation: Json = {
        "operationId": f"{route.method.lower()}_{words}",
        "summary": route.summary,
        "responses": {"default": {"$ref": "#/components/responses/Error"}},
    }
    for status, answer in (route.answers or {}).items():
        content = {} if answer is None else {"content": _content(answer)}
        operation["responses"][str(status)] = {"description": route.summary, **content}
    if route.body is None and route.method != "GET":
        raw = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": raw}
    elif route.body not in (None, Nothing):
        # The body of /select is optional, but this document has always said that it is required.
        required = not route.optional_body or route.endpoint == "api.select_window"
        operation["requestBody"] = {"required": required, "content": _content(route.body)}
    if route.role == PUBLIC:
        operation["security"] = []
    return operation


def _content(kind: Any) -> Json:
    return {"application/json": {"schema": kind}}


def _resolved(part: Any, components: Json) -> Any:
    """A part of the document with references for what has a name; that is added to `components`."""
    match part:
        case Named(name, kind):
            if name not in components:
                components[name] = _resolved(kind, components)
            return {"$ref": f"#/components/schemas/{name}"}
        case type() if issubclass(part, StrictBody):
            return _resolved(Named(part.TITLE or part.__name__, _body(part)), components)
        case dict():
            return {key: _resolved(value, components) for key, value in part.items()}
        case list():
            return [_resolved(value, components) for value in part]
    return part


def _body(model: type[StrictBody]) -> Json:
    """The shape of a body, from its fields and what its configuration adds."""
    fields = model.fields().items()
    required = [field.alias or name for name, field in fields if field.is_required]
    kind: Json = {"type": "object"} | ({"required": required} if required else {})
    if not model.IGNORES_OTHERS:
        shapes = {name: _field(field) for name, field in fields}
        kind |= {
            "properties": {name: one for name, one in shapes.items() if one},
            "additionalProperties": False,
        }
    return kind | model.SCHEMA


def _field(field: FieldInfo) -> Any:
    if field.json_schema_extra is not None:
        return field.json_schema_extra
    return _kind(field.annotation)


def _kind(kind: Any) -> Any:
    if NoneType in get_args(kind):
        kind = get_args(kind)[0]  # a client leaves the field out instead
    if get_origin(kind) is list:
        return {"type": "array", "items": _kind(get_args(kind)[0])}
    if get_origin(kind) is Literal:
        return choice(*get_args(kind))
    if isinstance(kind, type) and issubclass(kind, StrictBody):
        return kind if kind.TITLE else _body(kind)
    return of(get_origin(kind) or kind)
