"""Models of JSON bodies: classes with annotated fields, checked strictly. No value is converted.

    class NewToken(StrictBody):
        label: str = Field(max_length=64)
        lasts_s: int | None = None

A model library would take 8 MB in every process for these 30 small classes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Literal, Self, Union, get_args, get_origin, get_type_hints

from webmux.errors import BadField

_REQUIRED: Any = object()
_WORDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number", list: "a list"}


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """What a model says about a field."""

    default: Any = _REQUIRED
    default_factory: Callable[[], Any] | None = None
    alias: str = ""
    """Its name in JSON, if that is not the attribute's."""
    min_length: int | None = None
    """Of a text in characters, or of a list."""
    max_length: int | None = None
    ge: int | None = None
    le: int | None = None
    json_schema_extra: dict[str, Any] | None = None
    """Its shape in the OpenAPI document, instead of the one that follows from the annotation."""
    annotation: Any = None

    @property
    def is_required(self) -> bool:
        return self.default is _REQUIRED and self.default_factory is None

    def make_default(self) -> Any:
        return self.default if self.default_factory is None else self.default_factory()


def Field(default: Any = _REQUIRED, **more: Any) -> Any:  # noqa: N802  # reads like an annotation
    """A field with more than a type and a default; the words are those of `FieldInfo`."""
    return FieldInfo(default, **more)


def extra(**words: Any) -> dict[str, Any]:
    """Words of JSON Schema, for `StrictBody.SCHEMA`."""
    return words


class StrictBody:
    """A body with exactly the annotated fields; types are not converted."""

    IGNORES_OTHERS: ClassVar[bool] = False
    """Unknown fields are ignored instead of refused."""
    TITLE: ClassVar[str] = ""
    """The name in the OpenAPI document, if that is not the class's."""
    SCHEMA: ClassVar[dict[str, Any]] = {}
    """What the OpenAPI document says besides."""

    sent: frozenset[str]
    """The names of the fields that the client sent."""

    def __init__(self, **values: Any) -> None:
        self.sent = frozenset(values)
        for name, field in self.fields().items():
            setattr(self, name, values[name] if name in values else field.make_default())

    @classmethod
    @cache
    def fields(cls) -> Mapping[str, FieldInfo]:
        """The fields by attribute, in their order."""
        found = {}
        for name, annotation in get_type_hints(cls, include_extras=True).items():
            if name == "sent" or get_origin(annotation) is ClassVar:
                continue
            field = getattr(cls, name, _REQUIRED)
            field = field if isinstance(field, FieldInfo) else FieldInfo(field)
            found[name] = replace(field, annotation=annotation)
        return found

    @classmethod
    def check(cls, value: object, path: str = "") -> Self:
        """The model of a JSON object.

        Raises:
            BadField: a field is unknown, missing, of the wrong type or out of bounds; `field` is its path.
        """
        if not isinstance(value, dict):
            raise BadField(path or "body", "must be an object")
        rest, values = dict(value), {}
        for name, field in cls.fields().items():
            key = field.alias or name
            if key in rest:
                values[name] = _checked(field.annotation, rest.pop(key), field, _below(path, key))
            elif field.is_required:
                raise BadField(_below(path, key), "is required")
        if rest and not cls.IGNORES_OTHERS:
            raise BadField(_below(path, next(iter(rest))), "is not a field of this request")
        return cls(**values)

    def as_sent(self) -> dict[str, Any]:
        """All fields under their names in JSON."""
        values = {field.alias or name: getattr(self, name) for name, field in self.fields().items()}
        return {
            key: value.as_sent() if isinstance(value, StrictBody) else value for key, value in values.items()
        }


def _checked(kind: Any, value: Any, field: FieldInfo, path: str) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        kind, *more = get_args(kind)
        return _checked(kind, value, next(one for one in more if isinstance(one, FieldInfo)), path)
    if origin in (Union, UnionType):
        kinds = get_args(kind)
        if value is None and NoneType in kinds:
            return None
        return _checked(next(one for one in kinds if _fits(one, value, last=kinds)), value, field, path)
    if origin is Literal:
        if value not in get_args(kind):
            raise BadField(path, f"must be one of {', '.join(get_args(kind))}")
        return value
    if isinstance(kind, type) and issubclass(kind, StrictBody):
        return kind.check(value, path)
    if kind is Any:
        return value
    return _bounded(_of_type(kind, value, path), field, path)


def _fits(kind: Any, value: Any, last: tuple[Any, ...]) -> bool:
    """Whether a value is of this kind of a union; the last one that is not None reports an error."""
    return _is_a(value, kind) or kind is [one for one in last if one is not NoneType][-1]


def _of_type(kind: Any, value: Any, path: str) -> Any:
    plain = get_origin(kind) or kind
    if not _is_a(value, plain):
        raise BadField(path, f"must be {_WORDS.get(plain, 'an object')}")
    if plain is list:
        [inner] = get_args(kind)
        return [
            _checked(inner, one, FieldInfo(), _below(path, str(place))) for place, one in enumerate(value)
        ]
    return value


def _is_a(value: Any, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind) if isinstance(kind, type) else False


def _bounded(value: Any, field: FieldInfo, path: str) -> Any:
    if isinstance(value, (str, list)):
        what = "characters" if isinstance(value, str) else "entries"
        if field.max_length is not None and len(value) > field.max_length:
            raise BadField(path, f"must have at most {field.max_length} {what}")
        if field.min_length is not None and len(value) < field.min_length:
            raise BadField(path, f"must have at least {field.min_length} {what}")
    elif isinstance(value, (int, float)):
        if field.ge is not None and value < field.ge:
            raise BadField(path, f"must be at least {field.ge}")
        if field.le is not None and value > field.le:
            raise BadField(path, f"must be at most {field.le}")
    return value


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
